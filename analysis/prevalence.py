"""The share of a category in a cell of the data, corrected for the mistakes of its tagger.

A *cell* is what one system gets wrong, or what it gets right: a tagger errs differently on the
two, so that each is corrected by the gold rows inside it and by no other. The estimator is the
prediction-powered difference (Särndal et al. 1992, section 6.3; Angelopoulos et al. 2023): the mean
of the tags over the cell plus the mean of gold minus tag over its annotated rows, each weighted by
the inverse of its chance to be annotated.

The interval inverts Tango's score test of the mean difference, at the number of independent rows
that would have the variance found here. That variance sums influence functions over films, so that
films, unequal weights and the overlap of annotated rows with the cell all count. ``benchmarks/
simulate_shares.py`` prints its coverage.
"""

from dataclasses import dataclass, field
from math import ceil
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..exceptions import PredictionsError
from .clusters import Groups, group_sums
from .intervals import LEVEL, NO_INTERVAL, Interval, student_quantile
from .score_interval import score_interval

Floats = NDArray[np.float64]
ShareMethod = Literal["prediction-powered", "rogan-gladen", "raw", "withheld", "not correctable"]

NEEDED_ROWS = 50.0
"""Effective gold rows below which no corrected share is given."""
NEEDED_DISAGREEMENTS = 4.0
"""Effective gold rows on which gold and tag differ, below which none is given: with fewer, no
interval that is not random covers 93 to 97 %."""
_TRUSTED_DISAGREEMENTS = 5.0
"""Disagreements at which the variance that they show weighs as much as the one that Kish's
approximation expects of the weights alone."""


class Annotated(NamedTuple):
    """The gold rows of a cell.

    Attributes:
        rows: Their places in the cell, shape (n gold,), each once.
        gold: What the readers say, in [0, 1].
        tag: The tagger's yes or no, held out where the row trained it; 0 or 1.
        weight: Inverse of the chance to be annotated, up to a common factor; above 0.
    """

    rows: NDArray[np.intp]
    gold: Floats
    tag: Floats
    weight: Floats


@dataclass(frozen=True)
class CellShare:
    """A share of a cell, as its tags have it and corrected.

    Attributes:
        raw: Share of the cell that carries the tag; NaN for an empty cell.
        share: Corrected share in [0, 1]; NaN where it is withheld.
        low, high: Its 95 % interval.
        method: How it was corrected, or why not.
        n_gold: Annotated rows in the cell.
        n_effective: Kish's (1965) effective number of them.
        largest_weight: Part of the total weight that the heaviest of them has.
        n_more: About how many more to annotate for a corrected share; 0 where there is one.
        estimate: The corrected share before it is cut to [0, 1].
        limits: The interval before it is cut to [0, 1].
        error: Standard error of the estimate.
        film_sums: Influence of each film on the estimate, by its code; None where rows are
            independent.
    """

    raw: float
    share: float
    low: float
    high: float
    method: ShareMethod
    n_gold: int
    n_effective: float
    largest_weight: float
    n_more: int
    estimate: float = field(default=float("nan"), repr=False)
    limits: Interval = field(default=NO_INTERVAL, repr=False)
    error: float = field(default=float("nan"), repr=False)
    film_sums: Floats | None = field(default=None, repr=False, compare=False)


def cell_share(
    tagged: NDArray[np.bool_],
    annotated: Annotated | None,
    groups: Groups = None,
    *,
    finite: bool = False,
) -> CellShare:
    """The prediction-powered share of a category in a cell.

    Args:
        tagged: The tags over the whole cell, shape (n,).
        annotated: Gold rows, drawn by chance with the chances that their weights state; None
            without gold.
        groups: Codes of the rows' films, shape (n,); None where rows are independent.
        finite: The share of this very cell is wanted, its annotated rows having been drawn one by
            one; else that of reviews and films like these.

    Returns:
        ``method`` is "raw" without gold, "withheld" below `NEEDED_ROWS` effective rows or
        `NEEDED_DISAGREEMENTS`, else "prediction-powered".

    Raises:
        PredictionsError: Weights or gold values are damaged.
    """
    tags = np.asarray(tagged, dtype=float)
    raw = float(tags.mean()) if len(tags) else float("nan")
    if annotated is None or not len(annotated.rows) or not len(tags):
        more = ceil(NEEDED_ROWS) if len(tags) else 0
        return uncorrected(raw, "raw", GoldWeight(0, 0.0, float("nan")), more)
    check_annotated(annotated, len(tags))
    weight = weigh(annotated.weight)
    # A tag that gold rows had a part in is replaced by the held-out one in the cell as well.
    tags[annotated.rows] = annotated.tag
    fit = _fit(tags, annotated, groups, finite)
    complete = finite and weight.rows == len(tags)
    more = 0 if complete else _more_rows(weight, fit.disagreements)
    if more:
        return uncorrected(raw, "withheld", weight, more)
    limits = Interval(fit.estimate, fit.estimate) if complete else _limits(fit, weight)
    share, low, high = np.clip((fit.estimate, *limits), 0.0, 1.0)
    return CellShare(
        raw=raw,
        share=float(share),
        low=float(low),
        high=float(high),
        method="prediction-powered",
        n_gold=weight.rows,
        n_effective=weight.effective,
        largest_weight=weight.largest,
        n_more=0,
        estimate=fit.estimate,
        limits=limits,
        error=fit.variance**0.5,
        film_sums=fit.film_sums,
    )


