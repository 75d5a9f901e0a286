"""Predictions of a fitted classifier, with the columns where the data set wants them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ..analysis.predictions import Predictions, check_predictions
from ..data.dataset import Dataset, Split
from ..exceptions import DataError
from ..models.classifier import Classifier
from .cost import timed


def predict_splits(
    classifier: Classifier, dataset: Dataset, name: str
) -> tuple[Predictions, float]:
    """Predict validation and test.

    A classifier that learnt from the validation texts in the end has kept what it said of them
    before (``validation_proba_``); that is what stands for it there.

    Returns:
        The predictions of both splits, and how many test rows were predicted a second.
    """
    known = getattr(classifier, "validation_proba_", None)
    validation = predict_split(classifier, dataset, "validation", known)
    with timed() as elapsed:
        test = predict_split(classifier, dataset, "test")
    frame = pd.concat([validation, test], ignore_index=True)
    return check_predictions(frame, name, dataset.classes), len(test) / elapsed.seconds


def predict_split(
    classifier: Classifier,
    dataset: Dataset,
    split: Split,
    known: NDArray[np.floating] | None = None,
) -> pd.DataFrame:
    """Predict the rows of one split.

    Args:
        classifier: A fitted one.
        dataset: Whose rows.
        split: Which of them.
        known: Probabilities that were computed before, shape (n, n_classes) in the order of the
            classifier's classes; None: the classifier is asked.

    Returns:
        The columns of a predictions table.

    Raises:
        DataError: The classifier does not fit the classes.
    """
    rows = dataset.split(split)
    if known is None:
        known = classifier.predict_proba(rows["text"].tolist())
    probabilities = _ordered(known, classifier, len(rows), dataset.classes)
    kept = [name for name in ("id", "label", "text", "group", "rating") if name in rows]
    frame = rows[kept].reset_index(drop=True)
    frame.insert(1, "split", split)
    for column, name in enumerate(dataset.classes):
        frame[f"p_{name}"] = probabilities[:, column]
    names = np.asarray(dataset.classes, dtype=object)
    frame["predicted"] = names[probabilities.argmax(axis=1)]
    return frame


def label_frame(
    classifier: Classifier, texts: pd.DataFrame, classes: Sequence[str]
) -> pd.DataFrame:
    """Predict the texts of a frame.

    Args:
        classifier: A fitted one.
        texts: Columns ``id`` and ``text``.
        classes: In the order of the columns of the result.

    Returns:
        ``id``, ``p_<class>`` for each class, and ``predicted``, rows in order.

    Raises:
        DataError: The classifier does not fit the classes.
    """
    probabilities = ordered_probabilities(classifier, texts["text"].tolist(), classes)
    frame = pd.DataFrame({"id": texts["id"].to_numpy()})
    for column, name in enumerate(classes):
        frame[f"p_{name}"] = probabilities[:, column]
    frame["predicted"] = [classes[code] for code in probabilities.argmax(axis=1)]
    return frame


def ordered_probabilities(
    classifier: Classifier, texts: Sequence[str], classes: Sequence[str]
) -> NDArray[np.float64]:
    """Probabilities of shape (n texts, n classes) with the columns in the order of ``classes``.

    Raises:
        DataError: The classifier does not know exactly these classes, or its probabilities have
            another shape.
    """
    return _ordered(classifier.predict_proba(texts), classifier, len(texts), classes)


def _ordered(
    probabilities: ArrayLike, classifier: Classifier, n: int, classes: Sequence[str]
) -> NDArray[np.float64]:
    known = [str(name) for name in classifier.classes_]
    if sorted(known) != sorted(classes):
        raise DataError(
            f"the model knows the classes {', '.join(known)}, the data {', '.join(classes)}: "
            "train it on data with the same labels"
        )
    columns = np.asarray(probabilities, dtype=np.float64)
    expected = (n, len(classes))
    if columns.shape != expected:
        raise DataError(
            f"predict_proba gave an array of shape {columns.shape}, not {expected}: "
            "one row for each text, one column for each of classes_"
        )
    return columns[:, [known.index(name) for name in classes]]
