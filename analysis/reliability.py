"""Reliability curves: predicted probability beside what was observed."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import PredictionsError
from .intervals import wilson_interval
from .predictions import Predictions

RELIABILITY_COLUMNS = ("model", "predicted", "observed", "low", "high", "n")


def reliability_curve(predictions: Predictions, bins: int = 10) -> pd.DataFrame:
    """Mean predicted probability and observed share in bins of equal width.

    With two classes the probability is that of the positive class and the share that of its
    reviews; with more, the probability is that of the predicted class and the share is accuracy
    (the "top label" of Guo et al. 2017). The intervals take every review as independent, those of
    one film too.

    Args:
        predictions: One system's predictions on the rows of interest.
        bins: How many bins of equal width divide [0, 1].

    Returns:
        One row a bin that holds reviews, in rising order: ``model``, ``predicted`` (mean
        probability), ``observed`` (share), ``low`` and ``high`` (Wilson's 95 % interval of the
        share), ``n`` (reviews).

    Raises:
        PredictionsError: There are no rows.
    """
    if predictions.frame.empty:
        raise PredictionsError(f"'{predictions.name}' has no rows to draw a reliability curve of")
    probability, hit = _probability_and_hit(predictions)
    place = np.minimum((probability * bins).astype(int), bins - 1)
    counts = np.bincount(place, minlength=bins)
    hits = np.bincount(place, weights=hit, minlength=bins)
    sums = np.bincount(place, weights=probability, minlength=bins)
    rows = []
    for i in np.flatnonzero(counts):
        low, high = wilson_interval(hits[i], counts[i])
        means = (sums[i] / counts[i], hits[i] / counts[i])
        rows.append((predictions.name, *means, low, high, int(counts[i])))
    return pd.DataFrame(rows, columns=list(RELIABILITY_COLUMNS))


def _probability_and_hit(
    predictions: Predictions,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Probability of the event that is counted, and whether it came about, each of shape (n,)."""
    if len(predictions.classes) == 2:
        return predictions.probabilities[:, 1], predictions.labels == 1
    rows = np.arange(len(predictions.frame))
    probability = predictions.probabilities[rows, predictions.predicted]
    return probability, predictions.labels == predictions.predicted
