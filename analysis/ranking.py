"""Average precision under resampling, without sorting a row twice."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Ranking(NamedTuple):
    """Rows from the highest score down, with the places where a tie ends.

    Attributes:
        order: Indices of the rows, shape (n,).
        ends: Positions in that order of the last row of each distinct score.
    """

    order: NDArray[np.intp]
    ends: NDArray[np.intp]


def rank(scores: Floats) -> Ranking:
    """The rows in falling order of their scores, shape (n,)."""
    order = np.argsort(-scores, kind="stable")
    falling = scores[order]
    ends = np.flatnonzero(np.append(falling[1:] != falling[:-1], True))
    return Ranking(order, ends)


def average_precision(ranking: Ranking, labels: Flags, weights: Floats) -> Floats:
    """Mean of the precisions at each step of recall, as scikit-learn defines it.

    Args:
        ranking: Of the n rows.
        labels: Which rows belong, shape (n,).
        weights: Weight of each row in each replicate, shape (n replicates, n).

    Returns:
        Shape (n replicates,); NaN where a replicate holds no row that belongs.
    """
    weighted = weights[:, ranking.order]
    belonging = np.cumsum(weighted * labels[ranking.order], axis=1)[:, ranking.ends]
    flagged = np.cumsum(weighted, axis=1)[:, ranking.ends]
    steps = np.diff(belonging, axis=1, prepend=0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.where(flagged > 0, belonging / flagged, 0.0)
        return (steps * precision).sum(axis=1) / belonging[:, -1]
