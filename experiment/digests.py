"""Digests of what lies in files: a run is known by their content, not by their path."""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

KEY_LENGTH = 12
"""Hexadecimal digits of a digest."""


def source_digest(spec: str) -> str:
    """Digest of the source of an object named ``package.module:object``: its module or package.

    Raises:
        UsageError: The object cannot be loaded.
    """
    from ..models.custom import load_object

    load_object(spec)
    name = spec.partition(":")[0]
    package = Path(str(sys.modules[name.partition(".")[0]].__file__))
    if package.name == "__init__.py":
        return folder_digest(package.parent, "*.py")
    return files_digest([Path(str(sys.modules[name].__file__))])


def folder_digest(folder: Path, pattern: str = "*") -> str:
    """Digest of the files of a folder and those below it: their relative names and contents.

    Args:
        folder: Where to look.
        pattern: Which file names count.
    """
    files = sorted(path for path in folder.rglob(pattern) if path.is_file())
    return files_digest(files, folder)


def files_digest(files: Sequence[Path], folder: Path | None = None) -> str:
    """Digest of files, in their order: their names, within a folder if one is given, and contents.

    Args:
        files: Which files.
        folder: What their names are relative to; None: the last part of each counts.
    """
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path.relative_to(folder) if folder else path.name).encode())
        with path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:KEY_LENGTH]
