"""Predictions of a fitted classifier, with the columns where the data set wants them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..analysis.predictions import Predictions, check_predictions
from ..data.dataset import Dataset, Split
from ..exceptions import DataError
from ..models.classifier import Classifier
from .cost import timed


def predict_splits(
    classifier: Classifier, dataset: Dataset, name: str
) -> tuple[Predictions, float]:
    """Predict validation and test.

    Returns:
        The predictions of both splits, and how many test rows were predicted a second.
    """
    validation = _predict(classifier, dataset, "validation")
    with timed() as elapsed:
        test = _predict(classifier, dataset, "test")
    frame = pd.concat([validation, test], ignore_index=True)
    return check_predictions(frame, name, dataset.classes), len(test) / elapsed.seconds


def _predict(classifier: Classifier, dataset: Dataset, split: Split) -> pd.DataFrame:
    rows = dataset.split(split)
    probabilities = ordered_probabilities(classifier, rows["text"].tolist(), dataset.classes)
    kept = [name for name in ("id", "label", "text", "group", "rating") if name in rows]
    frame = rows[kept].reset_index(drop=True)
    frame.insert(1, "split", split)
    for column, name in enumerate(dataset.classes):
        frame[f"p_{name}"] = probabilities[:, column]
    names = np.asarray(dataset.classes, dtype=object)
    frame["predicted"] = names[probabilities.argmax(axis=1)]
    return frame


def ordered_probabilities(
    classifier: Classifier, texts: Sequence[str], classes: Sequence[str]
) -> NDArray[np.float64]:
    """Probabilities of shape (n texts, n classes) with the columns in the order of ``classes``.

    Raises:
        DataError: The classifier does not know exactly these classes, or its probabilities have
            another shape.
    """
    known = [str(name) for name in classifier.classes_]
    if sorted(known) != sorted(classes):
        raise DataError(
            f"the model knows the classes {', '.join(known)}, the data {', '.join(classes)}: "
            "train it on data with the same labels"
        )
    probabilities = np.asarray(classifier.predict_proba(texts), dtype=np.float64)
    expected = (len(texts), len(classes))
    if probabilities.shape != expected:
        raise DataError(
            f"predict_proba gave an array of shape {probabilities.shape}, not {expected}: "
            "one row for each text, one column for each of classes_"
        )
    return probabilities[:, [known.index(name) for name in classes]]
