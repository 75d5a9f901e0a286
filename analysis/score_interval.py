"""The score interval of a mean of paired differences, each from -1 to 1."""

from math import sqrt

from .intervals import Interval

_STEPS = 45  # halvings: from a width of 2 down to the last digits of a double that matter


def score_interval(mean: float, square: float, n: float, quantile: float) -> Interval:
    """Tango's (1998) interval of the difference of two paired shares, by inversion of a score test.

    A value is in the interval if the observed mean lies within ``quantile`` standard errors of it,
    the standard error being the one that would hold were the value true. It keeps its coverage
    where few differences are other than 0, and Wald's does not. Where the differences take values
    between -1, 0 and 1 too, the shares of a trinomial with the same mean and mean square stand in.

    Args:
        mean: Mean difference, in [-1, 1].
        square: Mean squared difference, in [abs(mean), 1] where values are -1, 0 and 1.
        n: Number of pairs; an effective number, with a fraction, is fine.
        quantile: Of the normal or Student's distribution, above 0.

    Returns:
        Ends in [-1, 1].
    """
    up, down = n * (square + mean) / 2, n * (square - mean) / 2
    low = _limit(up, down, n, quantile)
    high = -_limit(down, up, n, quantile)
    return Interval(max(-1.0, min(low, mean)), min(1.0, max(high, mean)))


def _limit(up: float, down: float, n: float, quantile: float) -> float:
    """The least value that the test does not reject, by bisection."""
    rejected, kept = -1.0, (up - down) / n
    for _ in range(_STEPS):
        middle = (rejected + kept) / 2
        if _statistic(up, down, n, middle) > quantile:
            rejected = middle
        else:
            kept = middle
    return (rejected + kept) / 2


def _statistic(up: float, down: float, n: float, value: float) -> float:
    """Standardised distance of the mean from ``value``, at the variance that ``value`` implies.

    The share of downward pairs is the greater root of Tango's quadratic, the maximum of the
    likelihood given the difference.
    """
    a = 2 * n
    b = -up - down + (2 * n - up + down) * value
    c = -down * value * (1 - value)
    share = (sqrt(max(b * b - 4 * a * c, 0.0)) - b) / (2 * a)
    variance = n * (2 * share + value * (1 - value))
    distance = up - down - n * value
    return distance / sqrt(variance) if variance > 0 else float("inf")
