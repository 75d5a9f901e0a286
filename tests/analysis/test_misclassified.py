import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.misclassified import misclassified
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import PredictionsError

LABELS = ["pos", "neg", "pos", "neg"]


def system(name: str, positive: list[float], **extra: list) -> Predictions:
    p = np.array(positive)
    predicted = np.where(p > 0.5, "pos", "neg")
    frame = pd.DataFrame(
        {
            "id": list("abcd"),
            "split": "test",
            "label": LABELS,
            "p_neg": 1 - p,
            "p_pos": p,
            "predicted": predicted,
            **extra,
        }
    )
    return Predictions(name, frame, ("neg", "pos"))


ONE = system("one", [0.4, 0.9, 0.8, 0.2], text=["ta", "tb", "tc", "td"], rating=[9, 1, 8, 2])
TWO = system("two", [0.05, 0.7, 0.6, 0.1])


def test_misclassified_holds_one_row_for_each_review_that_any_system_gets_wrong():
    three = system("three", [0.9, 0.1, 0.3, 0.1])
    errors = misclassified([ONE, three])
    assert set(errors["id"]) == {"a", "b", "c"}
    assert dict(zip(errors["id"], errors["n_wrong"], strict=True)) == {"a": 1, "b": 1, "c": 1}


def test_misclassified_sorts_by_the_highest_confidence_among_the_wrong():
    errors = misclassified([ONE, TWO])
    assert errors["id"].tolist() == ["a", "b"]
    assert errors["confidence"].tolist() == pytest.approx([0.95, 0.9])
    assert errors["n_wrong"].tolist() == [2, 2]


def test_misclassified_ignores_the_confidence_of_a_system_that_is_right():
    right = system("right", [0.99, 0.01, 0.99, 0.01])
    assert misclassified([ONE, right])["confidence"].tolist() == pytest.approx([0.9, 0.6])


def test_confidence_is_the_probability_of_the_predicted_class():
    errors = misclassified([ONE]).set_index("id")
    assert errors.loc["a", "predicted_one"] == "neg"
    assert errors.loc["a", "confidence_one"] == pytest.approx(0.6)
    assert errors["wrong_one"].all()


def test_misclassified_carries_text_and_rating_of_whichever_system_has_them():
    errors = misclassified([TWO, ONE])
    assert errors.columns[:4].tolist() == ["id", "label", "text", "rating"]
    assert errors["text"].tolist() == ["ta", "tb"]


def test_misclassified_brings_rows_into_one_order():
    shuffled = Predictions("two", TWO.frame.iloc[::-1].reset_index(drop=True), TWO.classes)
    pd.testing.assert_frame_equal(misclassified([ONE, shuffled]), misclassified([ONE, TWO]))


def test_misclassified_is_empty_with_all_columns_when_nothing_is_wrong():
    errors = misclassified([system("right", [0.9, 0.1, 0.9, 0.1])])
    assert errors.empty
    assert "confidence" in errors


def test_misclassified_raises_without_systems():
    with pytest.raises(PredictionsError, match="at least one system"):
        misclassified([])
