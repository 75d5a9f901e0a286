"""Accuracy on reviews that a system reads in full, and on those that its limit cuts."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import PredictionsError
from .clusters import Groups
from .predictions import Predictions
from .shares import clustered_share

TRUNCATION_COLUMNS = ("model", "limit", "part", "n", "unread", "accuracy", "low", "high")

_PARTS = (
    ("read in full", 0.0, 0.0),
    ("less than half unread", 0.0, 0.5),
    ("half or more unread", 0.5, 1.0),
)


def accuracy_by_truncation(
    predictions: Predictions, unread: NDArray[np.float64], limit: int | None
) -> pd.DataFrame:
    """Accuracy by how much of a review lies beyond the system's limit.

    Args:
        predictions: One system, rows of one split.
        unread: Share of each text's characters that it does not read, in [0, 1], shape (n,).
        limit: Tokens that it reads; None where it has no limit.

    Returns:
        Columns `TRUNCATION_COLUMNS`, one row a part that holds reviews: ``unread`` is the mean
        share unread, ``accuracy`` has its 95 % interval, films being clusters.

    Raises:
        PredictionsError: The shares are of other rows.
    """
    if unread.shape != (len(predictions.frame),):
        raise PredictionsError(
            f"{len(unread)} shares unread for {len(predictions.frame)} rows of "
            f"'{predictions.name}': measure them on the same texts"
        )
    right = predictions.predicted == predictions.labels
    rows = []
    for part, low, high in _PARTS:
        here = unread == 0 if high == 0 else (unread > 0) & (unread >= low) & (unread < high)
        here = here | ((unread == 1) & (high == 1))
        if here.any():
            share = clustered_share(right[here], _among(predictions.groups, here))
            rows.append(
                (predictions.name, limit, part, int(here.sum()), float(unread[here].mean()), *share)
            )
    return pd.DataFrame(rows, columns=list(TRUNCATION_COLUMNS))


def _among(groups: Groups, rows: NDArray[np.bool_]) -> Groups:
    return None if groups is None else groups[rows]
