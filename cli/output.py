"""Where results go: standard output, or a file that appears complete or not at all."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..exceptions import UsageError
from ..files import write_beside

if TYPE_CHECKING:
    import pandas as pd

FILE_WIDTH = 120


def emit(result: Any, path: Path | None) -> None:
    """Print a result, or write it to a file.

    Args:
        result: Text, or something that rich can print.
        path: The file; None: standard output.
    """
    text = result if isinstance(result, str) else None
    if path is None:
        _print(result) if text is None else sys.stdout.write(_ended(text))
        return
    _write(path, _ended(_plain(result) if text is None else text).encode())


def require_writable(path: Path | None) -> None:
    """Refuse an output path before any work is done for it.

    Raises:
        UsageError: The path's folder does not exist, or the path is a folder.
    """
    if path is None:
        return
    if not path.parent.is_dir():
        raise UsageError(f"cannot write {path}: the folder {path.parent} does not exist")
    if path.exists() and not path.is_file() and not path.is_dir():
        return
    if path.is_dir():
        raise UsageError(f"cannot write {path}: it is a folder, name a file in it")
    if not os.access(path.parent, os.W_OK):
        raise UsageError(f"cannot write {path}: no permission in the folder {path.parent}")


def require_frame_output(path: Path | None, form: str) -> None:
    """Refuse what `require_writable` refuses, and Parquet on standard output.

    Raises:
        UsageError: The result cannot go there.
    """
    require_writable(path)
    if form == "parquet" and path is None:
        raise UsageError("Parquet is no text: name a file with --output FILE")


def require_folder(path: Path) -> None:
    """Refuse an output folder before any work is done for it.

    Raises:
        UsageError: A file stands in its place, or the folder above it does not exist.
    """
    if path.exists() and not path.is_dir():
        raise UsageError(f"cannot write into {path}: it is a file, name a folder")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"cannot write into {path}: the folder {path.parent} does not exist")


def emit_frame(frame: "pd.DataFrame", path: Path | None, form: str) -> None:
    """Print a table, or write it to a file.

    Args:
        frame: The table.
        path: The file; None: standard output.
        form: ``"csv"``, ``"jsonl"`` or ``"parquet"``.
    """
    if form == "parquet" and path is not None:
        _write(path, frame.to_parquet(index=False))
    elif form == "jsonl":
        emit(json_lines(frame.to_dict(orient="records")), path)
    else:
        emit(frame.to_csv(index=False, lineterminator="\n"), path)


def json_lines(records: Iterable[object]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _write(path: Path, content: bytes) -> None:
    target = path.resolve()
    if target.exists() and not target.is_file():
        # A pipe or a device, such as /dev/stdout, is written to, never replaced.
        with target.open("wb") as stream:
            stream.write(content)
        return
    write_beside(target, lambda beside: beside.write_bytes(content))


def _print(result: Any) -> None:
    from rich.console import Console

    Console(highlight=False).print(result)


def _plain(result: Any) -> str:
    """What rich would print, without colours, at a fixed width."""
    import io

    from rich.console import Console

    buffer = io.StringIO()
    Console(file=buffer, width=FILE_WIDTH, highlight=False).print(result)
    return buffer.getvalue()


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"
