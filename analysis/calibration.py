"""How far probabilities are from the shares that they promise, and what chance adds to that.

The calibration error is the expected calibration error over 15 bins of equal mass: with two
classes, of the positive class's probability against the share of positives; with more, of the
highest probability against the share of rows predicted right by it. Rows of equal probability stay
in one bin, so that the order of rows changes nothing.

Chance alone makes it larger than 0, also for a perfectly calibrated model, and a percentile
bootstrap adds the same once more, so that its interval excludes 0 for such a model. Hence the value
expected under perfect calibration stands beside the value, and the interval is found by inverting
a test in place of resampling.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .clusters import Groups, mean_covariance
from .intervals import LEVEL, Interval

BINS = 15

Codes = NDArray[np.intp]
Floats = NDArray[np.float64]


class Binned(NamedTuple):
    """Rows sorted into bins of about equal mass.

    Attributes:
        promised: The probability that is put to the test, shape (n,).
        happened: 1 where what it promised came true, else 0, shape (n,).
        codes: The bin of each row, 0 .. number of bins - 1, shape (n,); no bin is empty.
    """

    promised: Floats
    happened: Floats
    codes: Codes

    @property
    def gaps(self) -> Floats:
        """Sum of what happened less what was promised, over all rows, shape (n bins,)."""
        return np.bincount(self.codes, weights=self.happened - self.promised) / len(self.codes)


def bin_rows(labels: Codes, probabilities: Floats, bins: int = BINS) -> Binned:
    """Sort rows into bins of equal mass by the probability that is put to the test.

    Args:
        labels: Codes of the true classes, shape (n,).
        probabilities: Shape (n, n_classes).
        bins: How many bins there are if no probability occurs twice.
    """
    if probabilities.shape[1] == 2:
        promised, happened = probabilities[:, 1], labels == 1
    else:
        promised, happened = probabilities.max(axis=1), labels == probabilities.argmax(axis=1)
    below = np.searchsorted(np.sort(promised), promised, side="left")
    _, codes = np.unique(below * bins // len(promised), return_inverse=True)
    return Binned(promised, happened.astype(float), codes)


def calibration_error(labels: Codes, probabilities: Floats) -> float:
    """Mean distance of promised from observed shares over bins of equal mass, in [0, 1]."""
    return float(np.abs(bin_rows(labels, probabilities).gaps).sum())


def expected_calibration_error(labels: Codes, probabilities: Floats) -> float:
    """The calibration error to expect if these probabilities were exactly right.

    It is the mean over labels drawn from the probabilities, row by row, reached without drawing:
    the number of hits in a bin is then Poisson-binomial.
    """
    binned = bin_rows(labels, probabilities)
    rows = np.bincount(binned.codes)
    width = 1 << int(rows.max() - 1).bit_length()
    # Padding with events that never happen makes all bins equally long and changes no count.
    chances = np.zeros((len(rows), width))
    order = np.argsort(binned.codes, kind="stable")
    place = np.arange(len(order)) - np.repeat(np.cumsum(rows) - rows, rows)
    chances[binned.codes[order], place] = binned.promised[order]
    counts = _poisson_binomial(chances)
    distance = np.abs(np.arange(counts.shape[1]) - chances.sum(axis=1, keepdims=True))
    return float((counts * distance).sum() / len(order))


def calibration_interval(
    labels: Codes,
    probabilities: Floats,
    groups: Groups,
    resamples: int,
    rng: np.random.Generator,
) -> Interval:
    """Interval of the calibration error that these bins have in truth.

    The statistic is the sum of the bins' absolute gaps, and the gaps are about normal around their
    true values, with the covariance of the rows (or of the groups). The interval holds all true
    errors of which the observed one is no surprise at either end, true gaps being taken as a
    multiple of the observed ones. It reaches down to 0 exactly if the observed value is within what
    a perfectly calibrated model shows in 97.5 % of test sets. Simulated coverage lay between 90 and
    100 %, on 200 to 5,000 rows. It never ends below the observed value, nor below the median of
    what a perfectly calibrated model shows: less than that these rows cannot tell from nothing.

    Args:
        labels: Codes of the true classes, shape (n,).
        probabilities: Shape (n, n_classes).
        groups: Codes 0, 1, ... of the rows' groups; None: all rows are independent.
        resamples: How many test sets are drawn.
        rng: Source of randomness.
    """
    binned = bin_rows(labels, probabilities)
    gaps = binned.gaps
    noise = rng.standard_normal((resamples, len(gaps))) @ _root(_gap_covariance(binned, groups))
    observed = float(np.abs(gaps).sum())

    def quantile(share: float) -> Callable[[float], float]:
        return lambda multiple: float(np.quantile(np.abs(multiple * gaps + noise).sum(1), share))

    low = _multiple(quantile(0.5 + LEVEL / 2), observed) * observed
    high = _multiple(quantile(0.5 - LEVEL / 2), observed) * observed
    return Interval(min(low, observed), max(high, observed, quantile(0.5)(0.0)))


def _gap_covariance(binned: Binned, groups: Groups) -> Floats:
    """Covariance of the gaps; in no bin less than if its probabilities were right."""
    n, bins = len(binned.codes), int(binned.codes.max()) + 1
    by_bin = np.zeros((n, bins))
    by_bin[np.arange(n), binned.codes] = binned.happened - binned.promised
    covariance = mean_covariance(by_bin, groups)
    calibrated = np.bincount(binned.codes, weights=binned.promised * (1 - binned.promised)) / n**2
    lacking = np.maximum(0.0, calibrated - np.diagonal(covariance))
    return covariance + np.diag(lacking)


def _root(covariance: Floats) -> Floats:
    """A matrix R with R'R the covariance, which rounding may have made slightly indefinite."""
    values, vectors = np.linalg.eigh(covariance)
    return (vectors * np.sqrt(np.maximum(values, 0.0))).T


def _multiple(rising: Callable[[float], float], target: float) -> float:
    """The number from 0 up at which a rising function reaches the target; 0 if it begins above."""
    if rising(0.0) >= target:
        return 0.0
    low, high = 0.0, 1.0
    while rising(high) < target:
        low, high = high, 2 * high
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < target else (low, middle)
    return (low + high) / 2


def _poisson_binomial(chances: Floats) -> Floats:
    """Distribution of the number of events, in each row of chances.

    Each event is the polynomial (1 - p) + p x; neighbours are multiplied by fast Fourier
    transforms until one polynomial is left.

    Args:
        chances: Shape (n rows, events), events being a power of two.

    Returns:
        Shape (n rows, events + 1): chances of 0, 1, ... events.
    """
    factors = np.stack([1 - chances, chances], axis=-1)  # (rows, events, degree + 1)
    while factors.shape[1] > 1:
        degree = 2 * (factors.shape[2] - 1)
        size = 3 * degree // 2 + 1  # above the degree, and even for all but the first: 3 * 2^k
        spectrum = np.fft.rfft(factors, n=size + size % 2)
        product = spectrum[:, ::2] * spectrum[:, 1::2]
        factors = np.fft.irfft(product, n=size + size % 2)[:, :, : degree + 1]
    return factors[:, 0]
