"""Trains the cells of an ablation; one that fails by its setting ends that cell alone."""

import ctypes
import errno
import gc
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ..analysis.ablation import CellResult, ScoredSplit
from ..analysis.uncertainty import accuracy_interval
from ..data.dataset import Dataset
from ..exceptions import TrainingError
from ..models.processes import process_count
from .ablation_plan import Cell
from .ablation_sample import training_sample
from .checkpoints import local_checkpoints
from .listener import Listener
from .run import Run
from .store import RunStore
from .train import find_run, train

OUT_OF_MEMORY, DIVERGED = "out of memory", "diverged"

_OUT_OF_MEMORY_SIGNS = ("out of memory", "not enough memory", "can't allocate memory")
"""How torch words it: on CUDA and MPS, and on a processor of either system."""


@dataclass(frozen=True)
class CellTrainer:
    """Trains cells, or finds their runs.

    Attributes:
        dataset: With all of its training rows.
        store: Where runs are kept.
        seeds: Each cell is trained once with each of them.
        device: ``"auto"`` or a torch device.
        split: The split whose accuracy is reported.
        listener: Told of the progress.
    """

    dataset: Dataset
    store: RunStore
    seeds: Sequence[int]
    device: str
    split: ScoredSplit
    listener: Listener

    def require(self, cells: Sequence[Cell]) -> None:
        """Raise unless all is here that the cells without a run need.

        Raises:
            SentimentLabError: As of `ModelPlan.require`.
        """
        for cell in cells:
            found = (self._find(cell, seed) for seed in self.seeds)
            if any(run is None for run in found):
                cell.plan.require(self.device, local_checkpoints(cell.plan, self.listener))

    def result(self, cell: Cell) -> CellResult:
        """Train a cell with every seed; out of memory or diverged, it is a result that says so.

        Raises:
            SentimentLabError: What training raises for any other reason.
        """
        runs: list[Run] = []
        for seed in self.seeds:
            trained = self._train(cell, seed)
            if isinstance(trained, str):
                self.listener.say(f"{_title(cell)}: {trained}, seed {seed}")
                return CellResult(cell.value, cell.is_default, failure=trained)
            runs.append(trained)
        return _measured(cell, runs, self.split)

    def data(self, cell: Cell, seed: int) -> Dataset:
        """The data that a cell learns from with a seed."""
        if cell.train_size is None:
            return self.dataset
        return training_sample(self.dataset, cell.train_size, seed)

    def _find(self, cell: Cell, seed: int) -> Run | None:
        return find_run(cell.plan, self.data(cell, seed), self.store, seed)

    def _train(self, cell: Cell, seed: int) -> Run | str:
        """The run, or why there is none; the error is dropped here, for it holds the memory."""
        _free_memory()
        try:
            return train(
                cell.plan,
                self.data(cell, seed),
                self.store,
                seed=seed,
                device=self.device,
                listener=_CellListener(self.listener, _title(cell), self.split),
            )
        except TrainingError:
            return DIVERGED
        except Exception as error:
            # In a distributed launch the other processes wait for this one: nothing can go on.
            if process_count() > 1 or not is_out_of_memory(error):
                raise
            return OUT_OF_MEMORY


@dataclass(frozen=True)
class _CellListener:
    """Tells of a cell by its value and its accuracy on the split that is scored."""

    listener: Listener
    title: str
    split: ScoredSplit

    def started(self, title: str) -> None:  # noqa: ARG002 - the model is the same in every cell
        self.listener.started(self.title)

    def progress(self, done: int, total: int, note: str) -> None:
        self.listener.progress(done, total, note)

    def say(self, line: str) -> None:
        self.listener.say(line)

    def finished(self, run: Run, *, trained: bool) -> None:
        scored = run.predictions().split(self.split)
        low, high = accuracy_interval(scored)
        right = float((scored.labels == scored.predicted).mean())
        figures = f"{100 * right:.1f} % ({100 * low:.1f} to {100 * high:.1f}) on {self.split}"
        seconds = f"trained in {run.manifest.cost.train_seconds or 0:.0f} s"
        origin = seconds if trained else f"stored {run.manifest.created[:10]}"
        self.listener.say(f"{self.title}: accuracy {figures}, seed {run.manifest.seed}, {origin}")


def is_out_of_memory(error: BaseException | None) -> bool:
    """Whether memory ran out, of a device or of the machine, whichever library says so.

    Args:
        error: What was raised; also what it was raised from counts.
    """
    while error is not None:
        text = str(error).lower()
        torch_says = isinstance(error, RuntimeError) and any(
            sign in text for sign in _OUT_OF_MEMORY_SIGNS
        )
        system_says = isinstance(error, OSError) and error.errno == errno.ENOMEM
        if torch_says or system_says or isinstance(error, MemoryError):
            return True
        error = error.__cause__
    return False


def _title(cell: Cell) -> str:
    if cell.is_default:
        return "default"
    return f"{cell.setting}={cell.value}" if cell.setting else cell.value


def _free_memory() -> None:
    """Give back what an earlier cell held: weights in cycles, freed pages, cached blocks.

    Else the next cell would work in them, and its peak of memory would be measured too low.
    """
    gc.collect()
    if sys.platform == "linux":
        # Of glibc alone; another C library has no such name.
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()


def _measured(cell: Cell, runs: Sequence[Run], split: ScoredSplit) -> CellResult:
    """What the analysis needs of a cell: the cost and the epochs are the first seed's."""
    manifest = runs[0].manifest
    epochs = max((record.epoch for record in manifest.history), default=None)
    seconds = manifest.cost.train_seconds
    return CellResult(
        cell.value,
        cell.is_default,
        runs=tuple(run.predictions().split(split) for run in runs),
        train_seconds=seconds,
        seconds_per_epoch=seconds / epochs if seconds is not None and epochs else None,
        peak_memory_bytes=manifest.cost.peak_memory_bytes,
        kept_epoch=_kept_epoch(runs[0]),
        n_train=manifest.data.n_train,
    )


def _kept_epoch(run: Run) -> float | None:
    """The epoch whose weights are the run's; None where that is not known."""
    records = run.manifest.history
    settings: Mapping[str, object] = run.manifest.identity.get("settings", {})
    if not records or settings.get("keep") not in {"best", "last"}:
        return None
    looked = [
        (each.validation_accuracy, -each.validation_loss)
        for each in records
        if each.validation_accuracy is not None and each.validation_loss is not None
    ]
    if settings["keep"] == "last" or len(looked) < len(records):
        return records[-1].epoch
    return records[looked.index(max(looked))].epoch
