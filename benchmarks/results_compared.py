"""The rows of docs/results.md compared, from predictions tables and manifests alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from results_declared import Declared, Row, manifest_of

from sentiment_lab.analysis.ablation import CellResult, ablation_frame
from sentiment_lab.analysis.comparison import Comparison, compare_systems
from sentiment_lab.analysis.intervals import Interval
from sentiment_lab.analysis.overlap import error_overlap, fixed_and_broken_by_pair
from sentiment_lab.analysis.predictions import (
    Predictions,
    read_predictions,
    require_same_rows,
    test_rows,
)
from sentiment_lab.analysis.system import DatasetDescription, System
from sentiment_lab.exceptions import UsageError
from sentiment_lab.experiment.describe import describe_runs
from sentiment_lab.experiment.ensemble_spec import parse_ensembles
from sentiment_lab.experiment.ensembles import add_ensembles
from sentiment_lab.experiment.run import RunManifest
from sentiment_lab.reports.wording import accuracy_pairs


@dataclass(frozen=True)
class Trained:
    """A row with what lies on disk for it; runs and manifests by seed."""

    row: Row
    tests: tuple[Predictions, ...]
    validation: tuple[Predictions, ...]
    manifests: tuple[RunManifest, ...]

    @property
    def system(self) -> System:
        """As a comparison takes it."""
        first = self.manifests[0]
        return System(
            self.row.name,
            self.tests,
            cost=first.cost,
            checkpoint=first.checkpoint,
            validation=self.validation,
        )

    @property
    def has_seeds(self) -> bool:
        """Whether it was trained with more than one seed."""
        return len(self.tests) > 1

    @property
    def accuracies(self) -> tuple[float, ...]:
        """On test, by seed, in [0, 1]."""
        return tuple(_accuracy(each) for each in self.tests)

    @property
    def validation_accuracy(self) -> float | None:
        """Of the first seed; None where its table holds no validation rows."""
        return _accuracy(self.validation[0]) if self.validation else None

    @property
    def train_seconds(self) -> float | None:
        """Mean over the seeds; None where one was not measured."""
        known = [each.cost.train_seconds for each in self.manifests]
        found = [seconds for seconds in known if seconds is not None]
        return float(np.mean(found)) if len(found) == len(known) else None


@dataclass(frozen=True)
class Pair:
    """Two rows on the same test rows: accuracy of ``one`` less that of ``other``.

    Attributes:
        one, other: Their names.
        difference: In [-1, 1], with its 95 % interval.
        fixed, broken: Errors of ``other`` that ``one`` gets right, and the reverse.
        jaccard: Errors that both make among those that either makes.
    """

    one: str
    other: str
    difference: float
    interval: Interval
    fixed: int
    broken: int
    jaccard: float


@dataclass(frozen=True)
class Compared:
    """All rows of the page over one test set."""

    declared: Declared
    trained: tuple[Trained, ...]
    systems: tuple[System, ...]
    comparison: Comparison

    def row(self, name: str) -> Trained:
        """A trained row by its name."""
        return self.trained[self.declared.rows.index(self.declared.row(name))]

    def model(self, name: str) -> pd.Series:
        """A row of ``comparison.models``; ensembles have one too."""
        return _one_row(self.comparison.models, "model", name)

    @property
    def machines(self) -> list[str]:
        """Devices of all trainings, each once."""
        return list(dict.fromkeys(one.device for each in self.trained for one in each.manifests))

    @cached_property
    def description(self) -> DatasetDescription:
        """Of the test set."""
        return describe_runs(self.trained[0].tests[0], [each.manifests[0] for each in self.trained])

    def pair(self, one: str, other: str) -> Pair:
        """Two rows against each other; with the baseline, as the comparison has it."""
        tests = [self.row(name).tests[0] for name in (one, other)]
        changed = fixed_and_broken_by_pair(tests, other).iloc[0]
        found = self._difference(one, other)
        return Pair(
            one=one,
            other=other,
            difference=float(found["difference"]),
            interval=Interval(float(found["low"]), float(found["high"])),
            fixed=int(changed["fixed"]),
            broken=int(changed["broken"]),
            jaccard=float(error_overlap(tests).iloc[0]["jaccard"]),
        )

    def _difference(self, one: str, other: str) -> pd.Series:
        """``difference, low, high`` of accuracy, by one way of resampling for all pairs."""
        if other == self.comparison.baseline:
            return _one_row(accuracy_pairs(self.comparison), "model", one)
        cells = [
            CellResult(name, is_default=name == other, runs=self.row(name).tests[:1])
            for name in (other, one)
        ]
        frame = ablation_frame(cells, resamples=self.declared.resamples)
        names = {"difference_low": "low", "difference_high": "high"}
        return _one_row(frame[["value", "difference", *names]].rename(columns=names), "value", one)


def compare_declared(declared: Declared) -> Compared:
    """Read every row and compare all of them, ensembles included.

    Raises:
        UsageError: A manifest cannot be read, or seeds of a row differ in their settings.
        PredictionsError: A table is malformed, or tables are about different rows.
    """
    trained = _aligned([_trained(declared, row) for row in declared.rows])
    costs = {each.row.name: [one.cost for one in each.manifests] for each in trained}
    systems = add_ensembles(
        [each.system for each in trained], parse_ensembles(declared.ensembles), costs
    )
    comparison = compare_systems(systems, baseline=declared.baseline, resamples=declared.resamples)
    return Compared(declared, trained, systems, comparison)


def _learnt_from(manifest: RunManifest) -> tuple[str, object]:
    return manifest.data.fingerprint, (manifest.changes or {}).get("train_size")


def _trained(declared: Declared, row: Row) -> Trained:
    what = f"the row '{row.name}'"
    tables = [read_predictions(declared.path(file, what), row.name) for file in row.predictions]
    manifests = [_manifest(declared, row, file) for file in row.predictions]
    if any(each.identity != manifests[0].identity for each in manifests):
        raise UsageError(f"{what}: its seeds were trained with different settings")
    if any(_learnt_from(each) != _learnt_from(manifests[0]) for each in manifests):
        raise UsageError(f"{what}: its seeds learnt from different rows")
    seeds = [each.seed for each in manifests]
    if len(set(seeds)) < len(seeds):
        raise UsageError(f"{what}: a seed stands twice ({', '.join(map(str, seeds))})")
    validation = [table.split("validation") for table in tables]
    return Trained(
        row=row,
        tests=tuple(test_rows(table, row.name) for table in tables),
        validation=() if any(each.frame.empty for each in validation) else tuple(validation),
        manifests=tuple(manifests),
    )


def _manifest(declared: Declared, row: Row, file: str) -> RunManifest:
    path = declared.path(manifest_of(file), f"the row '{row.name}'")
    try:
        return RunManifest.from_json(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} is no manifest of a run ({error}): export the run again"
        ) from error


def _aligned(trained: Sequence[Trained]) -> tuple[Trained, ...]:
    """The same rows, all tests in one order."""
    ordered = iter(require_same_rows([table for each in trained for table in each.tests]))
    return tuple(
        Trained(each.row, tuple(next(ordered) for _ in each.tests), each.validation, each.manifests)
        for each in trained
    )


def _accuracy(predictions: Predictions) -> float:
    return float((predictions.predicted == predictions.labels).mean())


def _one_row(frame: pd.DataFrame, column: str, name: str) -> pd.Series:
    """The row of a frame in which a column says a name."""
    return frame[frame[column] == name].iloc[0]
