"""Files of the user's that a model starts from, as its settings name them."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..exceptions import MissingExtraError, UsageError
from .digests import files_digest, folder_digest

WITHOUT_FILE = ("random", "train")
"""Values of the setting ``vectors`` that name no file."""


def by_content(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a model, with files of the user's named by content and not by path."""
    named = dict(settings)
    checkpoint = Path(str(settings.get("checkpoint", "")))
    if (checkpoint / "config.json").is_file():
        named["checkpoint"] = _folder(checkpoint)
    language_model = settings.get("language_model")
    if language_model is not None and Path(language_model).is_dir():
        named["language_model"] = _folder(Path(language_model))
    vectors = Path(str(settings.get("vectors", "")))
    if vectors.is_file():
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
    folder = settings.get("language_model")
    if folder is not None and not Path(folder).is_dir():
        raise UsageError(
            f"{name}.language_model: no folder {folder}: give one that sentiment-lab pretrain lstm "
            "wrote"
        )
    vectors = settings.get("vectors", WITHOUT_FILE[0])
    if vectors != WITHOUT_FILE[0] and find_spec("gensim") is None:
        raise MissingExtraError(f"{name}.vectors", "train")
    if vectors not in WITHOUT_FILE and not Path(vectors).is_file():
        raise UsageError(
            f"{name}.vectors: no file {vectors}: give random, train, or a file that "
            "sentiment-lab pretrain words wrote"
        )


def _folder(folder: Path) -> str:
    return f"{folder.resolve().name}@{folder_digest(folder)}"
