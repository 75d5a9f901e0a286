"""Error rates by stars and by film."""

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.by_group import error_rate_by
from sentiment_lab.analysis.predictions import Predictions, check_predictions
from sentiment_lab.exceptions import PredictionsError


@pytest.fixture
def system() -> Predictions:
    n = 120
    right = np.arange(n) % 4 != 0
    frame = pd.DataFrame(
        {
            "id": [f"r{i}" for i in range(n)],
            "label": np.where(np.arange(n) % 2, "pos", "neg"),
            "rating": np.where(np.arange(n) < 80, 10, 4),
            "group": ["big"] * 100 + [f"film{i}" for i in range(20)],
        }
    )
    positive = (frame["label"] == "pos").to_numpy() == right
    return check_predictions(
        frame.assign(p_neg=1.0 - positive, p_pos=positive.astype(float)), "m", ("neg", "pos")
    )


def test_stars_stand_in_their_order_with_their_error_rates(system: Predictions) -> None:
    table = error_rate_by([system], "rating")
    assert table["value"].tolist() == [4, 10]
    assert table["n"].tolist() == [40, 80]
    assert table["error_rate"].tolist() == pytest.approx([0.25, 0.25])
    assert (table["low"] < 0.25).all()
    assert (table["high"] > 0.25).all()


def test_films_with_few_reviews_come_last_and_are_marked(system: Predictions) -> None:
    table = error_rate_by([system], "group")
    assert table["value"].iloc[0] == "big"
    assert table["evidence"].iloc[0] == "enough"
    assert (table["evidence"].iloc[1:] == "not enough evidence").all()
    assert table["n_errors"].sum() == 30


def test_a_column_that_is_not_there_is_named(system: Predictions) -> None:
    bare = Predictions("m", system.frame.drop(columns="rating"), system.classes)
    with pytest.raises(PredictionsError, match="no column 'rating'"):
        error_rate_by([bare], "rating")