def _limits(fit: "_Fit", weight: "GoldWeight") -> Interval:
    degrees = max(1, int(min(weight.effective, fit.units)) - 1)
    quantile = student_quantile(0.5 + LEVEL / 2, degrees)
    ends = score_interval(fit.difference, fit.square, fit.pairs, quantile)
    base = fit.estimate - fit.difference
    return Interval(base + ends.low, base + ends.high)


class GoldWeight(NamedTuple):
    """How much gold there is: rows, effective rows, and the heaviest one's part of the weight."""

    rows: int
    effective: float
    largest: float


def weigh(weight: Floats) -> GoldWeight:
    """Kish's (1965) effective number of rows, the squared sum over the sum of squares."""
    total = float(weight.sum())
    return GoldWeight(len(weight), total**2 / float(weight @ weight), float(weight.max()) / total)


def check_annotated(annotated: Annotated, n: int) -> None:
    """Refuse gold that would lead to a wrong figure in silence.

    Raises:
        PredictionsError: A weight that is not a number above 0, a gold value outside [0, 1], or a
            row that is annotated twice or lies outside the cell.
    """
    weight, gold, rows = annotated.weight, annotated.gold, annotated.rows
    bad = ~(np.isfinite(weight) & (weight > 0))
    if bad.any():
        raise PredictionsError(
            f"gold: the weight {weight[bad][0]} is not a number above 0 ({int(bad.sum())} such "
            "rows): give the inverse of each row's chance to be annotated, or 1"
        )
    outside = ~((gold >= 0) & (gold <= 1))
    if outside.any():
        raise PredictionsError(f"gold: the value {gold[outside][0]} lies outside 0 to 1")
    if len(np.unique(rows)) < len(rows) or rows.min() < 0 or rows.max() >= n:
        raise PredictionsError("gold: a row is annotated twice or is none of the cell's")


class _Fit(NamedTuple):
    estimate: float
    difference: float  # weighted mean of gold minus tag
    square: float  # weighted mean of its square
    disagreements: float  # effective rows on which gold and tag differ
    variance: float
    pairs: float  # effective number of pairs for the score test
    units: float
    film_sums: Floats | None


class _Variance(NamedTuple):
    value: float
    by_rows: float  # the same, rows taken as independent
    expected: float  # the same, were the differences to vary alike in all rows
    units: float
    film_sums: Floats | None


def _fit(tags: Floats, annotated: Annotated, groups: Groups, finite: bool) -> _Fit:
    """Estimate, variance and effective number of pairs.

    With n pairs the mean difference has variance v / n, v being that of one pair; the number of
    pairs is v over the variance found. What few disagreements show of the variance is drawn
    towards what Kish's approximation expects, by a geometric mean weighted by their number.
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
    return _Fit(
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


def _more_rows(weight: GoldWeight, disagreements: float) -> int:
    """About how many more rows to annotate, drawn like these, until a share can be given."""
    by_rows = NEEDED_ROWS / weight.effective
    by_disagreements = NEEDED_DISAGREEMENTS / max(disagreements, 1.0)
    factor = max(by_rows, by_disagreements)
    return ceil(weight.rows * (factor - 1)) if factor > 1 else 0


def uncorrected(raw: float, method: ShareMethod, weight: GoldWeight, more: int) -> CellShare:
    """A share that is not corrected, and why.

    Args:
        raw: Share of the cell that carries the tag.
        method: Why it stays so.
        weight: The gold that is there.
        more: About how many more rows are needed.
    """
    nan = float("nan")
    return CellShare(raw, nan, nan, nan, method, *weight, more)
