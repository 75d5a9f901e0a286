"""A share of rows with its interval, rows of a group being dependent."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .clusters import Groups, effective_rows, resampling_groups
from .intervals import LEVEL, wilson_interval


class Share(NamedTuple):
    """A share and both ends of its interval, in [0, 1]; NaN where it is undefined."""

    value: float
    low: float
    high: float


def clustered_share(
    values: NDArray[np.bool_] | NDArray[np.float64], groups: Groups = None, level: float = LEVEL
) -> Share:
    """The mean of zeros and ones with Wilson's interval for the effective number of rows.

    Args:
        values: 0 or 1 a row, shape (n,).
        groups: Codes of dependent rows, shape (n,); None: all rows are independent.
        level: Coverage, in (0, 1).
    """
    column = np.asarray(values, dtype=float)
    if not len(column):
        return Share(np.nan, np.nan, np.nan)
    value = float(column.mean())
    codes = resampling_groups(groups)
    if codes is None:
        return Share(value, *wilson_interval(value * len(column), len(column), level))
    units = int(codes.max()) + 1
    # Where all values are alike, groups cannot be told from rows.
    rows = float(units) if value in (0.0, 1.0) else effective_rows(column, codes)
    return Share(value, *wilson_interval(value * rows, rows, level, units=units))
