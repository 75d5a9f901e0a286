"""Comma- and tab-separated tables, read strictly: every row has as many fields as the header."""

import csv
import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pandas as pd

from ..exceptions import DataError
from .textfiles import read_utf8

Delimiter = Literal[",", "\t"]

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


def _rows(
    path: Path, text: str, delimiter: Delimiter, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
) -> list[list[str]]:
    rows: list[list[str]] = []
    with _long_fields():
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True
        )
        start = 1
        try:
            for row in reader:
                if row:
                    _require_width(path, start, row, rows, delimiter)
                    rows.append(row)
                start = reader.line_num + 1
        except csv.Error as error:
            raise DataError(
                f"{path}, line {start}: {error}: is a quotation mark left open or not doubled?"
            ) from error
    return rows


def _require_width(
    path: Path, line: int, row: list[str], rows: list[list[str]], delimiter: Delimiter
) -> None:
    if rows and len(row) != len(rows[0]):
        raise DataError(
            f"{path}, line {line}: {len(row)} fields where the header has {len(rows[0])}: "
            f"a text that holds {'a comma' if delimiter == ',' else 'a tab'} needs quotation marks"
        )


def _frame(path: Path, rows: list[list[str]]) -> pd.DataFrame:
    header = [name.strip() for name in rows[0]]
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise DataError(f"{path}, line 1: the column '{twice[0]}' is named twice")
    if len(header) == 1 and ";" in header[0]:
        raise DataError(f"{path}, line 1: fields are parted by ';': save it with ',' or as TSV")
    if len(rows) == 1:
        raise DataError(f"{path} holds column names and no rows")
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
