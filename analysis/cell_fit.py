"""Estimate and variance of the corrected share of a cell."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .annotated import Annotated
from .clusters import Groups, group_sums

Floats = NDArray[np.float64]

_TRUSTED_DISAGREEMENTS = 5.0
"""Disagreements at which the variance that they show weighs as much as the one that Kish's
approximation expects of the weights alone."""


class CellFit(NamedTuple):
    """The corrected share of a cell and all that its interval needs.

    Attributes:
        estimate: Not cut to [0, 1].
        difference: Weighted mean of gold minus tag.
        square: Weighted mean of its square.
        disagreements: Effective rows on which gold and tag differ.
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
    expected: float  # the same, were the differences to vary alike in all rows
    units: float
    film_sums: Floats | None


def fit_cell(tags: Floats, annotated: Annotated, groups: Groups, finite: bool) -> CellFit:
    """Estimate, variance and effective number of pairs.

    With n pairs the mean difference has variance v / n, v being that of one pair; the number of
    pairs is v over the variance found. What few disagreements show of the variance is drawn
    towards what Kish's approximation expects, by a geometric mean weighted by their number.

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
    if finite:
        found = _variance_here(pulls, part, spread, len(tags))
    else:
        found = _variance_anywhere(tags, annotated.rows, pulls, part, spread=spread, groups=groups)
    apart = part[differences != 0]
    disagreements = float(apart.sum() ** 2 / (apart @ apart)) if len(apart) else 0.0
    trust = disagreements / (disagreements + _TRUSTED_DISAGREEMENTS)
    variance = found.value
    if found.by_rows > 0 and found.expected > 0:
        variance *= (found.expected / found.by_rows) ** (1 - trust)
    pairs = spread / variance if variance > 0 and spread > 0 else 1 / float(part @ part)
    estimate = float(tags.mean()) + difference
    return CellFit(
        estimate, difference, square, disagreements, variance, pairs, found.units, found.film_sums
    )


def _variance_here(pulls: Floats, part: Floats, spread: float, n: int) -> _Variance:
    """Over draws of annotated rows from this cell, one by one, each at its own chance.

    Chances are the inverse of the weights, scaled so that the weights add to the cell.
    """
    missed = 1 - np.minimum(1.0, 1 / (n * part))
    rows = len(pulls)
    by_rows = float(missed @ pulls**2)
    return _Variance(
        by_rows * rows / max(rows - 1, 1), by_rows, spread * float(missed @ part**2), rows, None
    )


def _variance_anywhere(
    tags: Floats,
    rows: NDArray[np.intp],
    pulls: Floats,
    part: Floats,
    *,
    spread: float,
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
        of_tags + spread * float(part @ part),
        units,
        sums,
    )
