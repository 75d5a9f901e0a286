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
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .annotated import Annotated, GoldWeight, check_annotated, weigh
from .cell_fit import CellFit, fit_cell
from .clusters import Groups
from .intervals import LEVEL, NO_INTERVAL, Interval, student_quantile
from .score_interval import score_interval

Floats = NDArray[np.float64]
ShareMethod = Literal["prediction-powered", "rogan-gladen", "raw", "withheld", "not correctable"]

NEEDED_ROWS = 50.0
"""Effective gold rows below which no corrected share is given."""
NEEDED_DISAGREEMENTS = 4.0
"""Effective gold rows on which gold and tag differ, half of them heavy, below which none is given:
with fewer, no interval that is not random covers 93 to 97 %."""


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
        n_more: About how many more to annotate for a corrected share, drawn at one chance from the
            cell; 0 where there is one.
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
    tags = np.array(tagged, dtype=float)
    raw = float(tags.mean()) if len(tags) else float("nan")
    if annotated is None or not len(annotated.rows) or not len(tags):
        more = ceil(NEEDED_ROWS) if len(tags) else 0
        return uncorrected(raw, "raw", GoldWeight(0, 0.0, float("nan")), more)
    check_annotated(annotated, len(tags))
    weight = weigh(annotated.weight)
    # A tag that gold rows had a part in is replaced by the held-out one in the cell as well.
    tags[annotated.rows] = annotated.tag
    fit = fit_cell(tags, annotated, groups, finite)
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


def _limits(fit: CellFit, weight: GoldWeight) -> Interval:
    degrees = max(1, int(min(weight.effective, fit.units)) - 1)
    quantile = student_quantile(0.5 + LEVEL / 2, degrees)
    ends = score_interval(fit.difference, fit.square, fit.pairs, quantile)
    base = fit.estimate - fit.difference
    return Interval(base + ends.low, base + ends.high)


def readers_share(
    n: int, annotated: Annotated | None, groups: Groups = None, *, finite: bool = False
) -> CellShare:
    """The share of a category in a cell by its gold rows alone, as if no tagger flagged anything.

    Args:
        n: Rows of the cell.
        annotated: As for `cell_share`; its tags are not used.
        groups: As for `cell_share`.
        finite: As for `cell_share`.
    """
    if annotated is not None:
        annotated = annotated._replace(tag=np.zeros(len(annotated.rows)))
    return cell_share(np.zeros(n, dtype=bool), annotated, groups, finite=finite)


def _more_rows(weight: GoldWeight, disagreements: float) -> int:
    """About how many more rows to annotate until a share can be given.

    Rows drawn at one chance from the cell itself are meant, each of which counts in full.
    """
    by_rows = NEEDED_ROWS - weight.effective
    by_disagreements = weight.effective * (NEEDED_DISAGREEMENTS / max(disagreements, 1.0) - 1)
    return max(0, ceil(max(by_rows, by_disagreements)))


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
