"""Training on texts without labels: resumed after a kill, stored in one step, done but once."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from ..data.text_batches import TextFile
from ..exceptions import RunError, UsageError
from ..files import held
from ..models.classifier import EpochRecord, Execution
from ..models.device import choose_device, choose_precision, require_training_extra
from ..models.pretraining_settings import PretrainingSettings
from ..models.processes import process_count
from .digests import KEY_LENGTH
from .listener import Listener

if TYPE_CHECKING:
    from ..models.pretraining_data import PretrainingData

RECORD = "pretraining.json"
_FORMAT = 2
"""Raised when equal settings come to train something else: older folders no longer count."""

S = TypeVar("S", bound=PretrainingSettings)


class Learner(Protocol):
    """What is trained: turns texts into rows of token ids, and learns from them."""

    def digest(self) -> str:
        """Tells where it starts from every other start."""
        ...

    def encode_stretches(self, texts: Sequence[str]) -> list[list[list[int]]]:
        """Rows of token ids of every text."""
        ...

    def teaches(self, token_ids: Sequence[int]) -> bool:
        """Whether anything can be learnt from a row."""
        ...

    def fit(self, data: "PretrainingData", execution: Execution) -> list[EpochRecord]:
        """Train on rows; a record before training and one after each epoch."""
        ...

    def save(self, folder: Path) -> None:
        """Write what was trained."""
        ...


@dataclass(frozen=True)
class PretrainingRequest(Generic[S]):
    """What a training starts from, and how it goes.

    Attributes:
        start: Name or file of what is trained further.
        settings: Of the training.
        seed: Of fresh weights, of all that is drawn, and of the texts held out.
        device: Where to compute.
    """

    start: str
    settings: S
    seed: int = 0
    device: str = "auto"

    def key(self, start: str, texts: str) -> str:
        """What is alike for the same settings and seed, and a start and texts of a digest."""
        parts = json.dumps([_FORMAT, self.settings.values(), self.seed, start, texts])
        return hashlib.sha256(parts.encode()).hexdigest()[:KEY_LENGTH]


@dataclass(frozen=True)
class PretrainingRecord:
    """What a training came to; stored beside the weights as ``pretraining.json``.

    Attributes:
        key: Of the start, the texts, the settings and the seed.
        start: Name or file that was given.
        seed: Of fresh weights, of all that is drawn, and of the texts held out.
        settings: By name.
        n_texts: Texts learnt from.
        n_held_out: Texts held out.
        n_stretches: Rows that the texts learnt from were cut into.
        n_tokens: Tokens of these rows, special ones included.
        train_losses: Mean loss of what is predicted in every epoch, in nats.
        losses: The same on the texts held out: before training and after each epoch.
    """

    key: str
    start: str
    seed: int
    settings: Mapping[str, Any]
    n_texts: int
    n_held_out: int
    n_stretches: int
    n_tokens: int
    train_losses: list[float]
    losses: list[float]


def require_pretraining(request: PretrainingRequest[S], output: Path) -> None:
    """Raise, before anything is read, unless it can be done here.

    Raises:
        MissingExtraError: The extra ``train`` is not installed.
        RunError: The folder holds something else, or its parent is missing.
        UsageError: The precision does not fit the device, or several processes run.
    """
    require_training_extra("pretrain")
    choose_precision(request.settings.precision, choose_device(request.device))
    if process_count() > 1:
        raise UsageError("pretrain runs in one process, on one device: start it without a launcher")
    if not output.absolute().parent.is_dir():
        raise RunError(f"cannot write {output}: there is no folder {output.parent}")
    taken = output.exists() and not output.is_dir()
    if taken or (output.is_dir() and any(output.iterdir()) and not (output / RECORD).is_file()):
        raise _taken(output)


def pretrain_learner(
    learner: Learner,
    request: PretrainingRequest[S],
    file: TextFile,
    output: Path,
    listener: Listener,
) -> PretrainingRecord:
    """Train and write to a folder, which appears when all is complete.

    An interrupted call leaves a hidden folder beside it, from which the same call, with the same
    texts, goes on; what is complete is not trained again.

    Args:
        learner: What is trained.
        request: How.
        file: The texts. Neither they nor their tokens are held in memory.
        output: The folder.
        listener: Told of the progress.

    Raises:
        DataError: The texts are too few or cannot be read.
        RunError: The folder holds something else, or cannot be written.
        TrainingError: The loss became infinite or undefined.
    """
    from .pretraining_texts import survey_texts

    texts = survey_texts(file, request.seed, listener)
    key = request.key(learner.digest(), texts.digest)
    if output.is_dir() and any(output.iterdir()):
        return _stored(output, key)
    with _staging(output, key) as staged:
        from ..models.checkpoints import writing_to
        from ..models.pretraining_data import PretrainingData

        with writing_to(staged):
            parts = texts.tokenised(learner, staged / "texts", listener)
        execution = Execution(
            seed=request.seed,
            device=request.device,
            checkpoint_dir=staged / "checkpoints",
            on_progress=listener.progress,
        )
        history = learner.fit(PretrainingData(parts.train, parts.held_out, key), execution)
        record = PretrainingRecord(
            key=key,
            start=request.start,
            seed=request.seed,
            settings=request.settings.values(),
            n_texts=parts.n_train,
            n_held_out=parts.n_held_out,
            n_stretches=len(parts.train),
            n_tokens=int(parts.train.lengths.sum()),
            train_losses=[each.train_loss for each in history if each.train_loss is not None],
            losses=[each.validation_loss for each in history if each.validation_loss is not None],
        )
        _store(learner, record, staged, output)
    return record


def _stored(output: Path, key: str) -> PretrainingRecord:
    """What a folder holds, if that is the result of the same training."""
    try:
        record = PretrainingRecord(**json.loads((output / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise _taken(output) from None
    if record.key != key:
        raise _taken(output)
    return record


def _taken(output: Path) -> RunError:
    return RunError(
        f"{output} is there already, and not from this training: remove it or name another folder"
    )


@contextmanager
def _staging(output: Path, key: str) -> Iterator[Path]:
    """A folder beside the output to train in, which keeps its content if the block fails."""
    staged = output.absolute().with_name(f".{output.name}.pretraining-{key}")
    lock = ExitStack()
    try:
        lock.enter_context(held(staged.with_name(staged.name + ".lock")))
        staged.mkdir(exist_ok=True)
    except TimeoutError:
        raise RunError(
            f"{output} is being trained by another process: wait until it ends"
        ) from None
    except OSError as error:
        raise RunError(f"cannot write {output}: {error.strerror}: name another folder") from error
    with lock:
        yield staged


def _store(learner: Learner, record: PretrainingRecord, staged: Path, output: Path) -> None:
    """Write what was trained, give it its name in one step, and drop what it was made from."""
    from ..models.checkpoints import writing_to

    complete = staged / "complete"
    with writing_to(output):
        shutil.rmtree(complete, ignore_errors=True)
        learner.save(complete)
        content = json.dumps(asdict(record), indent=2)
        (complete / RECORD).write_text(content + "\n", encoding="utf-8")
        complete.replace(output)
    shutil.rmtree(staged, ignore_errors=True)
