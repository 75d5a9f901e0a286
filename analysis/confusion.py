"""Confusion counts: how often each class was taken for which."""

import numpy as np
import pandas as pd

from .metrics import confusion
from .predictions import Predictions


def confusion_matrix(predictions: Predictions) -> pd.DataFrame:
    """Counts of every pair of a true and a predicted class.

    Args:
        predictions: One system's predictions on the rows of interest.

    Returns:
        One row a cell, true classes in order and within them the predicted ones: ``model``,
        ``label``, ``predicted``, ``n`` (reviews), ``share`` (of the reviews of that label; NaN
        where it has none).
    """
    classes = predictions.classes
    counts = np.asarray(
        confusion(predictions.labels, predictions.predicted, len(classes)), dtype=float
    )
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, totals, out=np.full_like(counts, np.nan), where=totals > 0)
    return pd.DataFrame(
        {
            "model": predictions.name,
            "label": np.repeat(classes, len(classes)),
            "predicted": np.tile(classes, len(classes)),
            "n": counts.ravel().astype(int),
            "share": shares.ravel(),
        }
    )
