"""What the outside of a category would do had it the inside's mix of ratings and lengths."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_RATING_VALUES = 10
_LENGTH_BINS = 4


class Excess(NamedTuple):
    """Errors inside a category beyond what the rate outside predicts.

    Attributes:
        errors: Number of them; below 0 where the category has fewer.
        covered: Part of the reviews inside whose stratum has reviews outside, in [0, 1]; the others
            have no counterpart, and their errors are left out.
    """

    errors: float
    covered: float


def excess_errors(
    wrong: NDArray[np.bool_],
    tagged: NDArray[np.bool_],
    strata: NDArray[np.intp] | None = None,
) -> Excess:
    """Errors inside less reviews inside times the error rate outside, stratum by stratum.

    With strata this is direct standardisation of the outside to the inside's mix. It is an
    association: what the strata leave unequal stays in it.

    Args:
        wrong: Which reviews the system gets wrong, shape (n,).
        tagged: Which are inside the category.
        strata: Codes 0, 1, ... of each review's stratum; None: one stratum.
    """
    codes = np.zeros(len(wrong), dtype=np.intp) if strata is None else strata
    size = int(codes.max()) + 1 if len(codes) else 0
    inside = np.bincount(codes[tagged], minlength=size)
    inside_wrong = np.bincount(codes[tagged & wrong], minlength=size)
    outside = np.bincount(codes[~tagged], minlength=size)
    outside_wrong = np.bincount(codes[~tagged & wrong], minlength=size)
    usable = outside > 0
    total = inside.sum()
    if not total or not inside[usable].sum():
        return Excess(float("nan"), 0.0 if total else float("nan"))
    expected = inside[usable] * outside_wrong[usable] / outside[usable]
    covered = float(inside[usable].sum() / total)
    return Excess(float(inside_wrong[usable].sum() - expected.sum()), covered)


def rating_length_strata(frame: pd.DataFrame) -> NDArray[np.intp] | None:
    """Strata of rating by quarter of length.

    Args:
        frame: Predictions; needs ``rating`` and ``text``.

    Returns:
        Codes 0, 1, ..., shape (n,); ratings of more than ten values go by quarters too, and rows
        without a rating form strata of their own. None where ratings or texts are not known.
    """
    if "rating" not in frame or "text" not in frame or frame["rating"].isna().all():
        return None
    ratings = frame["rating"].to_numpy(float)
    known = ratings[~np.isnan(ratings)]
    if len(np.unique(known)) > _RATING_VALUES:
        ratings = np.where(np.isnan(ratings), np.nan, _quarters(ratings, known))
    words = np.array([len(str(text).split()) for text in frame["text"]], dtype=float)
    pairs = pd.MultiIndex.from_arrays([ratings, _quarters(words, words)])
    return np.asarray(pairs.factorize()[0], dtype=np.intp)


def _quarters(values: NDArray[np.float64], known: NDArray[np.float64]) -> NDArray[np.intp]:
    cuts = np.quantile(known, np.arange(1, _LENGTH_BINS) / _LENGTH_BINS)
    return np.searchsorted(cuts, values, side="right")
