"""How far the nine figures of several systems, and their differences, may be from the truth.

Each kind of figure has its own way: confusion counts are resampled (`cells`), areas under the curve
have DeLong's covariance, log-loss and Brier score are means, and the calibration error has an
interval of its own (`calibration`). All of them respect groups of dependent rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from . import metrics
from .calibration import calibration_interval
from .cells import CONTINGENCY_METRICS, bootstrap_metrics, pool_units
from .clusters import Groups, effective_rows, mean_covariance
from .delong import area_covariance, area_under_curve
from .intervals import (
    Interval,
    logit_interval,
    mean_interval,
    percentile_interval,
    wilson_interval,
)
from .metrics import Floats, Metric
from .predictions import Predictions


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
    """Replicates over shared resamples, shape (resamples, n systems)."""

    replicates: Floats

    def interval(self, system: int) -> Interval:
        """Quantiles of the replicates."""
        return percentile_interval(self.replicates[:, system])

    def difference(self, system: int, other: int) -> Difference:
        """Quantiles of the paired differences, and their standard deviation."""
        differences = self.replicates[:, system] - self.replicates[:, other]
        interval = percentile_interval(differences)
        defined = not np.isnan(interval.low)
        return Difference(interval, float(np.nanstd(differences)) if defined else np.nan)


@dataclass(frozen=True)
class ResampledAccuracy(Resampled):
    """Accuracy: a share, for which Wilson's interval also holds on few rows and near 1.

    Attributes:
        accuracies: Shape (n systems,).
        rows: Effective independent rows behind each, shape (n systems,).
    """

    accuracies: Floats
    rows: Floats

    def interval(self, system: int) -> Interval:
        """Wilson's interval for the effective number of rows."""
        rows = float(self.rows[system])
        return wilson_interval(float(self.accuracies[system]) * rows, rows)


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
        """Normal interval on the logit scale."""
        error = float(np.sqrt(self.covariance[system, system]))
        return logit_interval(float(self.values[system]), error)

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
    known: dict[Metric, Uncertainty] = {
        metric: Resampled(replicates[metric]) for metric in CONTINGENCY_METRICS
    }
    right = (predicted == labels).astype(float)
    known["accuracy"] = ResampledAccuracy(
        replicates["accuracy"],
        accuracies=right.mean(axis=1),
        rows=np.array([_accuracy_rows(each, groups) for each in right]),
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


def _accuracy_rows(right: Floats, groups: Groups) -> float:
    """Effective rows; where all are right or all wrong, films cannot be told from rows."""
    if groups is not None and right.min() == right.max():
        return float(groups.max() + 1)
    return effective_rows(right, groups)


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


def _difference_error(covariance: Floats, system: int, other: int) -> float:
    variance = covariance[system, system] + covariance[other, other] - 2 * covariance[system, other]
    return float(np.sqrt(max(0.0, variance))) if not np.isnan(variance) else np.nan
