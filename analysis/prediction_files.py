"""Tables of predictions on disk: Parquet and CSV in, Parquet out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from csv import reader as csv_rows
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import pandas as pd

from ..exceptions import PredictionsError

if TYPE_CHECKING:
    import pyarrow as pa

PROBABILITY_PREFIX = "p_"
TEXT_COLUMNS = ("id", "split", "label", "predicted", "text", "group")
KNOWN_COLUMNS = (*TEXT_COLUMNS, "rating")

_PARQUET_MAGIC = b"PAR1"
_PARQUET_SUFFIXES = {".parquet", ".pq"}
_TAB_SUFFIXES = {".tsv", ".tab"}
_REPEATED_COLUMNS = ("split", "label", "predicted", "group", "rating")


def is_probability(column: Hashable) -> bool:
    """Whether a column's name says that it holds the probabilities of a class."""
    return isinstance(column, str) and len(column) > 2 and column.startswith(PROBABILITY_PREFIX)


def read_frame(path: Path) -> pd.DataFrame:
    """Read the columns of a predictions table, and no others, as they are written.

    Args:
        path: A Parquet file, told by its first bytes or its suffix, else a CSV with commas (tabs
            for ``.tsv``) in UTF-8.

    Returns:
        The rows in the file's order. A CSV's texts stay texts: ``007`` is no number, ``NA`` is no
        missing value.

    Raises:
        PredictionsError: The file is missing, a folder, unreadable, damaged or empty.
    """
    _refuse_unreadable(path)
    try:
        with path.open("rb") as file:
            start = file.read(len(_PARQUET_MAGIC))
        if start == _PARQUET_MAGIC or path.suffix.lower() in _PARQUET_SUFFIXES:
            return _read_parquet(path)
        return _read_csv(path)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror or error}); check its permissions"
        raise PredictionsError(message) from error


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a predictions table as a small Parquet file, beside its place and then renamed.

    Probabilities are kept as 32-bit floats. Ids are delta-encoded, since neighbours resemble each
    other; 25,000 rows without text come to about 0.26 MB.

    Args:
        frame: The table.
        path: The file to write; its folder is made where missing.

    Raises:
        PredictionsError: The file cannot be written. Nothing is left behind then.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    def write(place: Path) -> None:
        small = frame.astype({name: np.float32 for name in frame.columns if is_probability(name)})
        repeated = [name for name in _REPEATED_COLUMNS if name in frame.columns]
        pq.write_table(
            pa.Table.from_pandas(small, preserve_index=False),
            place,
            compression="zstd",
            use_dictionary=repeated,  # pyright: ignore[reportArgumentType]
            column_encoding={"id": "DELTA_BYTE_ARRAY"},
        )

    _write_beside(path, write)


def _refuse_unreadable(path: Path) -> None:
    if path.is_dir():
        raise PredictionsError(f"{path}: is a folder; name a Parquet or CSV file of predictions")
    if not path.exists():
        raise PredictionsError(f"{path}: no such file; check the path of the predictions")
    if path.is_file() and path.stat().st_size == 0:
        raise PredictionsError(f"{path}: the file is empty; write the predictions again")


def _read_parquet(path: Path) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            columns = _wanted(file.schema_arrow.names, path)
            table = file.read(columns=columns)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        if isinstance(error, PermissionError):
            raise
        message = f"{path}: truncated, or no Parquet file at all; write or copy it again"
        raise PredictionsError(message) from error
    return _to_pandas(table)


def _to_pandas(table: pa.Table) -> pd.DataFrame:
    """Convert without pyarrow's own reading of pandas metadata, which may move the id column."""
    return table.replace_schema_metadata(None).to_pandas()


def _read_csv(path: Path) -> pd.DataFrame:
    """Read every wanted column as text, so that a wrong value is met where it can be named."""
    import pyarrow as pa
    from pyarrow import csv

    separator = "\t" if path.suffix.lower() in _TAB_SUFFIXES else ","
    try:
        wanted = _wanted(_header(path, separator), path)
        table = csv.read_csv(
            path,
            parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            read_options=csv.ReadOptions(use_threads=False),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(wanted, pa.string()), include_columns=wanted
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise _not_utf8(path) or _malformed_csv(path, error) from error
    return _to_pandas(table)


def _header(path: Path, separator: str) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv_rows(file, delimiter=separator), [])


def _wanted(columns: Sequence[str], path: Path) -> list[str]:
    wanted = [name for name in columns if name in KNOWN_COLUMNS or is_probability(name)]
    for name in wanted:
        if wanted.count(name) > 1:
            raise PredictionsError(f"{path}: two columns are named '{name}'; keep one of them")
    if not wanted:
        found = ", ".join(map(str, columns))
        raise PredictionsError(
            f"{path}: none of its columns ({found[:200]}) belongs to a predictions table; needed "
            "are id, label and p_<class> for each class, separated by commas"
        )
    return wanted


def _not_utf8(path: Path) -> PredictionsError | None:
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return PredictionsError(
            f"{path}, line {line}: byte 0x{content[error.start]:02x} is not UTF-8 "
            "(it may be latin-1); save the file as UTF-8"
        )
    return None


def _malformed_csv(path: Path, error: Exception) -> PredictionsError:
    reason = " ".join(str(error).split()).removeprefix("CSV parse error: ")
    return PredictionsError(f"{path}: not a well-formed CSV: {reason[:200]}")


def _write_beside(path: Path, write: Callable[[Path], None]) -> None:
    """Write to a name of its own in the same folder, then rename."""
    place = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(place)
        place.replace(path)
    except OSError as error:
        message = f"{path}: cannot be written ({error.strerror or error}); name another place"
        raise PredictionsError(message) from error
    finally:
        if place.exists():
            place.unlink()
