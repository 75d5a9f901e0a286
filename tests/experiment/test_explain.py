"""The scale of a sentence's polarity, and the words that speak for a class."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.experiment.explain import LOG_ODDS_UNIT, polarity_scale
from sentiment_lab.experiment.occlusion import occlusion
from sentiment_lab.experiment.verdicts import judge_sentences


class CountsGood:
    """Believes a text the more, the more often it says good."""

    classes_ = np.array(["positive", "negative"])

    def predict_proba(self, texts: list[str]) -> np.ndarray:
        share = np.array([min(text.count("good"), 4) / 4 for text in texts])
        return np.c_[share, 1 - share]


@given(st.floats(-200, 200), st.floats(-200, 200))
def test_more_praise_is_never_less_polar(one: float, two: float) -> None:
    low, high = polarity_scale(sorted([one, two]))
    assert -1 <= low <= high <= 1


def test_polarity_is_twice_a_probability_less_one() -> None:
    probability = 1 / (1 + np.exp(-20 / LOG_ODDS_UNIT))
    assert polarity_scale([20.0])[0] == pytest.approx(2 * probability - 1)


def test_plain_approval_stays_clearly_below_a_rave() -> None:
    said = ["It was good.", "A superb, moving, brilliant masterpiece."]
    good, rave = polarity_scale([each[0].polarity for each in judge_sentences(said)])
    assert 0.4 < good < 0.8
    assert rave > good + 0.15


def test_a_part_that_speaks_for_a_class_costs_it_probability() -> None:
    model: Any = CountsGood()
    classes = ["negative", "positive"]
    falls = occlusion(model, "good film, good", [(0, 4), (5, 9)], classes, "positive")
    assert falls == pytest.approx([0.25, 0.0])
    assert len(occlusion(model, "good", [], classes, "positive")) == 0
