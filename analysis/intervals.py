"""Intervals of 95 %, each by the construction that suits its figure."""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVEL = 0.95
UNDEFINED_SHARE = 0.05


class Interval(NamedTuple):
    """Both ends; NaN where there is no interval to give."""

    low: float
    high: float


NO_INTERVAL = Interval(float("nan"), float("nan"))


def wilson_interval(
    successes: float, n: float, level: float = LEVEL, *, units: int | None = None
) -> Interval:
    """Wilson's (1927) score interval of a share.

    Args:
        successes: Count of successes; a fraction of a count is fine where ``n`` is an effective
            number of rows.
        n: Count of trials.
        level: Coverage, in (0, 1).
        units: Groups of rows that ``n`` was estimated from; Student's quantile for as many stands
            in place of the normal one. None: ``n`` was counted.

    Returns:
        Ends in [0, 1]; NaN without trials, or with a single unit.
    """
    if not n > 0 or units == 1:
        return NO_INTERVAL
    upper = 0.5 + level / 2
    z = normal_quantile(upper) if units is None else student_quantile(upper, units - 1)
    share = successes / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    # At a share of 0 or 1 the end is known exactly, and rounding would miss it.
    low = 0.0 if successes <= 0 else max(0.0, float(centre - half))
    high = 1.0 if successes >= n else min(1.0, float(centre + half))
    return Interval(low, high)


def percentile_interval(replicates: Floats, level: float = LEVEL) -> Interval:
    """Quantiles of bootstrap replicates.

    Args:
        replicates: Shape (n replicates,); NaN where a resample leaves the figure undefined.
        level: Coverage, in (0, 1).

    Returns:
        Quantiles of the defined replicates; NaN where more than ``UNDEFINED_SHARE`` are not.
    """
    defined = replicates[~np.isnan(replicates)]
    if len(defined) < (1 - UNDEFINED_SHARE) * len(replicates):
        return NO_INTERVAL
    low, high = np.quantile(defined, [0.5 - level / 2, 0.5 + level / 2])
    return Interval(float(low), float(high))


def widened_interval(
    interval: Interval, value: float, units: int, *, bounds: tuple[float, float]
) -> Interval:
    """A percentile interval stretched about the figure, for what few units hide of their spread.

    Percentiles of the bootstrap are too narrow by sqrt((n - 1) / n) and by the normal quantile
    that stands for Student's (Hesterberg 2015, section 4.1): simulated paired differences over 10
    groups lay inside in 90 % of test sets, over 5 in 83 %; once stretched, in 94 % and 93 %.

    Args:
        interval: Quantiles of the replicates.
        value: The figure as observed.
        units: Independent units that were resampled (rows, or groups of rows).
        bounds: The range of the figure.
    """
    upper = 0.5 + LEVEL / 2
    if units < 2 or np.isnan(value) or np.isnan(interval.low):
        return NO_INTERVAL
    factor = student_quantile(upper, units - 1) / normal_quantile(upper)
    factor *= np.sqrt(units / (units - 1))
    low, high = (float(value + factor * (end - value)) for end in interval)
    # Where the figure lies beyond an end, stretching would move that end the wrong way.
    return Interval(
        max(bounds[0], min(low, interval.low)), min(bounds[1], max(high, interval.high))
    )


def mean_interval(
    value: float, error: float, units: int, *, bounds: tuple[float, float] = (-np.inf, np.inf)
) -> Interval:
    """Student's interval of a mean, cut off where the figure cannot go.

    Args:
        value: The mean.
        error: Its standard error.
        units: Independent units behind it (rows, or groups of rows).
        bounds: The range of the figure.
    """
    half = student_quantile(0.5 + LEVEL / 2, units - 1) * error
    if np.isnan(half) or np.isnan(value):
        return NO_INTERVAL
    low, high = bounds
    return Interval(max(low, value - half), min(high, value + half))


def logit_interval(value: float, error: float, units: int) -> Interval:
    """Student's interval of a share-like figure on the logit scale, so that it stays in (0, 1).

    For areas under the curve it covers better near 1 than the plain one (Pepe 2003, section
    5.2; Qin & Hotilovac 2008). At 0 or 1 the standard error is 0 and says nothing: no interval.

    Args:
        value: In [0, 1].
        error: Its standard error.
        units: Independent units behind it (rows, or groups of rows).
    """
    if np.isnan(error) or not 0 < value < 1 or units < 2:
        return NO_INTERVAL
    half = student_quantile(0.5 + LEVEL / 2, units - 1) * error / (value * (1 - value))
    centre = np.log(value / (1 - value))
    low, high = 1 / (1 + np.exp(-(centre + np.array([-half, half]))))
    return Interval(float(low), float(high))


def normal_quantile(share: float) -> float:
    """The standard normal value below which ``share`` of the distribution lies."""
    return NormalDist().inv_cdf(share)


def student_quantile(share: float, degrees: int) -> float:
    """The same of Student's t; NaN without degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, share)) if degrees > 0 else float("nan")
