"""Whether two systems differ on the same rows, and which difference could have been seen."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .intervals import normal_quantile

POWER = 0.8
ALPHA = 0.05


def mcnemar_midp(only_first: int, only_second: int) -> float:
    """McNemar's mid-p of two systems being right equally often (Fagerland et al. 2013).

    Given the number of rows on which exactly one system is right, each of the two is right on
    Binomial(number, 1/2) of them. The two-sided mid-p counts the observed table half: it keeps
    its level where the exact test is needlessly strict. Rows are taken as independent; where
    several are about one film, the interval of the difference accounts for it and p does not.
    Where both are right alone equally often, twice the half-counted tail would be 1; as in the
    source it is 1 less half the chance of the observed table.

    Args:
        only_first: Rows that the first system alone gets right.
        only_second: Rows that the second system alone gets right.

    Returns:
        In [0, 1]; 1 where neither is ever right alone, 0 below the smallest 64-bit float.
    """
    from scipy.special import bdtr, gammaln

    fewer, n = min(only_first, only_second), only_first + only_second
    if n == 0:
        return 1.0
    log_choose = gammaln(n + 1) - gammaln(fewer + 1) - gammaln(n - fewer + 1)
    observed = np.exp(log_choose - n * np.log(2))
    if only_first == only_second:
        return float(1 - observed / 2)
    return float(min(1.0, 2 * bdtr(fewer, n, 0.5) - observed))


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Holm's (1979) p-values for a family of tests: each at least its own, none above 1.

    Args:
        p_values: Shape (n tests,).
    """
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, stepped)
    return adjusted


def resolvable_difference(
    discordant_share: float,
    n: float,
    *,
    power: float = POWER,
    alpha: float = ALPHA,
    comparisons: int = 1,
) -> float:
    """The smallest difference of accuracy that McNemar's test finds with the given power.

    It solves Connor's (1987) formula, n d^2 = (z_(1-a/2) sqrt(s) + z_power sqrt(s - d^2))^2, for d,
    where s is the share of rows on which exactly one system is right; s is at least d, for a
    difference cannot exceed it. The threshold of significance alone, z sqrt(s / n), is found with
    a power of one half only.

    Args:
        discordant_share: s as observed, in [0, 1].
        n: Independent rows; with groups, the effective number of them.
        power: Chance of finding the difference.
        alpha: Level of the two-sided test.
        comparisons: Size of the family; the level is that of the first step of Holm's procedure.

    Returns:
        In (0, 1]; NaN where even a difference of 1 would go unseen.
    """
    critical = normal_quantile(1 - alpha / comparisons / 2)
    beta = normal_quantile(power)

    def is_found(difference: float) -> bool:
        share = max(discordant_share, difference)
        needed = critical * np.sqrt(share) + beta * np.sqrt(share - difference**2)
        return bool(np.sqrt(n) * difference >= needed)

    return _smallest(is_found)


def resolvable_by_error(
    error: float, *, power: float = POWER, alpha: float = ALPHA, comparisons: int = 1
) -> float:
    """The smallest difference of any figure that is found with the given power.

    Args:
        error: Standard error of the difference; the sum of two normal quantiles times it is the
            minimum detectable effect (Bloom 1995).
        power: Chance of finding the difference.
        alpha: Level of the two-sided test.
        comparisons: Size of the family, as for `resolvable_difference`.
    """
    return (normal_quantile(1 - alpha / comparisons / 2) + normal_quantile(power)) * error


def _smallest(is_found: Callable[[float], bool]) -> float:
    """Bisect for the least number in (0, 1] for which it is true; NaN if it is not for 1."""
    if not is_found(1.0):
        return float("nan")
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if is_found(middle) else (middle, high)
    return high
