"""How far the nine figures of several systems, and their differences, may be from the truth.

Each kind of figure has its own way: confusion counts are resampled (`cells`), areas under the curve
have DeLong's covariance, log-loss and Brier score are means, and the calibration error has an
interval of its own (`calibration`). All of them respect groups of dependent rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from . import metrics
from .calibration import calibration_interval
from .cells import CONTINGENCY_METRICS, bootstrap_metrics, pool_units
from .clusters import Groups, effective_rows, mean_covariance, resampling_groups
from .delong import area_covariance, area_under_curve
from .intervals import (
    Interval,
    logit_interval,
    mean_interval,
    percentile_interval,
    widened_interval,
    wilson_interval,
)
from .metrics import Floats, Metric
from .predictions import Predictions

_LOWEST: Mapping[Metric, float] = {"mcc": -1.0}


class Difference(NamedTuple):
    """How sure a difference is; the error is NaN where the construction has none."""

    interval: Interval
    error: float


class Uncertainty(Protocol):
    """What is known of the error of one metric, for systems counted from 0."""

    def interval(self, system: int) -> Interval:
        """Interval of one system's figure."""
        ...

    def difference(self, system: int, other: int) -> Difference:
        """Interval of one system's figure less another's, over the same rows."""
        ...


@dataclass(frozen=True)
class Resampled:
    """A figure whose test sets are resampled.

    Attributes:
        values: The figure as observed, shape (n systems,).
        replicates: Over shared resamples, shape (resamples, n systems).
        units: How many rows, or groups of rows, are resampled.
        lowest: The least that the figure can be; the most is 1.
    """

    values: Floats
    replicates: Floats
    units: int
    lowest: float = 0.0

    def interval(self, system: int) -> Interval:
        """Quantiles of the replicates, widened for few units."""
        found = percentile_interval(self.replicates[:, system])
        bounds = (self.lowest, 1.0)
        return widened_interval(found, float(self.values[system]), self.units, bounds=bounds)

    def difference(self, system: int, other: int) -> Difference:
        """Quantiles of the paired differences, widened likewise, and their standard error."""
        replicates = self.replicates[:, system] - self.replicates[:, other]
        value = float(self.values[system] - self.values[other])
        widest = 1.0 - self.lowest
        interval = widened_interval(
            percentile_interval(replicates), value, self.units, bounds=(-widest, widest)
        )
        if np.isnan(interval.low):
            return Difference(interval, np.nan)
        return Difference(interval, float(np.nanstd(replicates)) * _few_units(self.units))


@dataclass(frozen=True)
class ResampledAccuracy(Resampled):
    """Accuracy: a share, for which Wilson's interval also holds on few rows and near 1.

    Attributes:
        intervals: Of each system alone (see `accuracy_interval`).
    """

    intervals: tuple[Interval, ...] = ()

    def interval(self, system: int) -> Interval:
        """Wilson's interval for the effective number of rows."""
        return self.intervals[system]


@dataclass(frozen=True)
class Means:
    """Means over rows: log-loss and Brier score.

    Attributes:
        values: Shape (n systems,).
        covariance: Of the means, shape (n systems, n systems).
        units: Independent units behind them.
    """

    values: Floats
    covariance: Floats
    units: int

    def interval(self, system: int) -> Interval:
        """Student's interval, from 0 up."""
        error = float(np.sqrt(self.covariance[system, system]))
        return mean_interval(float(self.values[system]), error, self.units, bounds=(0.0, np.inf))

    def difference(self, system: int, other: int) -> Difference:
        """Student's interval of the paired difference."""
        value = float(self.values[system] - self.values[other])
        error = _difference_error(self.covariance, system, other)
        return Difference(mean_interval(value, error, self.units), error)


@dataclass(frozen=True)
class Areas:
    """Areas under the curve with their covariance; attributes as for `Means`."""

    values: Floats
    covariance: Floats
    units: int

    def interval(self, system: int) -> Interval:
        """Student's interval on the logit scale."""
        error = float(np.sqrt(self.covariance[system, system]))
        return logit_interval(float(self.values[system]), error, self.units)

    def difference(self, system: int, other: int) -> Difference:
        """DeLong's interval of the paired difference."""
        value = float(self.values[system] - self.values[other])
        error = _difference_error(self.covariance, system, other)
        return Difference(mean_interval(value, error, self.units, bounds=(-1.0, 1.0)), error)


