"""Tests of many slices at once, on a sparse table of who belongs where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .clusters import Groups, mean_covariance
from .intervals import Interval, student_quantile
from .shares import clustered_share

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]


class SliceFigures(NamedTuple):
    """Figures of each slice, shape (n slices,).

    Attributes:
        n: Rows inside.
        inside, outside: Mean of the outcome.
        variance: Of ``inside - outside``, were the two means the same.
    """

    n: Floats
    inside: Floats
    outside: Floats
    variance: Floats


def slice_figures(member: csr_array, outcome: Floats, groups: Groups) -> SliceFigures:
    """Means inside and outside of every slice, and how far they would differ by chance.

    With z for membership and y for the outcome, the difference of means is
    sum (z - mean z)(y - mean y) / (n mean z (1 - mean z)). Were y the same inside as outside, with
    variance s2 and correlation r between two rows of one film, the numerator's variance would be
    s2 [(1 - r) sum (z - mean z)^2 + r sum over films (sum (z - mean z))^2] (Kish 1965, section
    5.4, for a contrast). An outcome that is not 0 or 1 may vary more inside than outside though
    its means agree; then the cluster-robust estimate stands where it is larger.

    Args:
        member: 1 where a row belongs to a slice, shape (n rows, n slices).
        outcome: Shape (n rows,).
        groups: Codes 0, 1, ... of the rows' films; None: all rows are independent.
    """
    n_rows = len(outcome)
    n = np.asarray(member.sum(axis=0)).ravel()
    total = outcome.sum()
    sums = member.T @ outcome
    share = n / n_rows
    residual = outcome - outcome.mean()
    spread = n * (1 - share)
    films = _film_table(groups, n_rows)
    inside_film = films @ member
    sizes = np.asarray(films.sum(axis=1)).ravel()
    between = _squares(inside_film) - 2 * share * (inside_film.T @ sizes)
    between += share**2 * (sizes**2).sum()
    rho = within_film_correlation(residual, groups)
    numerator = residual.var() * ((1 - rho) * spread + rho * between)
    if not is_binary(outcome):
        numerator = np.maximum(numerator, _robust(member, residual, films, share))
    with np.errstate(divide="ignore", invalid="ignore"):
        return SliceFigures(n, sums / n, (total - sums) / (n_rows - n), numerator / spread**2)


def tail_probability(figures: SliceFigures, mean: float | None = None) -> Floats:
    """Chance of a difference as high as the observed one, were there none; shape (n slices,).

    Of an outcome of 0 and 1 the upper tail of a binomial of as many trials as leave the variance
    what it is, for its skew matters in small slices; of others the normal tail.

    Args:
        figures: As `slice_figures` returns them.
        mean: Of the outcome over all rows, where it is 0 or 1; None of another.
    """
    from scipy.special import betainc, ndtr

    difference = figures.inside - figures.outside
    with np.errstate(divide="ignore", invalid="ignore"):
        if mean is None:
            tail = 1 - ndtr(difference / np.sqrt(figures.variance))
            return np.where(figures.variance > 0, tail, 1.0)
        if not 0 < mean < 1:
            return np.ones(len(difference))
        trials = mean * (1 - mean) / figures.variance
        hits = np.clip(trials * (mean + difference), 0, trials)
        return np.where(hits > 0, betainc(np.maximum(hits, 1e-12), trials - hits + 1, mean), 1.0)


def is_binary(outcome: Floats) -> bool:
    """Whether an outcome is nothing but 0 and 1."""
    return bool(np.isin(outcome, (0.0, 1.0)).all())


def within_film_correlation(residual: Floats, groups: Groups) -> float:
    """Correlation of the outcome between two rows of one film, by moments; in [0, 1].

    Args:
        residual: The outcome less its mean, shape (n rows,).
        groups: As for `slice_figures`.
    """
    variance = float(residual.var())
    if groups is None or variance == 0:
        return 0.0
    sizes = np.bincount(groups).astype(float)
    pairs = (sizes * (sizes - 1)).sum()
    together = (np.bincount(groups, weights=residual) ** 2).sum() - (residual**2).sum()
    return float(np.clip(together / (variance * pairs), 0, 1)) if pairs else 0.0


def difference_interval(
    rows: NDArray[np.bool_], outcome: Floats, groups: Groups, level: float
) -> Interval:
    """Interval of the mean inside less the mean outside, rows of a film being dependent.

    Of an outcome of 0 and 1 Newcombe's (1998, method 10) from two Wilson intervals for the
    effective number of rows; of others Student's with the cluster-robust error.

    Args:
        rows: Who is inside, shape (n rows,), some but not all.
        outcome: Shape (n rows,).
        groups: As for `slice_figures`.
        level: Coverage, in (0, 1).
    """
    difference = float(outcome[rows].mean() - outcome[~rows].mean())
    if is_binary(outcome):
        one, two = (
            clustered_share(outcome[part], None if groups is None else groups[part], level)
            for part in (rows, ~rows)
        )
        down = np.hypot(one.value - one.low, two.high - two.value)
        up = np.hypot(one.high - one.value, two.value - two.low)
        return Interval(float(difference - down), float(difference + up))
    units = min(_units(rows, groups), _units(~rows, groups))
    means = np.where(rows, outcome[rows].mean(), outcome[~rows].mean())
    weights = np.where(rows, 1 / rows.mean(), -1 / (1 - rows.mean()))
    influence = weights * (outcome - means)
    error = float(np.sqrt(mean_covariance(influence[:, None], groups)[0, 0]))
    half = student_quantile(0.5 + level / 2, units - 1) * error
    return Interval(difference - half, difference + half)


def _units(rows: NDArray[np.bool_], groups: Groups) -> int:
    return int(rows.sum()) if groups is None else len(np.unique(groups[rows]))


def _film_table(groups: Groups, n_rows: int) -> csr_array:
    """1 where a row is of a film, shape (n films, n rows)."""
    from scipy.sparse import csr_array

    codes = np.arange(n_rows) if groups is None else groups
    entries = (np.ones(n_rows), (codes, np.arange(n_rows)))
    return csr_array(entries, shape=(int(codes.max()) + 1, n_rows))


def _squares(table: csr_array) -> Floats:
    """Sum of squares of each column."""
    return np.asarray(table.multiply(table).sum(axis=0)).ravel()


def _robust(member: csr_array, residual: Floats, films: csr_array, share: Floats) -> Floats:
    """Sum over films of the squared sums of (z - mean z)(y - mean y), shape (n slices,)."""
    inside = films @ member.multiply(residual[:, None]).tocsr()
    whole = films @ residual
    return _squares(inside) - 2 * share * (inside.T @ whole) + share**2 * (whole**2).sum()
