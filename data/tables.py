"""Tables from files: CSV, TSV, JSON lines and Parquet, told apart by the name's ending."""

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from ..exceptions import DataError, UsageError
from .delimited import read_csv, read_tsv
from .textfiles import read_bytes, read_utf8


def read_table(path: Path | str) -> pd.DataFrame:
    """A table with the columns and rows of a file, as they stand there.

    Fields of CSV and TSV files are strings, an empty field an empty string; JSON lines and
    Parquet keep their types.

    Args:
        path: A file ending in ``.csv``, ``.tsv``, ``.jsonl``, ``.ndjson`` or ``.parquet``; all but
            Parquet also with a further ``.gz``.

    Raises:
        UsageError: The ending is none of these.
        DataError: The file is missing, empty, damaged, not UTF-8 or not permitted; the message
            names the line where there is one.
    """
    file = Path(path)
    kind = table_kind(file)
    if kind is None:
        raise UsageError(
            f"{file}: cannot tell its format by its name; known endings: {', '.join(_READERS)} "
            "(the text formats also with .gz)"
        )
    return _READERS[kind](file)


def table_kind(path: Path) -> str | None:
    """The ending that tells how a table is read, such as ``".csv"``; None for other files."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes = [suffix for suffix in suffixes[:-1] if suffix != ".parquet"]
    return suffixes[-1] if suffixes and suffixes[-1] in _READERS else None


def _read_jsonl(path: Path) -> pd.DataFrame:
    # Not splitlines(): JSON strings may hold U+2028 and other marks that it takes for line ends.
    lines = read_utf8(path).split("\n")
    return pd.DataFrame(
        [_record(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    )


def _record(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise DataError(f"{path}, line {number}: not JSON: {error.msg}") from error
    if not isinstance(record, dict):
        raise DataError(f"{path}, line {number}: a JSON object is needed, not {line.strip()[:20]}")
    return record


def _read_parquet(path: Path) -> pd.DataFrame:
    import pyarrow as pa

    content = read_bytes(path)
    try:
        frame = pd.read_parquet(io.BytesIO(content))
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0].rstrip(". ")
        raise DataError(
            f"{path} is not a complete Parquet file: {reason}: copy or write it again"
        ) from error
    if frame.empty:
        raise DataError(f"{path} holds no rows")
    return frame


_READERS: Mapping[str, Callable[[Path], pd.DataFrame]] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".parquet": _read_parquet,
}
