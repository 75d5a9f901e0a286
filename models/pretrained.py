"""Pretrained encoders: found on this disk, in the cache or on the Hub, or refused in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeVar

from ..exceptions import CheckpointError
from .quiet import quiet_transformers

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

    from .pooling import PooledClassifier

Pooling = Literal["default", "cls", "mean", "max", "attention", "last_four"]

T = TypeVar("T")
Loaded = TypeVar("Loaded", covariant=True)

_SECONDS_FOR_THE_HUB = 5.0


class Pretrained(NamedTuple):
    """A tokenizer and the network that reads its ids, with a head for some classes."""

    tokenizer: PreTrainedTokenizerBase
    network: PreTrainedModel | PooledClassifier


def load_checkpoint(
    name: str, classes: Sequence[str], local: Mapping[str, Path], pooling: Pooling = "default"
) -> Pretrained:
    """A pretrained encoder with a new classification head.

    Args:
        name: A folder, or the name of a checkpoint.
        classes: What the head tells apart.
        local: Folders on this disk that stand for names.
        pooling: What the head reads; ``"default"``: the head that transformers has for the encoder.

    Raises:
        CheckpointError: It cannot be had; the message says why, and what else can be chosen.
    """
    return find_checkpoint(name, local, partial(_load, classes=classes, pooling=pooling))


class Purpose(NamedTuple):
    """What a checkpoint is loaded for, in the words of messages.

    Attributes:
        done: What is done to it.
        option: What stands before its name where a user gives it.
    """

    done: str
    option: str


FINE_TUNING = Purpose("fine-tuned", "--set bert.checkpoint=")


class Load(Protocol[Loaded]):
    """Loads a checkpoint from a folder, the cache or the Hub."""

    def __call__(self, source: str, /, *, local_files_only: bool) -> Loaded:
        """Load it; ``local_files_only``: from this disk or not at all."""
        ...


def find_checkpoint(
    name: str, local: Mapping[str, Path], load: Load[T], purpose: Purpose = FINE_TUNING
) -> T:
    """What ``load`` makes of a checkpoint, wherever that lies.

    Args:
        name: A folder, or the name of a checkpoint.
        local: Folders on this disk that stand for names.
        load: Loads it.
        purpose: What for.

    Raises:
        CheckpointError: It cannot be had; the message says why, and what else can be chosen.
    """
    folder = local.get(name, Path(name).expanduser())
    if folder.is_dir():
        return _load_folder(name, folder, load, purpose)
    if folder.is_absolute() or name.startswith(".") or name.count("/") > 1:
        raise _unavailable(name, "no such folder", purpose)
    return _load_from_hub(name, load, purpose)


def load_folder(folder: Path, classes: Sequence[str], pooling: Pooling = "default") -> Pretrained:
    """Tokenizer and network from a folder.

    Raises:
        OSError: A file is missing.
        ValueError: The folder holds something else.
        RuntimeError: The weights do not fit.
        SafetensorError: The weights are damaged.
    """
    return _load(str(folder), classes, pooling, local_files_only=True)


def _load_folder(name: str, folder: Path, load: Load[T], purpose: Purpose) -> T:
    if not (folder / "config.json").is_file():
        raise _unavailable(name, "the folder holds no config.json", purpose)
    try:
        return load(str(folder), local_files_only=True)
    except _failures() as error:
        reason = f"not an encoder that can be {purpose.done} here ({_first_line(error)})"
        raise _unavailable(name, reason, purpose) from error


def _load_from_hub(name: str, load: Load[T], purpose: Purpose) -> T:
    from huggingface_hub import is_offline_mode

    offline = is_offline_mode()
    reachable = not offline and _hub_is_reachable()
    try:
        return load(name, local_files_only=not reachable)
    except _failures() as error:
        reason = _first_line(error)
        if offline:
            reason = "not in the local cache, and HF_HUB_OFFLINE forbids the download"
        elif not reachable:
            reason = "not in the local cache, and the Hugging Face Hub cannot be reached"
        elif "not a valid model identifier" in str(error):
            reason = "the Hugging Face Hub has no such checkpoint, or it is private"
        raise _unavailable(name, reason, purpose) from error


def _hub_is_reachable() -> bool:
    """Whether the Hub answers at all; asked once, since every file is retried for half a minute."""
    from huggingface_hub import constants, get_session

    try:
        get_session().head(constants.ENDPOINT, timeout=_SECONDS_FOR_THE_HUB)
    except Exception:  # the HTTP client, and so what it raises, differs between versions
        return False
    return True


def _load(
    source: str, classes: Sequence[str], pooling: Pooling, *, local_files_only: bool
) -> Pretrained:
    import torch
    from transformers import AutoModel, AutoModelForSequenceClassification, AutoTokenizer

    kind = AutoModelForSequenceClassification if pooling == "default" else AutoModel
    with quiet_transformers():
        tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=local_files_only)
        network = kind.from_pretrained(
            source,
            local_files_only=local_files_only,
            num_labels=len(classes),
            id2label=dict(enumerate(classes)),
            label2id={label: index for index, label in enumerate(classes)},
            problem_type="single_label_classification",
            dtype=torch.float32,
            ignore_mismatched_sizes=True,
        )
    if pooling == "default":
        return Pretrained(tokenizer, network)
    from .pooling import PooledClassifier

    return Pretrained(tokenizer, PooledClassifier(network, pooling, len(classes)))


def _failures() -> tuple[type[Exception], ...]:
    """What loading raises where a checkpoint is absent, damaged or no encoder."""
    from safetensors import SafetensorError

    return (OSError, ValueError, KeyError, ImportError, RuntimeError, SafetensorError)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:160]


def _unavailable(name: str, reason: str, purpose: Purpose) -> CheckpointError:
    return CheckpointError(
        f"checkpoint '{name}' cannot be loaded: {reason}. Choices: "
        f"{purpose.option}all-MiniLM-L6-v2 (embedded), a folder with an encoder, "
        "or another name on the Hub"
    )
