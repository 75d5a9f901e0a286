import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.analysis.truncation import TRUNCATION_COLUMNS, accuracy_by_truncation
from sentiment_lab.exceptions import PredictionsError

FRAME = pd.DataFrame(
    {
        "id": list("abcdef"),
        "split": "test",
        "label": ["pos", "neg"] * 3,
        "predicted": ["pos", "neg", "pos", "pos", "neg", "neg"],
        "p_neg": 0.5,
        "p_pos": 0.5,
    }
)
SYSTEM = Predictions("x", FRAME, ("neg", "pos"))


def test_reviews_are_parted_by_how_much_is_unread() -> None:
    unread = np.array([0.0, 0.0, 0.2, 0.4, 0.5, 1.0])
    found = accuracy_by_truncation(SYSTEM, unread, 256)
    assert list(found) == list(TRUNCATION_COLUMNS)
    assert found["part"].tolist() == [
        "read in full",
        "less than half unread",
        "half or more unread",
    ]
    assert found["n"].tolist() == [2, 2, 2]
    assert found["accuracy"].tolist() == [1.0, 0.5, 0.5]
    assert found["unread"].tolist() == pytest.approx([0, 0.3, 0.75])
    assert (found["limit"] == 256).all()


def test_parts_without_reviews_are_left_out() -> None:
    found = accuracy_by_truncation(SYSTEM, np.zeros(6), None)
    assert found["part"].tolist() == ["read in full"]


def test_shares_of_other_rows_are_refused() -> None:
    with pytest.raises(PredictionsError, match="2 shares unread for 6 rows of 'x'"):
        accuracy_by_truncation(SYSTEM, np.zeros(2), None)
