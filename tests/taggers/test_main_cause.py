"""The main cause that scores suggest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sentiment_lab.taggers.main_cause import MainCauseModel, log_odds


def test_log_odds_are_drawn_in_at_both_ends() -> None:
    assert log_odds([[0.0, 0.5, 1.0]])[0] == pytest.approx([-4.595, 0, 4.595], abs=1e-3)


def test_the_cause_with_the_largest_odds_is_taken() -> None:
    model = MainCauseModel(
        ("mixed", "sarcasm"), ("mixed", "sarcasm", "none"), np.eye(3, 2), np.array([0, 0, 0.5])
    )
    scores = np.array([[0.9, 0.2], [0.1, 0.8], [0.1, 0.1]])
    assert model.predict(scores) == ["mixed", "sarcasm", "none"]
    assert set(model.arrays()) == {"categories", "causes", "coefficients", "intercepts"}


@given(st.data())
def test_the_shipped_model_answers_any_scores(data: st.DataObject) -> None:
    model = MainCauseModel.load()
    shape = (3, len(model.categories))
    scores = data.draw(arrays(float, shape, elements=st.floats(0, 1)))
    assert set(model.predict(scores)) <= set(model.causes)
    assert {"none", "unclear"} <= set(model.causes)
