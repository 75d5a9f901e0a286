"""Many tests at once: p-values adjusted within a family, those that are missing left out."""

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .significance import holm

Floats = NDArray[np.float64]
Adjustment = Callable[[Floats], Floats]


def benjamini_hochberg(p_values: Floats) -> Floats:
    """Benjamini & Hochberg's (1995) p-values, which control the false discovery rate.

    Args:
        p_values: Shape (n tests,), none missing.
    """
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(p_values), dtype=float)


def adjusted(
    p_values: ArrayLike,
    adjustment: Adjustment = holm,
    *,
    families: Sequence[Hashable] | None = None,
) -> Floats:
    """Adjust p-values, each family by itself.

    Args:
        p_values: Shape (n tests,); a NaN is no test and stays.
        adjustment: `holm` or `benjamini_hochberg`.
        families: What each test belongs to; None: all are one family.
    """
    p = np.asarray(p_values, dtype=float)
    result = np.full(len(p), np.nan)
    keys = [None] * len(p) if families is None else list(families)
    for family in dict.fromkeys(keys):
        here = np.array([key == family for key in keys]) & ~np.isnan(p)
        if here.any():
            result[here] = adjustment(p[here])
    return result
