"""How good predictions are, in nine figures.

Two classes: precision, recall and F1 are the positive (second) class's, AUC and Brier score are of
its probability. More classes: precision, recall, F1 and AUC (one class against the rest) are macro
averages, the Brier score is the squared distance summed over all classes, in [0, 2].

A figure that is not defined is NaN: precision without a predicted positive, recall without a
positive, F1 without either, MCC where labels or predictions hold one class, AUC without a positive
or without a negative. Macro averages are over the classes for which the figure is defined.
"""

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from .calibration import calibration_error
from .delong import area_under_curve
from .predictions import Predictions

Metric = Literal[
    "accuracy",
    "f1",
    "precision",
    "recall",
    "mcc",
    "auc",
    "log_loss",
    "brier",
    "calibration_error",
]
METRICS: tuple[Metric, ...] = get_args(Metric)

Codes = NDArray[np.intp]
Floats = NDArray[np.float64]


def evaluate(predictions: Predictions) -> dict[Metric, float]:
    """All nine figures of one system, in the order of ``METRICS``.

    Args:
        predictions: Rows of one split.
    """
    labels, probabilities = predictions.labels, predictions.probabilities
    counts = confusion(labels, predictions.predicted, len(predictions.classes))
    return {
        "accuracy": float(accuracy(counts)),
        "f1": float(f1(counts)),
        "precision": float(precision(counts)),
        "recall": float(recall(counts)),
        "mcc": float(mcc(counts)),
        "auc": auc(labels, probabilities),
        "log_loss": log_loss(labels, probabilities),
        "brier": brier(labels, probabilities),
        "calibration_error": calibration_error(labels, probabilities),
    }


def confusion(labels: Codes, predicted: Codes, n_classes: int) -> Floats:
    """Counts of rows by true class (first axis) and predicted class (second)."""
    cells = np.bincount(labels * n_classes + predicted, minlength=n_classes**2)
    return cells.reshape(n_classes, n_classes).astype(float)


def accuracy(counts: Floats) -> Floats:
    """Share of rows predicted right.

    Args:
        counts: Confusion counts, shape (..., true classes, predicted classes), as for the other
            functions of counts; leading axes are replicates and systems.

    Returns:
        Shape (...).
    """
    return _ratio(_right(counts).sum(-1), counts.sum((-2, -1)))


def precision(counts: Floats) -> Floats:
    """Share of rows predicted as a class that are of it."""
    return _summary(_ratio(_right(counts), counts.sum(-2)))


def recall(counts: Floats) -> Floats:
    """Share of rows of a class that are predicted as it."""
    return _summary(_ratio(_right(counts), counts.sum(-1)))


def f1(counts: Floats) -> Floats:
    """Harmonic mean of precision and recall, in macro averages class by class."""
    return _summary(_ratio(2 * _right(counts), counts.sum(-1) + counts.sum(-2)))


def mcc(counts: Floats) -> Floats:
    """Matthews' correlation coefficient in [-1, 1]; Gorodkin's (2004) form for more classes."""
    shares = counts / counts.sum((-2, -1), keepdims=True)
    true, predicted = shares.sum(-1), shares.sum(-2)
    covariance = _right(shares).sum(-1) - (true * predicted).sum(-1)
    spread = (1 - (true**2).sum(-1)) * (1 - (predicted**2).sum(-1))
    # A share of all rows may be summed to a hair off 1, and its spread then is that hair.
    spread = np.where((true.max(-1) > 1 - 1e-12) | (predicted.max(-1) > 1 - 1e-12), 0.0, spread)
    return _ratio(covariance, np.sqrt(spread))


def auc(labels: Codes, probabilities: Floats) -> float:
    """Area under the ROC curve: how often a positive row outranks a negative one, ties half."""
    return area_under_curve(labels, probabilities).value


def log_loss(labels: Codes, probabilities: Floats) -> float:
    """Mean negative log-probability of the true class, in nats."""
    return float(log_losses(labels, probabilities).mean())


def brier(labels: Codes, probabilities: Floats) -> float:
    """Mean squared error of the probabilities."""
    return float(squared_errors(labels, probabilities).mean())


def log_losses(labels: Codes, probabilities: Floats) -> Floats:
    """Negative log-probability of each row's true class, in nats, shape (n,).

    Probabilities are clipped to [eps, 1 - eps] with the eps of 64-bit floats, as scikit-learn
    does: a sure mistake costs 36 nats, not infinitely many.
    """
    eps = np.finfo(float).eps
    return -np.log(np.clip(_of_label(labels, probabilities), eps, 1 - eps))


def squared_errors(labels: Codes, probabilities: Floats) -> Floats:
    """Each row's Brier score, shape (n,): of the positive class of two, else summed."""
    n_classes = probabilities.shape[1]
    if n_classes == 2:
        return (probabilities[:, 1] - (labels == 1)) ** 2
    return ((probabilities - np.eye(n_classes)[labels]) ** 2).sum(axis=1)


def _of_label(labels: Codes, probabilities: Floats) -> Floats:
    return np.take_along_axis(probabilities, labels[:, None], axis=1)[:, 0]


def _right(counts: Floats) -> Floats:
    return np.diagonal(counts, axis1=-2, axis2=-1)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Part over whole, NaN where the whole is 0."""
    undefined = np.full(np.broadcast_shapes(np.shape(part), np.shape(whole)), np.nan)
    return np.divide(part, whole, out=undefined, where=np.asarray(whole) > 0)


def _summary(by_class: Floats) -> Floats:
    """The positive class's figure of two classes, else the mean over the defined ones."""
    if by_class.shape[-1] == 2:
        return by_class[..., 1]
    defined = ~np.isnan(by_class)
    return _ratio(np.where(defined, by_class, 0.0).sum(-1), defined.sum(-1).astype(float))
