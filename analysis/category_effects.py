"""How much more often a system errs inside a category than outside, by the tags as they are."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .clustered_tests import inside_against_outside
from .clusters import Groups, group_sums
from .contrasts import Estimate, Figure, product
from .intervals import Interval
from .shares import Share, clustered_share
from .standardised import excess_errors

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Effects(NamedTuple):
    """Association of a category with the errors of a system.

    Attributes:
        inside, outside: Error rates with their 95 % intervals, films as clusters.
        excess: Errors inside beyond what the rate outside predicts.
        excess_standardised: The same at the inside's mix of rating and length; NaN without these.
        standardised_over: Part of the reviews inside that it covers.
        p: Of equal rates inside and outside, films as clusters.
    """

    inside: Share
    outside: Share
    excess: float
    excess_standardised: float
    standardised_over: float
    p: float


def category_effects(
    wrong: Bools, tagged: Bools, groups: Groups, strata: NDArray[np.intp] | None
) -> Effects:
    """Error rates inside and outside a category, and the errors in excess.

    Args:
        wrong: Which reviews the system gets wrong, shape (n,).
        tagged: Which carry the tag.
        groups: Codes of the rows' films; None where rows are independent.
        strata: Codes of rating by length; None where not known.
    """
    fair = None if strata is None else excess_errors(wrong, tagged, strata)
    return Effects(
        inside=clustered_share(wrong[tagged], _of(groups, tagged)),
        outside=clustered_share(wrong[~tagged], _of(groups, ~tagged)),
        excess=excess_errors(wrong, tagged).errors,
        excess_standardised=np.nan if fair is None else fair.errors,
        standardised_over=np.nan if fair is None else fair.covered,
        p=inside_against_outside(wrong.astype(float), tagged, groups).p,
    )


def error_rate(wrong: Bools, groups: Groups, *, finite: bool) -> Estimate:
    """A system's error rate with its interval; exact where this test set is what is wanted."""
    rate = float(wrong.mean()) if len(wrong) else float("nan")
    if finite or not len(wrong):
        return Estimate(rate, Interval(rate, rate), 0.0, None)
    found = clustered_share(wrong, groups)
    sums = None
    if groups is not None:
        sums = group_sums(((wrong - rate) / len(wrong))[:, None], groups)[:, 0]
    return Estimate(rate, Interval(found.low, found.high), float("nan"), sums)


def headroom(share: Estimate, rate: Estimate) -> Figure:
    """Accuracy gained at most if every error of a category were mended.

    Args:
        share: Corrected share of the errors that belong to the category.
        rate: The system's error rate.

    Returns:
        Their product, in [0, 1]; NaN where the share is withheld.
    """
    return product(share, rate)


def _of(groups: Groups, rows: Bools) -> Groups:
    return None if groups is None else groups[rows]
