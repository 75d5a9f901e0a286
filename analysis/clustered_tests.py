"""Tests of whether a figure differs between reviews inside a category and outside."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .clusters import Groups, group_sums
from .intervals import NO_INTERVAL, Interval, mean_interval

Floats = NDArray[np.float64]


class Contrast(NamedTuple):
    """Mean inside less mean outside.

    Attributes:
        value: NaN where one of the two is empty.
        interval: 95 %, Student's, by influence functions summed over films.
        p: Of no difference, two-sided; NaN where nothing varies.
    """

    value: float
    interval: Interval
    p: float


NO_CONTRAST = Contrast(float("nan"), NO_INTERVAL, float("nan"))


def inside_against_outside(
    values: Floats, inside: NDArray[np.bool_], groups: Groups = None
) -> Contrast:
    """Compare the means of a figure, rows of a film being dependent.

    The p-value is that of the cluster-robust score test (Boos 1992): the covariance of figure and
    membership over its standard error when there is none, which keeps its level on few errors
    better than Wald's does; on Student's distribution with one degree of freedom less than films.

    Args:
        values: Shape (n rows,).
        inside: Shape (n rows,).
        groups: Codes of the rows' films; None where rows are independent.
    """
    n_inside = int(inside.sum())
    if n_inside in (0, len(inside)):
        return NO_CONTRAST
    within, without = values[inside].mean(), values[~inside].mean()
    part = np.where(inside, 1 / n_inside, -1 / (len(inside) - n_inside))
    spread = part * (values - np.where(inside, within, without))
    error, units = _error(spread, groups)
    value = float(within - without)
    return Contrast(value, mean_interval(value, error, units), _score_p(values, inside, groups))


def _score_p(values: Floats, inside: NDArray[np.bool_], groups: Groups) -> float:
    from scipy.special import stdtr

    scores = (values - values.mean()) * (inside - inside.mean())
    error, units = _error(scores, groups, centred=False)
    if not error > 0:
        return float("nan")
    return float(2 * stdtr(units - 1, -abs(scores.sum() / error)))


def _error(influence: Floats, groups: Groups, *, centred: bool = True) -> tuple[float, int]:
    """Standard error of the sum of influences, and the number of independent units."""
    sums = group_sums(influence[:, None], groups)[:, 0]
    units = len(sums) if groups is None else len(np.unique(groups))
    shift = 0.0 if centred else sums.sum() / units
    variance = float(np.sum((sums - shift) ** 2)) * units / max(units - 1, 1)
    return variance**0.5, units
