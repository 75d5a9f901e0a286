"""Comma- and tab-separated tables, read strictly: every row has as many fields as the header."""

import csv
import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

import pandas as pd

from ..exceptions import DataError
from .textfiles import read_utf8

if TYPE_CHECKING:
    from _csv import Reader

Delimiter = Literal[",", "\t"]
Quoting = Literal[0, 3]

_ROWS_AT_ONCE = 500

_field_limit_lock = threading.Lock()


def read_csv(path: Path) -> pd.DataFrame:
    """A CSV file as strings, its first line naming the columns.

    Raises:
        DataError: It is no UTF-8, has a ragged line, an open quotation mark, or no rows.
    """
    return _frame(path, _rows(path, read_utf8(path), ","))


def read_tsv(path: Path) -> pd.DataFrame:
    """A TSV file as strings; quotation marks enclose fields only where that fits every line.

    Raises:
        DataError: As for `read_csv`.
    """
    text = read_utf8(path)
    try:
        rows = _rows(path, text, "\t")
    except DataError as error:
        # Many TSV files have no quoting at all: a mark at the start of a field is then text.
        try:
            rows = _rows(path, text, "\t", quoting=csv.QUOTE_NONE)
        except DataError:
            raise error from None
    return _frame(path, rows)


def parsed_rows(
    path: Path, stream: TextIO, delimiter: Delimiter, quoting: Quoting = csv.QUOTE_MINIMAL
) -> Iterator[list[str]]:
    """The rows of an open table one by one, the header first; blank lines are left out.

    Args:
        path: The file, for messages.
        stream: Its text, opened with ``newline=""``.
        delimiter: What parts fields.
        quoting: Whether quotation marks enclose fields.

    Raises:
        DataError: A line is ragged, or a quotation mark is left open.
    """
    reader = csv.reader(stream, delimiter=delimiter, quoting=quoting, strict=True)
    width: int | None = None
    while batch := _next_rows(path, reader):
        for start, row in batch:
            if row:
                width = width or len(row)
                _require_width(path, start, row, width, delimiter)
                yield row


def checked_header(path: Path, row: list[str]) -> list[str]:
    """The names of the columns.

    Raises:
        DataError: A name stands twice, or fields seem to be parted by something else.
    """
    header = [name.strip() for name in row]
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise DataError(f"{path}, line 1: the column '{twice[0]}' is named twice")
    if len(header) == 1 and ";" in header[0]:
        raise DataError(f"{path}, line 1: fields are parted by ';': save it with ',' or as TSV")
    return header


def no_rows(path: Path) -> DataError:
    """The error for a table that is all header."""
    return DataError(f"{path} holds column names and no rows")


def _rows(
    path: Path, text: str, delimiter: Delimiter, quoting: Quoting = csv.QUOTE_MINIMAL
) -> list[list[str]]:
    return list(parsed_rows(path, io.StringIO(text, newline=""), delimiter, quoting))


def _next_rows(path: Path, reader: "Reader") -> list[tuple[int, list[str]]]:
    """Some more rows, each with the line it starts on; none at the end.

    The limit on the length of a field is lifted while they are parsed, and no longer: it is one for
    the process.
    """
    batch: list[tuple[int, list[str]]] = []
    start = reader.line_num + 1
    with _long_fields():
        try:
            for row in islice(reader, _ROWS_AT_ONCE):
                batch.append((start, row))
                start = reader.line_num + 1
        except csv.Error as error:
            raise DataError(
                f"{path}, line {start}: {error}: is a quotation mark left open or not doubled?"
            ) from error
    return batch


def _require_width(path: Path, line: int, row: list[str], width: int, delimiter: Delimiter) -> None:
    if len(row) != width:
        raise DataError(
            f"{path}, line {line}: {len(row)} fields where the header has {width}: "
            f"a text that holds {'a comma' if delimiter == ',' else 'a tab'} needs quotation marks"
        )


def _frame(path: Path, rows: list[list[str]]) -> pd.DataFrame:
    header = checked_header(path, rows[0])
    if len(rows) == 1:
        raise no_rows(path)
    return pd.DataFrame(rows[1:], columns=pd.Index(header), dtype="str")


@contextmanager
def _long_fields() -> Iterator[None]:
    """Lifts the csv module's limit of 131,072 characters a field, which is one for the process."""
    with _field_limit_lock:
        before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
        try:
            yield
        finally:
            csv.field_size_limit(before)
