"""What training keeps on disk to be resumed: the newest complete checkpoint and the best weights.

The Trainer writes a checkpoint file by file, so a folder may be half written when the process is
killed. A checkpoint counts once its marker lies beside its files: written last, by renaming, with
the size of each file, the key of the training it belongs to, and how far that has come.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from torch import Tensor

from ..exceptions import RunError
from .classifier import EpochRecord

_MARKER = "progress.json"
_PREFIX = "checkpoint-"
_BEST = "best-{step}.safetensors"


@dataclass
class Progress:
    """How far a training has come.

    Attributes:
        history: One record an evaluation.
        best_step: Step of the best evaluation; None before the first.
        best_epoch: Its epoch.
        best_accuracy: Its validation accuracy.
        best_loss: Its validation loss, in nats a text.
        loss_sum: Sum of the losses of the steps since the last evaluation.
        loss_steps: How many steps these are.
        stopped: Whether training ended before its last epoch, for want of progress.
    """

    history: list[EpochRecord] = field(default_factory=list[EpochRecord])
    best_step: int | None = None
    best_epoch: float = 0.0
    best_accuracy: float = -1.0
    best_loss: float = float("inf")
    loss_sum: float = 0.0
    loss_steps: int = 0
    stopped: bool = False


@dataclass(frozen=True)
class Checkpoint:
    """A complete checkpoint to go on from.

    Attributes:
        folder: What the Trainer resumes from.
        progress: What this package keeps beside it.
    """

    folder: Path
    progress: Progress


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turn whatever torch and safetensors raise on a full or read-only disk into one line.

    Raises:
        RunError: Something could not be written inside.
    """
    from safetensors import SafetensorError

    try:
        yield
    except (OSError, RuntimeError, SafetensorError) as error:
        reason = str(error).partition("\n")[0]
        raise RunError(f"cannot write to {folder}: {reason}: make room or mend it") from error


class CheckpointFolder:
    """The checkpoints of one training.

    Args:
        folder: Where they lie; nothing else is kept there.
        key: Tells this training from every other: a checkpoint with another key is never resumed.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self._key = key

    def newest(self) -> Checkpoint | None:
        """The checkpoint to resume from; None where there is no complete one of this training."""
        found = [(_step(path), path) for path in self.folder.glob(f"{_PREFIX}*")]
        for _, path in sorted(found, reverse=True):
            progress = self._complete(path)
            if progress is not None:
                return Checkpoint(path, progress)
        return None

    def mark_complete(self, step: int, progress: Progress) -> None:
        """Declare the Trainer's checkpoint of a step complete, and drop all that it replaces."""
        path = self.folder / f"{_PREFIX}{step}"
        content = {"key": self._key, "files": _sizes(path), "progress": asdict(progress)}
        beside = path / f"{_MARKER}.partial"
        beside.write_text(json.dumps(content), encoding="utf-8")
        beside.replace(path / _MARKER)
        self.drop_all_but(Checkpoint(path, progress))

    def drop_all_but(self, kept: Checkpoint | None) -> None:
        """Delete every checkpoint and all best weights but those of one checkpoint, if any."""
        best = None if kept is None else self._best(kept.progress.best_step)
        for path in self.folder.glob(f"{_PREFIX}*"):
            if kept is None or path != kept.folder:
                # The marker goes first: a deletion cut short must not leave what looks complete.
                (path / _MARKER).unlink(missing_ok=True)
                shutil.rmtree(path, ignore_errors=True)
        for path in self.folder.glob(_BEST.format(step="*")):
            if path != best:
                path.unlink(missing_ok=True)

    def save_best(self, weights: Mapping[str, Tensor], step: int) -> None:
        """Keep the weights of the best evaluation so far, unless they are kept already."""
        from safetensors.torch import save_file

        path = self._best(step)
        if not path.exists():
            beside = path.with_suffix(".partial")
            save_file(dict(weights), beside)
            beside.replace(path)

    def load_best(self, step: int) -> dict[str, Tensor]:
        """The weights of the best evaluation."""
        from safetensors.torch import load_file

        return load_file(self._best(step))

    def _best(self, step: int | None) -> Path:
        return self.folder / _BEST.format(step=step)

    def _complete(self, path: Path) -> Progress | None:
        """How far the checkpoint had come; None where it is damaged or another training's."""
        content = _read_marker(path / _MARKER)
        if content is None or content["key"] != self._key or content["files"] != _sizes(path):
            return None
        values: dict[str, Any] = content["progress"]
        progress = Progress(**values)
        progress.history = [EpochRecord(**record) for record in values["history"]]
        if progress.best_step is not None and not self._best(progress.best_step).exists():
            return None
        return progress


def _read_marker(path: Path) -> dict[str, Any] | None:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _sizes(path: Path) -> dict[str, int]:
    """Bytes of every file of a checkpoint but its marker."""
    files = (each for each in sorted(path.iterdir()) if not each.name.startswith(_MARKER))
    return {each.name: each.stat().st_size for each in files if each.is_file()}


def _step(path: Path) -> int:
    number = path.name.removeprefix(_PREFIX)
    return int(number) if number.isdecimal() else -1
