"""Files of the user's that a model starts from, as its settings name them."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..exceptions import MissingExtraError, UsageError
from .digests import files_digest
from .pretraining_run import RECORD

WITHOUT_FILE = ("random", "train")
"""Values of the setting ``vectors`` that name no file."""


def by_content(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a model, with files of the user's named by content and not by path."""
    named = dict(settings)
    checkpoint = _path(settings, "checkpoint")
    if checkpoint is not None and (checkpoint / "config.json").is_file():
        named["checkpoint"] = _folder(checkpoint)
    language_model = _path(settings, "language_model")
    if language_model is not None and language_model.is_dir():
        named["language_model"] = _folder(language_model)
    vectors = _path(settings, "vectors")
    if vectors is not None and settings["vectors"] not in WITHOUT_FILE and vectors.is_file():
        named["vectors"] = f"{vectors.name}@{files_digest([vectors])}"
    return named


def require_model_files(name: str, settings: Mapping[str, Any]) -> None:
    """Raise unless word vectors and language model that settings name are there to be read.

    Args:
        name: Of the model.
        settings: By name; those of a model that has no words name none.

    Raises:
        MissingExtraError: What reads word vectors is not installed.
        UsageError: There is no such file or folder.
    """
    folder = _path(settings, "language_model")
    if folder is not None and folder.is_file():
        raise UsageError(
            f"{name}.language_model: {folder} is a file: give a folder that sentiment-lab pretrain "
            f"lstm wrote, and word vectors as {name}.vectors"
        )
    if folder is not None and not folder.is_dir():
        raise UsageError(
            f"{name}.language_model: no folder {folder}: give one that sentiment-lab pretrain lstm "
            "wrote"
        )
    vectors = _path(settings, "vectors")
    if vectors is None or settings["vectors"] == WITHOUT_FILE[0]:
        return
    if find_spec("gensim") is None:
        raise MissingExtraError(f"{name}.vectors", "train")
    if settings["vectors"] not in WITHOUT_FILE and not vectors.is_file():
        raise UsageError(
            f"{name}.vectors: no file {vectors}: give random, train, or a file that "
            "sentiment-lab pretrain words wrote"
        )


def _path(settings: Mapping[str, Any], name: str) -> Path | None:
    """What a setting names; None where it is absent: an empty path would be the present folder."""
    value = settings.get(name)
    return Path(value).expanduser() if value else None


def _folder(folder: Path) -> str:
    """Name and content; the record of a pre-training tells whence, which is no part of it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != RECORD)
    return f"{folder.resolve().name}@{files_digest(files, folder)}"
