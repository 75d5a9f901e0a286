"""The share of a category by the tagger's rates, where gold rows were not drawn by chance.

Rogan & Gladen (1978): if a tagger flags the part s of those that belong and f of those that do
not, the share x of a cell makes it flag s x + f (1 - x). It needs no random sample, and gold that
was picked for holding examples of the category is none, yet both rates measured inside the cell.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .annotated import Annotated, check_annotated, weigh
from .clusters import Groups, group_sums
from .intervals import Interval, wilson_interval
from .prevalence import NEEDED_ROWS, CellShare, uncorrected

Floats = NDArray[np.float64]

NEEDED_YOUDEN = 0.2
"""What the lower limit of sensitivity + specificity - 1 must exceed: the share divides by it."""
_NEEDED_OF_EACH = 20
_STEPS = 1001
_TAIL = 0.025


class Rates(NamedTuple):
    """How a tagger flags the gold rows of a cell.

    Attributes:
        hit: Part flagged of those that belong (sensitivity).
        false_alarm: Part flagged of those that do not (1 - specificity).
        youden: hit - false_alarm.
        youden_low: Its lower 95 % limit (Newcombe 1998, method 10).
    """

    hit: float
    false_alarm: float
    youden: float
    youden_low: float


def rogan_gladen_share(
    tagged: NDArray[np.bool_],
    annotated: Annotated,
    groups: Groups = None,
    *,
    finite: bool = False,
) -> CellShare:
    """The share of a category in a cell by the tagger's rates on the cell's gold rows.

    The interval holds the shares that a test at 5 % does not reject: it compares the tag rate with
    the one that the share implies, and takes into account that a figure is given only where the
    rates seemed far enough apart (truncation to that event; Lee et al. 2016, section 4).

    Args:
        tagged: The tags over the whole cell, shape (n,).
        annotated: Its gold rows; values of 0.5 and above belong.
        groups: Codes of the rows' films, shape (n,); None where rows are independent.
        finite: The share of this very cell is wanted.

    Returns:
        ``method`` is "withheld" below `NEEDED_ROWS` effective gold rows, "not correctable" where
        few rows belong, or do not, or the lower limit of sensitivity + specificity - 1 is not above
        `NEEDED_YOUDEN`; else "rogan-gladen".

    Raises:
        PredictionsError: Weights or gold values are damaged.
    """
    tags = np.array(tagged, dtype=float)
    check_annotated(annotated, len(tags))
    weight = weigh(annotated.weight)
    raw = float(tags.mean())
    if weight.effective < NEEDED_ROWS:
        more = int(np.ceil(NEEDED_ROWS - weight.effective))
        return uncorrected(raw, "withheld", weight, more)
    tags[annotated.rows] = annotated.tag
    belongs = annotated.gold >= 0.5
    rates = tagger_rates(belongs, annotated.tag, annotated.weight)
    if rates is None or not rates.youden_low > NEEDED_YOUDEN:
        return uncorrected(raw, "not correctable", weight, 0)
    estimate = (float(tags.mean()) - rates.false_alarm) / rates.youden
    at_zero, slope = _influences(tags, annotated, belongs, rates, finite)
    low, high = _inversion(float(tags.mean()), rates, at_zero, slope, groups)
    return CellShare(
        raw=raw,
        share=float(np.clip(estimate, 0, 1)),
        low=low,
        high=high,
        method="rogan-gladen",
        n_gold=weight.rows,
        n_effective=weight.effective,
        largest_weight=weight.largest,
        n_more=0,
        estimate=estimate,
        limits=Interval(low, high),
    )


def tagger_rates(belongs: NDArray[np.bool_], tag: Floats, weight: Floats) -> Rates | None:
    """Both rates of a tagger, weighted; None where too few rows belong, or do not.

    Args:
        belongs: By gold, shape (n gold,).
        tag: 0 or 1, shape (n gold,).
        weight: Above 0, shape (n gold,).
    """
    if min(belongs.sum(), (~belongs).sum()) < _NEEDED_OF_EACH:
        return None
    hit, hit_low, _ = _rate(tag[belongs], weight[belongs])
    alarm, _, alarm_high = _rate(tag[~belongs], weight[~belongs])
    margin = float(np.hypot(hit - hit_low, alarm_high - alarm))
    return Rates(hit, alarm, hit - alarm, hit - alarm - margin)


def _rate(tag: Floats, weight: Floats) -> tuple[float, float, float]:
    rate = float(weight @ tag / weight.sum())
    effective = weigh(weight).effective
    low, high = wilson_interval(rate * effective, effective)
    return rate, low, high


def _influences(
    tags: Floats, annotated: Annotated, belongs: NDArray[np.bool_], rates: Rates, finite: bool
) -> tuple[Floats, Floats]:
    """Influence of each row on g(x) = tag rate - f (1 - x) - s x at x = 0, and its slope in x."""
    rows, _, tag, weight = annotated
    hits = _pulls(rates.hit, belongs, tag, weight)
    alarms = _pulls(rates.false_alarm, ~belongs, tag, weight)
    at_zero = np.zeros(len(tags)) if finite else (tags - tags.mean()) / len(tags)
    slope = np.zeros(len(tags))
    at_zero[rows] -= alarms
    slope[rows] += alarms - hits
    return at_zero, slope


def _pulls(rate: float, chosen: NDArray[np.bool_], tag: Floats, weight: Floats) -> Floats:
    """Influence of each gold row on a rate, widened as if one hit and one miss more had been seen.

    A rate near 0 or 1 looks surer than it is (Lang & Reiczigel 2014 add the same).
    """
    effective = weigh(weight[chosen]).effective
    padded = (rate * effective + 1) / (effective + 2)
    widened = padded * (1 - padded) * effective / (effective + 2)
    seen = rate * (1 - rate)
    part = np.where(chosen, weight, 0) / weight[chosen].sum()
    # Where all rows agree, none stands out: each carries its part of the widened variance.
    return np.sqrt(widened) * part * ((tag - rate) / np.sqrt(seen) if seen > 0 else 1.0)


def _inversion(
    flagged: float, rates: Rates, at_zero: Floats, slope: Floats, groups: Groups
) -> Interval:
    """Least and greatest share that the test keeps."""
    from scipy.special import ndtr

    if groups is not None:
        at_zero, slope = group_sums(np.stack([at_zero, slope], axis=1), groups).T
    shares = np.linspace(0, 1, _STEPS)
    variance = at_zero @ at_zero + 2 * shares * (at_zero @ slope) + shares**2 * (slope @ slope)
    gap = flagged - rates.false_alarm - shares * rates.youden
    # -slope is the influence on s - f, by whose lower limit the figure came to be shown.
    pull = -(at_zero @ slope + shares * (slope @ slope)) / variance
    with np.errstate(divide="ignore"):
        cut = gap - (rates.youden_low - NEEDED_YOUDEN) / pull
    error = np.sqrt(variance)
    # The gap is below its mean of 0 where pull < 0 and the figure is shown, and above otherwise.
    least = np.where(pull > 0, ndtr(cut / error), 0.0)
    most = np.where(pull > 0, 1.0, ndtr(cut / error))
    tail = (ndtr(gap / error) - least) / np.maximum(most - least, 1e-300)
    kept = shares[(tail >= _TAIL) & (tail <= 1 - _TAIL)]
    if not len(kept):
        nearest = float(shares[np.argmin(np.abs(gap))])
        return Interval(nearest, nearest)
    return Interval(float(kept.min()), float(kept.max()))
