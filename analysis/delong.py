"""The area under the ROC curve with what each row contributes to its error.

The variance is DeLong, DeLong & Clarke-Pearson's (1988), computed by midranks in O(n log n) as in
Sun & Xu (2014); with groups it is Obuchowski's (1997) for clustered data.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .clusters import Groups, group_sums

Codes = NDArray[np.intp]
Floats = NDArray[np.float64]


class Area(NamedTuple):
    """An area under the curve.

    Attributes:
        value: In [0, 1]; NaN where no class has both rows of it and rows of others.
        influence: What each row moves the value by, shape (n,); sums to 0. Its sum of squares over
            independent units is the variance of the value.
    """

    value: float
    influence: Floats


def area_under_curve(labels: Codes, probabilities: Floats, groups: Groups = None) -> Area:
    """How often a row of a class outranks a row outside it, ties counted half.

    Args:
        labels: Codes of the true classes, shape (n,).
        probabilities: Shape (n, n_classes). Two classes: that of the second counts; more: the
            mean over classes, each against the rest, where both have rows.
        groups: Codes of dependent rows; they change the factors for small samples alone.
    """
    n_classes = probabilities.shape[1]
    wanted = [1] if n_classes == 2 else range(n_classes)
    areas = [_one_class(labels == code, probabilities[:, code], groups) for code in wanted]
    defined = [area for area in areas if not np.isnan(area.value)]
    if not defined:
        return Area(np.nan, np.full(len(labels), np.nan))
    return Area(
        float(np.mean([area.value for area in defined])),
        np.mean([area.influence for area in defined], axis=0),
    )


def area_covariance(influences: Floats, groups: Groups) -> Floats:
    """Covariance matrix of several systems' areas over the same rows.

    For two classes and independent rows it is DeLong's matrix exactly. With groups it is
    Obuchowski's but for the factor of the term between positives and negatives of one group,
    where sqrt(a / (a - 1) * b / (b - 1)) over the groups with positives (a) and with negatives (b)
    stands for I / (I - 1) over all groups.

    Args:
        influences: Shape (n rows, n systems).
        groups: Codes 0, 1, ... of the rows' groups; None: all rows are independent.
    """
    sums = group_sums(influences, groups)
    return sums.T @ sums


def _one_class(positive: NDArray[np.bool_], scores: Floats, groups: Groups) -> Area:
    n_positive, n_negative = int(positive.sum()), int((~positive).sum())
    if n_positive == 0 or n_negative == 0:
        return Area(np.nan, np.full(len(scores), np.nan))
    overall = _midranks(scores)
    above = (overall[positive] - _midranks(scores[positive])) / n_negative
    below = 1 - (overall[~positive] - _midranks(scores[~positive])) / n_positive
    value = float(above.mean())
    influence = np.empty(len(scores))
    influence[positive] = (above - value) / n_positive * _factor(positive, groups)
    influence[~positive] = (below - value) / n_negative * _factor(~positive, groups)
    return Area(value, influence)


def _factor(concerned: NDArray[np.bool_], groups: Groups) -> float:
    """The root of units / (units - 1), over the units with a concerned row; NaN for one."""
    units = int(concerned.sum()) if groups is None else len(np.unique(groups[concerned]))
    return float(np.sqrt(units / (units - 1))) if units > 1 else np.nan


def _midranks(scores: Floats) -> Floats:
    """Ranks from 1, ties sharing the mean of theirs."""
    _, codes, counts = np.unique(scores, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[codes]
