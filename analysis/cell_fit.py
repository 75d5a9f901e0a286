"""Estimate and variance of the corrected share of a cell."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .annotated import Annotated
from .clusters import Groups, group_sums

Floats = NDArray[np.float64]

_BORROWED_ROWS = 10.0
"""Rows at the variance of all that each tier of weights is thought to hold besides its own."""


class CellFit(NamedTuple):
    """The corrected share of a cell and all that its interval needs.

    Attributes:
        estimate: Not cut to [0, 1].
        difference: Weighted mean of gold minus tag.
        square: Weighted mean of its square.
        disagreements: Effective rows on which gold and tag differ, or twice those among the heavy
            rows where that is fewer: on the heavy ones nearly all the error rests.
        variance: Of the estimate.
        pairs: Effective number of pairs for the score test of the difference.
        units: Independent rows or films with gold.
        film_sums: Influence of each film on the estimate, by its code; None where rows are
            independent.
    """

    estimate: float
    difference: float
    square: float
    disagreements: float
    variance: float
    pairs: float
    units: float
    film_sums: Floats | None


class _Variance(NamedTuple):
    value: float
    by_rows: float  # the same, rows taken as independent
    expected: float  # the same, squares smoothed over rows of like weight
    units: float
    film_sums: Floats | None


def fit_cell(tags: Floats, annotated: Annotated, groups: Groups, finite: bool) -> CellFit:
    """Estimate, variance and effective number of pairs.

    With n pairs the mean difference has variance v / n, v being that of one pair; the number of
    pairs is v over the variance found. Its part from gold is smoothed over rows of like weight.

    Args:
        tags: 0 or 1 over the cell, held out where a gold row trained the tagger, shape (n,).
        annotated: Its gold rows, at least one.
        groups: Codes of the rows' films, shape (n,); None where rows are independent.
        finite: The share of this very cell is wanted.
    """
    part = annotated.weight / annotated.weight.sum()
    differences = annotated.gold - annotated.tag
    difference, square = float(part @ differences), float(part @ differences**2)
    spread = square - difference**2
    pulls = part * (differences - difference)
    steady = part**2 * _smoothed((differences - difference) ** 2, part, spread)
    if finite:
        found = _variance_here(pulls, steady, part, len(tags))
    else:
        found = _variance_anywhere(tags, annotated.rows, pulls, steady, groups)
    apart = differences != 0
    heavy = part >= float(part @ part) / 2
    disagreements = min(_effective(part[apart]), 2 * _effective(part[apart & heavy]))
    variance = found.value
    if found.by_rows > 0 and found.expected > 0:
        variance *= found.expected / found.by_rows
    pairs = spread / variance if variance > 0 and spread > 0 else 1 / float(part @ part)
    estimate = float(tags.mean()) + difference
    return CellFit(
        estimate, difference, square, disagreements, variance, pairs, found.units, found.film_sums
    )


def _variance_here(pulls: Floats, steady: Floats, part: Floats, n: int) -> _Variance:
    """Over draws of annotated rows from this cell, one by one, each at its own chance.

    Chances are the inverse of the weights, scaled so that the weights add to the cell.
    """
    missed = 1 - np.minimum(1.0, 1 / (n * part))
    rows = len(pulls)
    by_rows = float(missed @ pulls**2)
    return _Variance(by_rows * rows / max(rows - 1, 1), by_rows, float(missed @ steady), rows, None)


def _variance_anywhere(
    tags: Floats,
    rows: NDArray[np.intp],
    pulls: Floats,
    steady: Floats,
    groups: Groups,
) -> _Variance:
    """Over draws of films, their reviews, and annotated rows among these."""
    n = len(tags)
    influence = (tags - tags.mean()) / n
    of_tags = float(influence @ influence + 2 * influence[rows] @ pulls)
    influence[rows] += pulls
    sums = None if groups is None else group_sums(influence[:, None], groups)[:, 0]
    films = n if groups is None else len(np.unique(groups))
    units = len(rows) if groups is None else len(np.unique(groups[rows]))
    total = influence if sums is None else sums
    return _Variance(
        float(total @ total) * films / max(films - 1, 1),
        of_tags + float(pulls @ pulls),
        of_tags + float(steady.sum()),
        units,
        sums,
    )


def _smoothed(squares: Floats, part: Floats, spread: float) -> Floats:
    """Mean square of the rows of like weight, drawn towards that of all, shape (n gold,).

    A few heavy rows carry most of the variance, and may by chance show nothing of it.
    """
    tier = np.floor(np.log2(part.max() / part) + 0.5).astype(np.intp)
    rows = np.bincount(tier)
    sums = np.bincount(tier, weights=squares)
    means = (sums + _BORROWED_ROWS * spread) / (rows + _BORROWED_ROWS)
    return means[tier]


def _effective(part: Floats) -> float:
    """Kish's effective number of rows; 0 without any."""
    return float(part.sum() ** 2 / (part @ part)) if len(part) else 0.0
