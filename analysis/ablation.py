"""One setting at a time: how good each value is, and how surely it differs from the default."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

import numpy as np
import pandas as pd

from .accuracy_resamples import resampled_accuracies
from .learning_curve import LearningCurve
from .metrics import Floats
from .predictions import Predictions, require_same_rows
from .significance import holm, mcnemar_midp
from .uncertainty import accuracy_interval

ScoredSplit = Literal["validation", "test"]

COLUMNS = (
    "value",
    "is_default",
    "failure",
    "seeds",
    "n",
    "n_train",
    "accuracy",
    "accuracy_low",
    "accuracy_high",
    "difference",
    "difference_low",
    "difference_high",
    "p",
    "p_holm",
    "accuracy_mean",
    "accuracy_sd",
    "difference_mean",
    "difference_sd",
    "train_seconds",
    "seconds_per_epoch",
    "peak_memory_bytes",
    "kept_epoch",
)
"""Columns of an ablation's table, in order."""

_TEXTS = ("value", "is_default", "failure")
_COUNTS = ("seeds", "n", "n_train", "peak_memory_bytes")


@dataclass(frozen=True)
class CellResult:
    """One value of a setting: predictions of each seed, and what its first seed cost.

    Attributes:
        value: As a user wrote it.
        is_default: Whether the other values are held against it.
        failure: Why there are no predictions, such as ``"out of memory"``; None where there are.
        runs: Predictions over the same rows, by seed; empty after a failure.
        train_seconds: Wall clock of the training with its evaluations.
        seconds_per_epoch: The same over the epochs that ran; None for a model without epochs.
        peak_memory_bytes: While training.
        kept_epoch: Whose weights the model has; None where there are none to choose from.
        n_train: Rows it learned from.
    """

    value: str
    is_default: bool
    failure: str | None = None
    runs: tuple[Predictions, ...] = ()
    train_seconds: float | None = None
    seconds_per_epoch: float | None = None
    peak_memory_bytes: int | None = None
    kept_epoch: float | None = None
    n_train: int | None = None

    def named(self, value: str) -> Self:
        """The same result under another name: tables share the cell of the default."""
        return replace(self, value=value)


@dataclass(frozen=True)
class AblationTable:
    """What `ablation_frame` made of one setting."""

    setting: str
    frame: pd.DataFrame


@dataclass(frozen=True)
class Ablation:
    """Tables of one model on one data set, and what they are figures of.

    Attributes:
        model: Its name.
        changes: ``MODEL.SETTING=VALUE`` of all cells, the default included.
        split: The rows that were scored.
        data: Name of the data set.
        unit: What a row is, in the plural.
        n: Rows that were scored.
        n_groups: Groups of dependent rows among them; None where they are not named.
        group_unit: What a group is, in the plural.
        n_train: Training rows of the data set.
        tables: One for each setting that was varied, in the order asked for.
        curve: Accuracy by training rows; None where they were not varied.
        resamples: Resampled sets behind the intervals of differences.
        seed: Of the resampling, and the first one of the trainings.
    """

    model: str
    changes: tuple[str, ...]
    split: ScoredSplit
    data: str
    unit: str
    n: int
    n_groups: int | None
    group_unit: str
    n_train: int
    tables: tuple[AblationTable, ...]
    curve: LearningCurve | None
    resamples: int
    seed: int


def ablation_frame(
    cells: Sequence[CellResult], *, resamples: int = 10_000, seed: int = 0
) -> pd.DataFrame:
    """Accuracy of every cell, and its paired difference to the default's.

    Args:
        cells: Values of one setting; one of them is the default.
        resamples: Resampled sets behind the intervals of the differences.
        seed: Of the resampling.

    Returns:
        One row a cell with `COLUMNS`: ``accuracy`` of the first seed with its 95 % interval;
        ``difference`` (cell - default, first seeds) with its own, ``p`` by McNemar's mid-p and
        ``p_holm`` over the cells; with several seeds ``accuracy_mean`` and ``accuracy_sd``, and
        mean and standard deviation of the differences seed by seed. Rows of one film count as
        dependent in the intervals. What is not known is missing: all figures of a cell that
        failed, and all differences where the default did.

    Raises:
        PredictionsError: Cells are over different rows.
    """
    rows = [_plain(cell) for cell in cells]
    finished = [position for position, cell in enumerate(cells) if cell.runs]
    runs = _aligned([cells[position] for position in finished])
    for position, seeds in zip(finished, runs, strict=True):
        rows[position] |= _accuracy(seeds)
    default = [number for number, at in enumerate(finished) if cells[at].is_default]
    if default:
        for position, found in zip(
            finished, _differences(runs, default[0], resamples, seed), strict=True
        ):
            rows[position] |= found
    return _typed(pd.DataFrame(rows, columns=pd.Index(COLUMNS)))


def _plain(cell: CellResult) -> dict[str, object]:
    return {name: getattr(cell, name) for name in COLUMNS if hasattr(cell, name)}


def _aligned(cells: Sequence[CellResult]) -> list[list[Predictions]]:
    """Runs of each cell, all in one order of rows."""
    aligned = iter(require_same_rows([run for cell in cells for run in cell.runs]))
    return [[next(aligned) for _ in cell.runs] for cell in cells]


def _accuracy(seeds: Sequence[Predictions]) -> dict[str, object]:
    figures = _accuracies(seeds)
    low, high = accuracy_interval(seeds[0])
    return {
        "seeds": len(seeds),
        "n": len(seeds[0].frame),
        "accuracy": figures[0],
        "accuracy_low": low,
        "accuracy_high": high,
        "accuracy_mean": figures.mean(),
        "accuracy_sd": _spread(figures),
    }


def _differences(
    runs: Sequence[Sequence[Predictions]], default: int, resamples: int, seed: int
) -> list[dict[str, object]]:
    """For each cell what it has over the default, in points of accuracy as fractions."""
    firsts = [seeds[0] for seeds in runs]
    known = resampled_accuracies(firsts, resamples, seed)
    tests = [_midp(first, firsts[default]) for first in firsts]
    others = [position for position in range(len(runs)) if position != default]
    adjusted = dict(zip(others, holm([tests[position] for position in others]), strict=True))
    rows: list[dict[str, object]] = [{} for _ in runs]
    for position in others:
        by_seed = _accuracies(runs[position]) - _accuracies(runs[default])
        (low, high), _ = known.difference(position, default)
        rows[position] = {
            "difference": by_seed[0],
            "difference_low": low,
            "difference_high": high,
            "p": tests[position],
            "p_holm": adjusted[position],
            "difference_mean": by_seed.mean(),
            "difference_sd": _spread(by_seed),
        }
    return rows


def _midp(cell: Predictions, default: Predictions) -> float:
    right, base_right = cell.predicted == cell.labels, default.predicted == default.labels
    return mcnemar_midp(int((right & ~base_right).sum()), int((base_right & ~right).sum()))


def _accuracies(seeds: Sequence[Predictions]) -> Floats:
    """Accuracy of each seed, shape (n seeds,)."""
    return np.array([(each.predicted == each.labels).mean() for each in seeds])


def _spread(values: Floats) -> float:
    """Sample standard deviation; one value has none."""
    return float(np.std(values, ddof=1)) if len(values) > 1 else float("nan")


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    kinds = dict.fromkeys(COLUMNS, "float64") | dict.fromkeys(_COUNTS, "Int64")
    return frame.astype({name: kind for name, kind in kinds.items() if name not in _TEXTS})
