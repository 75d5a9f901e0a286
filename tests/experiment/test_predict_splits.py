"""Predictions of a trained model for validation and test."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.data.dataset import Dataset
from sentiment_lab.exceptions import DataError
from sentiment_lab.experiment.predict import predict_splits


def rows(start: int) -> pd.DataFrame:
    ids = [str(number) for number in range(start, start + 2)]
    return pd.DataFrame({"id": ids, "text": ["fine", "dull"], "label": ["b", "a"]})


DATASET = Dataset("made-up", ("b", "a"), rows(0), rows(2), rows(4), "rows", None, "whole", ())


class Sure:
    """Is sure of class ``a``, whatever it reads."""

    classes_ = np.array(["a", "b"])

    def __init__(self, before: np.ndarray | None = None) -> None:
        self.validation_proba_ = before

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> Self:
        return self

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        return np.tile([0.9, 0.1], (len(texts), 1))


def test_both_splits_are_predicted_in_the_class_order_of_the_data() -> None:
    predictions, per_second = predict_splits(Sure(), DATASET, "sure")
    assert predictions.frame["split"].tolist() == ["validation"] * 2 + ["test"] * 2
    assert predictions.frame["p_a"].tolist() == [0.9] * 4
    assert per_second > 0


def test_validation_texts_that_were_learnt_from_keep_what_was_said_of_them_before() -> None:
    before = np.array([[0.2, 0.8], [0.7, 0.3]])
    predictions, _ = predict_splits(Sure(before), DATASET, "refitted")
    assert predictions.frame["p_b"].tolist() == [0.8, 0.3, 0.1, 0.1]
    assert predictions.frame["predicted"].tolist() == ["b", "a", "a", "a"]


def test_kept_probabilities_of_another_shape_are_refused() -> None:
    with pytest.raises(DataError, match=r"shape \(1, 2\), not \(2, 2\)"):
        predict_splits(Sure(np.array([[0.2, 0.8]])), DATASET, "odd")
