"""Writing files that are either there in full or not there at all."""

import os
import uuid
from collections.abc import Callable
from pathlib import Path


def write_beside(path: Path, write: Callable[[Path], object]) -> None:
    """Let a file be written under a name of its own, then give it its name in one step.

    Two processes may write the same file at once: each is complete, the later one stays.

    Args:
        path: What the file shall be called; its folder exists.
        write: Writes a file at the path it is given.

    Raises:
        OSError: It cannot be written; nothing is left behind.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}.new")
    try:
        write(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, in full or not at all.

    Raises:
        OSError: It cannot be written; nothing is left behind.
    """
    write_beside(path, lambda beside: beside.write_text(text, encoding="utf-8"))
