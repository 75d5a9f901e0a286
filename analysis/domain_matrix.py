"""Trained in one domain, tested in another: accuracy, and what it loses on a model of that domain.

Every model that is tested on a test set is held against the one that was trained in its domain,
row by row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..exceptions import UsageError
from .accuracy_resamples import resampled_accuracies
from .clusters import resampling_groups
from .paired_accuracy import paired_accuracy
from .predictions import Predictions, require_same_rows
from .significance import holm
from .uncertainty import accuracy_interval

CELL_COLUMNS = (
    "train",
    "test",
    "seeds",
    "n",
    "overlap",
    "accuracy",
    "accuracy_low",
    "accuracy_high",
    "accuracy_mean",
    "accuracy_sd",
)
"""Columns of `DomainMatrix.cells`, in order."""

DIFFERENCE_COLUMNS = (
    "train",
    "test",
    "difference",
    "difference_low",
    "difference_high",
    "p",
    "p_holm",
    "resolvable_difference",
    "only_model_right",
    "only_baseline_right",
)
"""Columns of `DomainMatrix.differences`, in order."""


@dataclass(frozen=True)
class DomainCell:
    """A model of one domain on the test set of another, or of its own.

    Attributes:
        train: Name of the data set it was trained on.
        test: Name of the data set it is tested on.
        runs: Its test predictions by seed; those of all cells of one test set are about the same
            rows and classes.
        overlap: Test rows whose text stands in its train or validation.
    """

    train: str
    test: str
    runs: tuple[Predictions, ...]
    overlap: int


@dataclass(frozen=True)
class Domain:
    """A data set of the matrix.

    Attributes:
        name: The name or path it was asked for by.
        unit: What one row is, in the plural.
        n_train, n_validation: Rows.
        n_test: Rows that are scored.
        n_groups: Groups of dependent rows among these; None where they are not named.
        group_unit: What a group is, in the plural.
    """

    name: str
    unit: str
    n_train: int
    n_validation: int
    n_test: int
    n_groups: int | None
    group_unit: str


@dataclass(frozen=True)
class DomainMatrix:
    """One model over several domains.

    Attributes:
        model: Its name.
        changes: ``MODEL.SETTING=VALUE`` that hold in every cell.
        domains: In the order asked for.
        cells: As `domain_cells` gives them.
        differences: As `domain_differences` gives them.
        label_map: ``LABEL=NAME`` that were given.
        dropped: Test rows that were left out because their text stands in some train; None where
            they were kept.
        refitted: Whether the models learnt from the validation rows in the end.
        resamples: Resampled test sets behind the intervals of differences.
        seed: Of the resampling, and the first one of the trainings.
    """

    model: str
    changes: tuple[str, ...]
    domains: tuple[Domain, ...]
    cells: pd.DataFrame
    differences: pd.DataFrame
    label_map: tuple[str, ...]
    dropped: int | None
    refitted: bool
    resamples: int
    seed: int


def domain_cells(cells: Sequence[DomainCell]) -> pd.DataFrame:
    """Accuracy of every cell.

    Returns:
        One row a cell with `CELL_COLUMNS`: ``accuracy`` of the first seed with its 95 % interval
        (Wilson's, rows of one group being dependent), mean and sample standard deviation over the
        seeds, and ``overlap``, the test rows whose text the model learnt from.
    """
    rows = []
    for cell in cells:
        accuracies = [float((each.predicted == each.labels).mean()) for each in cell.runs]
        low, high = accuracy_interval(cell.runs[0])
        rows.append(
            {
                "train": cell.train,
                "test": cell.test,
                "seeds": len(cell.runs),
                "n": len(cell.runs[0].frame),
                "overlap": cell.overlap,
                "accuracy": accuracies[0],
                "accuracy_low": low,
                "accuracy_high": high,
                "accuracy_mean": float(np.mean(accuracies)),
                "accuracy_sd": float(np.std(accuracies, ddof=1)) if accuracies[1:] else np.nan,
            }
        )
    return pd.DataFrame(rows, columns=pd.Index(CELL_COLUMNS))


def domain_differences(
    cells: Sequence[DomainCell], *, resamples: int = 10_000, seed: int = 0
) -> pd.DataFrame:
    """What a model of another domain has over the one of the test set's own, on the same rows.

    Args:
        cells: All cells of one matrix; each test set has one of its own domain.
        resamples: Resampled test sets behind the intervals.
        seed: Of the resampling.

    Returns:
        One row a cell off the diagonal with `DIFFERENCE_COLUMNS`: ``difference`` of accuracy (the
        cell - the model of the test set's domain, first seeds) with its 95 % interval, ``p`` by
        McNemar's mid-p, ``p_holm`` over all these cells, ``resolvable_difference`` at 80 % power
        at the level of Holm's first step.

    Raises:
        UsageError: A test set has no cell of its own domain.
        PredictionsError: Cells of one test set are about different rows.
    """
    tests = list(dict.fromkeys(cell.test for cell in cells))
    family = sum(cell.train != cell.test for cell in cells)
    rows = []
    for test in tests:
        column = [cell for cell in cells if cell.test == test]
        rows += _against_own(column, family, resamples, seed)
    frame = pd.DataFrame(rows, columns=pd.Index(DIFFERENCE_COLUMNS))
    frame["p_holm"] = holm(frame["p"].to_numpy(float))
    return frame


def _against_own(
    column: Sequence[DomainCell], family: int, resamples: int, seed: int
) -> list[dict[str, object]]:
    """The differences within one test set."""
    trains = [cell.train for cell in column]
    if column[0].test not in trains:
        raise UsageError(f"no model was trained on {column[0].test}, which others are tested on")
    own = trains.index(column[0].test)
    firsts = require_same_rows([cell.runs[0] for cell in column])
    known = resampled_accuracies(firsts, resamples, seed)
    groups, n = resampling_groups(firsts[own].groups), len(firsts[own].frame)
    rows: list[dict[str, object]] = []
    for position, cell in enumerate(column):
        if position == own:
            continue
        (low, high), _ = known.difference(position, own)
        tested = paired_accuracy(firsts[position], firsts[own], groups, comparisons=family)
        rows.append(
            {
                "train": cell.train,
                "test": cell.test,
                "difference": (tested.only_model_right - tested.only_baseline_right) / n,
                "difference_low": low,
                "difference_high": high,
                **tested._asdict(),
            }
        )
    return rows