@dataclass(frozen=True)
class Calibrations:
    """Calibration errors with an interval for each system."""

    intervals: tuple[Interval, ...]

    def interval(self, system: int) -> Interval:
        """The system's own interval."""
        return self.intervals[system]

    def difference(self, system: int, other: int) -> Difference:
        """All differences that both intervals allow: wider than 95 % would need, never too sure.

        Both errors are biased upwards, by an amount that depends on how well each system is
        calibrated; resampling the difference covers the truth far too rarely.
        """
        one, two = self.intervals[system], self.intervals[other]
        return Difference(Interval(one.low - two.high, one.high - two.low), np.nan)


def uncertainties(
    systems: Sequence[Predictions], groups: Groups, *, resamples: int, rng: np.random.Generator
) -> Mapping[Metric, Uncertainty]:
    """What is known of the error of each metric.

    Args:
        systems: Predictions over the same rows, in the same order.
        groups: Codes 0, 1, ... of the rows' groups; None: all rows are independent.
        resamples: How many test sets are drawn.
        rng: Source of randomness.
    """
    labels, n_classes = systems[0].labels, len(systems[0].classes)
    predicted = np.stack([system.predicted for system in systems])
    probabilities = [system.probabilities for system in systems]
    cells_rng, calibration_rng = rng.spawn(2)
    replicates = bootstrap_metrics(
        pool_units(labels, predicted, n_classes, groups), resamples, cells_rng
    )
    counts = np.stack([metrics.confusion(labels, codes, n_classes) for codes in predicted])
    units = _units(len(labels), groups)
    known: dict[Metric, Uncertainty] = {
        metric: Resampled(figure(counts), replicates[metric], units, _LOWEST.get(metric, 0.0))
        for metric, figure in CONTINGENCY_METRICS.items()
    }
    known["accuracy"] = ResampledAccuracy(
        metrics.accuracy(counts),
        replicates["accuracy"],
        units,
        intervals=tuple(_accuracy_interval(codes == labels, groups) for codes in predicted),
    )
    known["auc"] = _areas(labels, probabilities, groups)
    known["log_loss"] = _means([metrics.log_losses(labels, p) for p in probabilities], groups)
    known["brier"] = _means([metrics.squared_errors(labels, p) for p in probabilities], groups)
    known["calibration_error"] = Calibrations(
        tuple(
            calibration_interval(labels, p, groups, resamples, calibration_rng)
            for p in probabilities
        )
    )
    return known


def accuracy_interval(predictions: Predictions) -> Interval:
    """The 95 % interval of a system's accuracy, the same as in a comparison.

    Wilson's for the effective number of rows, which respects groups of dependent rows where the
    predictions name them.

    Args:
        predictions: Rows of one split.
    """
    right = predictions.predicted == predictions.labels
    return _accuracy_interval(right, resampling_groups(predictions.groups))


def _accuracy_interval(right: NDArray[np.bool_], groups: Groups) -> Interval:
    values = right.astype(float)
    if groups is None:
        return wilson_interval(float(values.sum()), len(values))
    units = _units(len(values), groups)
    # Where all are right or all wrong, films cannot be told from rows.
    alike = values.min() == values.max()
    rows = float(units) if alike else effective_rows(values, groups)
    return wilson_interval(float(values.mean()) * rows, rows, units=units)


def _areas(labels: metrics.Codes, probabilities: Sequence[Floats], groups: Groups) -> Areas:
    areas = [area_under_curve(labels, each, groups) for each in probabilities]
    influences = np.stack([area.influence for area in areas], axis=1)
    values = np.array([area.value for area in areas])
    return Areas(values, area_covariance(influences, groups), _units(len(labels), groups))


def _means(columns: Sequence[Floats], groups: Groups) -> Means:
    values = np.stack(columns, axis=1)
    covariance = mean_covariance(values, groups)
    return Means(values.mean(axis=0), covariance, _units(len(values), groups))


def _units(n: int, groups: Groups) -> int:
    return n if groups is None else int(groups.max()) + 1


def _few_units(units: int) -> float:
    """By how much the spread of replicates falls short of the standard error."""
    return float(np.sqrt(units / (units - 1)))


def _difference_error(covariance: Floats, system: int, other: int) -> float:
    variance = covariance[system, system] + covariance[other, other] - 2 * covariance[system, other]
    return float(np.sqrt(max(0.0, variance))) if not np.isnan(variance) else np.nan
