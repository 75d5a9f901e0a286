"""Trains an encoder further on texts without labels, and stores it as a checkpoint."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from ..data.text_batches import TextFile
from ..exceptions import RunError, UsageError
from ..models.classifier import Execution
from ..models.device import choose_device, choose_precision, require_training_extra
from ..models.masked_settings import MaskedLanguageSettings
from ..models.processes import process_count
from .checkpoints import local_folders
from .digests import KEY_LENGTH
from .listener import Listener, Silent

if TYPE_CHECKING:
    from ..models.masked_checkpoint import MaskedCheckpoint
    from .pretraining_texts import PretrainingTexts

RECORD = "pretraining.json"


@dataclass(frozen=True)
class PretrainingRequest:
    """What to train further, and how.

    Attributes:
        checkpoint: A folder, the embedded checkpoint's name, or a name of the Hub.
        settings: Of the training.
        seed: Of fresh weights, hidden tokens and the texts held out.
        device: Where to compute.
    """

    checkpoint: str
    settings: MaskedLanguageSettings = field(default_factory=MaskedLanguageSettings)
    seed: int = 0
    device: str = "auto"

    def key(self, weights: str, texts: str) -> str:
        """What is alike for the same settings and seed, and weights and texts of a digest."""
        parts = json.dumps([self.settings.values(), self.seed, weights, texts])
        return hashlib.sha256(parts.encode()).hexdigest()[:KEY_LENGTH]


@dataclass(frozen=True)
class PretrainedEncoder:
    """What a pre-training came to; stored beside the weights as ``pretraining.json``.

    Attributes:
        key: Of the checkpoint's weights, the texts, the settings and the seed.
        checkpoint: The name that was given.
        seed: Of fresh weights, hidden tokens and the texts held out.
        settings: By name.
        n_texts: Texts learnt from.
        n_held_out: Texts held out.
        n_stretches: Rows that the texts learnt from were cut into.
        n_tokens: Tokens of these rows, special ones included.
        train_losses: Mean loss of the hidden tokens in every epoch, in nats.
        losses: The same on the texts held out: before training and after each epoch.
    """

    key: str
    checkpoint: str
    seed: int
    settings: Mapping[str, Any]
    n_texts: int
    n_held_out: int
    n_stretches: int
    n_tokens: int
    train_losses: list[float]
    losses: list[float]


def pretrain_encoder(
    request: PretrainingRequest, file: TextFile, output: Path, listener: Listener | None = None
) -> PretrainedEncoder:
    """Train an encoder by masked language modelling and write it to a folder.

    The folder is a checkpoint of the same kind, which ``bert.checkpoint`` and this function take.
    It appears when all is complete. An interrupted call leaves a hidden folder beside it, from
    which the same call, with the same texts, goes on; what is complete is not trained again.

    Args:
        request: What to train, and how.
        file: The texts. Neither they nor their tokens are held in memory.
        output: The folder.
        listener: Told of the progress.

    Raises:
        AssetError: The embedded checkpoint cannot be fetched.
        CheckpointError: The checkpoint cannot be had or cannot predict hidden tokens.
        DataError: The texts are too few or cannot be read.
        RunError: The folder holds something else, or cannot be written.
        UsageError: A setting does not fit the encoder or the device, or several processes run.
        MissingExtraError: The extra ``train`` is not installed.
    """
    listener = listener or Silent()
    _require_possible(request, output)
    listener.started(output.name)
    from ..models.masked_checkpoint import load_masked_checkpoint
    from .pretraining_texts import survey_texts

    local = local_folders(request.checkpoint, listener)
    loaded = load_masked_checkpoint(request.checkpoint, local, request.seed)
    loaded.encoder(request.settings.max_length)
    texts = survey_texts(file, request.seed, listener)
    key = request.key(loaded.digest(), texts.digest)
    if output.is_dir() and any(output.iterdir()):
        return _stored(output, key)
    if loaded.head_is_fresh:
        listener.say(
            f"{request.checkpoint} has no masked-language head: a fresh one, its output layer tied "
            "to the word embeddings, is trained with it"
        )
    with _staging(output, key) as staged:
        record = _train(request, loaded, texts, staged, key=key, listener=listener)
        _store(loaded, record, staged, output)
    return record


def _require_possible(request: PretrainingRequest, output: Path) -> None:
    """Raise, before anything is read, unless it can be done here."""
    require_training_extra("pretrain")
    choose_precision(request.settings.precision, choose_device(request.device))
    if process_count() > 1:
        raise UsageError("pretrain runs in one process, on one device: start it without a launcher")
    if not output.absolute().parent.is_dir():
        raise RunError(f"cannot write {output}: there is no folder {output.parent}")
    taken = output.exists() and not output.is_dir()
    if taken or (output.is_dir() and any(output.iterdir()) and not (output / RECORD).is_file()):
        raise _taken(output)


def _stored(output: Path, key: str) -> PretrainedEncoder:
    """What a folder holds, if that is the result of the same training."""
    try:
        record = PretrainedEncoder(**json.loads((output / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise _taken(output) from None
    if record.key != key:
        raise _taken(output)
    return record


def _taken(output: Path) -> RunError:
    return RunError(
        f"{output} is there already, and not from this training: remove it or name another folder"
    )


def _train(
    request: PretrainingRequest,
    loaded: "MaskedCheckpoint",
    texts: "PretrainingTexts",
    staged: Path,
    *,
    key: str,
    listener: Listener,
) -> PretrainedEncoder:
    from ..models.masked_language import train_masked_language
    from ..models.pretraining import PretrainingData

    encoder = loaded.encoder(request.settings.max_length)
    parts = texts.tokenised(encoder, loaded.vocabulary(), staged / "texts", listener)
    execution = Execution(
        seed=request.seed,
        device=request.device,
        checkpoint_dir=staged / "checkpoints",
        on_progress=listener.progress,
    )
    data = PretrainingData(parts.train, parts.held_out, key)
    history = train_masked_language(loaded, data, request.settings, execution)
    return PretrainedEncoder(
        key=key,
        checkpoint=request.checkpoint,
        seed=request.seed,
        settings=request.settings.values(),
        n_texts=parts.n_train,
        n_held_out=parts.n_held_out,
        n_stretches=len(parts.train),
        n_tokens=int(parts.train.lengths.sum()),
        train_losses=[each.train_loss for each in history if each.train_loss is not None],
        losses=[each.validation_loss for each in history if each.validation_loss is not None],
    )


@contextmanager
def _staging(output: Path, key: str) -> Iterator[Path]:
    """A folder beside the output to train in, which keeps its content if the block fails."""
    staged = output.absolute().with_name(f".{output.name}.pretraining-{key}")
    lock = FileLock(staged.with_name(staged.name + ".lock"), timeout=0)
    try:
        lock.acquire()
        staged.mkdir(exist_ok=True)
    except Timeout:
        raise RunError(
            f"{output} is being trained by another process: wait until it ends"
        ) from None
    except OSError as error:
        raise RunError(f"cannot write {output}: {error.strerror}: name another folder") from error
    try:
        yield staged
    finally:
        with suppress(OSError):
            Path(lock.lock_file).unlink()
        lock.release()


def _store(
    loaded: "MaskedCheckpoint", record: PretrainedEncoder, staged: Path, output: Path
) -> None:
    """Write the checkpoint, give it its name in one step, and drop what it was made from."""
    from ..models.checkpoints import writing_to

    complete = staged / "complete"
    with writing_to(output):
        shutil.rmtree(complete, ignore_errors=True)
        loaded.save(complete)
        content = json.dumps(asdict(record), indent=2)
        (complete / RECORD).write_text(content + "\n", encoding="utf-8")
        complete.replace(output)
    shutil.rmtree(staged, ignore_errors=True)
