"""Rows that are not independent: several reviews of one film err together."""

import numpy as np
from numpy.typing import NDArray

Groups = NDArray[np.intp] | None
Floats = NDArray[np.float64]


def resampling_groups(groups: Groups) -> Groups:
    """Codes 0, 1, ... of the groups to resample; None where each row is a unit of its own.

    Args:
        groups: Codes of the films, shape (n rows,); None where they are not known.

    Returns:
        None also where no group has two rows, and where there is but one group: what one film
        alone tells of the spread between films is nothing.
    """
    if groups is None:
        return None
    films, codes = np.unique(groups, return_inverse=True)
    return None if len(films) in (1, len(groups)) else codes


def group_sums(values: Floats, groups: Groups) -> Floats:
    """Sums of the rows of each group, shape (n groups, n columns)."""
    if groups is None:
        return values
    sums = [np.bincount(groups, weights=column) for column in values.T]
    return np.stack(sums, axis=1).astype(float)


def mean_covariance(values: Floats, groups: Groups) -> Floats:
    """Covariance matrix of the means of columns, rows of a group being dependent.

    The cluster-robust (sandwich) estimate of Liang & Zeger (1986) with the factor G / (G - 1);
    without groups it is the sample covariance over n.

    Args:
        values: Shape (n rows, n columns).
        groups: Codes 0, 1, ... of the rows' groups; None: all rows are independent.

    Returns:
        Shape (n columns, n columns); NaN for a single unit.
    """
    sums = group_sums(values - values.mean(axis=0), groups)
    units = len(sums)
    factor = units / (units - 1) if units > 1 else np.nan
    return factor * (sums.T @ sums) / len(values) ** 2


def effective_rows(values: Floats, groups: Groups) -> float:
    """How many independent rows would tell the mean of ``values`` as surely as these.

    Args:
        values: Shape (n rows,).
        groups: As for `mean_covariance`.

    Returns:
        The rows over the design effect (Kish 1965), at most n; n where nothing varies.
    """
    if groups is None:
        return float(len(values))
    column = values[:, None]
    independent = float(mean_covariance(column, None)[0, 0])
    clustered = float(mean_covariance(column, groups)[0, 0])
    if clustered <= independent:
        return float(len(values))
    return len(values) * independent / clustered
