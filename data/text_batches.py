"""Texts without labels a batch at a time, so that memory does not grow with the file."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ..exceptions import DataError, UsageError
from .columns import Columns, Role, find_columns
from .delimited import Delimiter, Quoting, checked_header, no_rows, parsed_rows
from .tables import table_kind
from .textfiles import cannot_read, decode_utf8, open_utf8
from .texts import STANDARD_INPUT

_PARQUET_ROWS = 256
_BYTES_READ = 1 << 20


class TextRow(NamedTuple):
    """One text and what it is called."""

    id: str
    text: str


@dataclass(frozen=True)
class TextFile:
    """Texts that have been looked through once and can be read again, a batch at a time.

    Attributes:
        where: The file, for messages.
        n: How many texts there are.
        rows: Reads them anew, in order.
    """

    where: str
    n: int
    rows: Callable[[], Iterator[TextRow]]

    def batches(self, size: int) -> Iterator[pd.DataFrame]:
        """Frames of at most ``size`` rows with the columns ``id`` and ``text`` (str objects)."""
        rows = self.rows()
        while batch := list(islice(rows, size)):
            yield pd.DataFrame(batch, columns=pd.Index(TextRow._fields), dtype=object)


def open_texts(path: Path | None, columns: Columns) -> TextFile:
    """Look a file of texts through, so that nothing is wrong with it when it is read.

    Args:
        path: CSV, TSV, JSON lines or Parquet, another text file with one text a line, or None or
            ``-`` for standard input with one text a line, which is held in memory.
        columns: Where the table's columns have other than the usual names; only ``text`` and
            ``id`` count.

    Returns:
        Its texts, ids as for `read_texts`; a missing text is the empty string.

    Raises:
        DataError: The file cannot be read, is not UTF-8, is malformed or holds no texts.
        UsageError: No column can be taken for the text.
    """
    if path is None or path == STANDARD_INPUT:
        where = "standard input"
        content = decode_utf8(sys.stdin.buffer.read(), where).split("\n")
        return _counted(where, partial(_numbered, content))
    kind = table_kind(path)
    readers: dict[str | None, Callable[[], Callable[[], Iterator[TextRow]]]] = {
        ".csv": lambda: partial(_delimited, path, columns, ",", csv.QUOTE_MINIMAL),
        ".tsv": lambda: partial(_delimited, path, columns, "\t", _quoting_of_tsv(path, columns)),
        ".jsonl": lambda: partial(_jsonl, path, _columns_of_jsonl(path, columns)),
        ".ndjson": lambda: partial(_jsonl, path, _columns_of_jsonl(path, columns)),
        ".parquet": lambda: partial(parquet_rows, path, columns),
        None: lambda: partial(_lines, path),
    }
    return _counted(str(path), readers[kind]())


def _counted(where: str, rows: Callable[[], Iterator[TextRow]]) -> TextFile:
    n = sum(1 for _ in rows())
    if n == 0:
        raise DataError(f"{where} holds no texts")
    return TextFile(where, n, rows)


def _numbered(lines: Iterable[str]) -> Iterator[TextRow]:
    for number, line in enumerate(lines):
        if line.strip():
            yield TextRow(str(number), line.removesuffix("\n").removesuffix("\r"))


def _lines(path: Path) -> Iterator[TextRow]:
    with open_utf8(path) as stream:
        yield from _numbered(_split_at_newlines(stream))


def _split_at_newlines(stream: Iterable[str]) -> Iterator[str]:
    """Lines that end in a line feed alone: a carriage return may stand inside a text."""
    held = ""
    for piece in stream:
        held += piece
        if held.endswith("\n"):
            yield held
            held = ""
    if held:
        yield held


def _delimited(
    path: Path, columns: Columns, delimiter: Delimiter, quoting: Quoting
) -> Iterator[TextRow]:
    with open_utf8(path) as stream:
        rows = parsed_rows(path, stream, delimiter, quoting)
        header = checked_header(path, next(rows, []))
        if header == []:
            raise DataError(f"{path} is empty")
        found = find_columns(header, columns, str(path), required=("text",))
        text = header.index(found["text"])
        id_ = header.index(found["id"]) if "id" in found else None
        number = -1
        for number, row in enumerate(rows):
            yield TextRow(str(number) if id_ is None else row[id_], row[text])
        if number < 0:
            raise no_rows(path)


def _quoting_of_tsv(path: Path, columns: Columns) -> Quoting:
    """Whether quotation marks enclose fields: only where that fits every line."""
    try:
        for _ in _delimited(path, columns, "\t", csv.QUOTE_MINIMAL):
            pass
    except DataError as error:
        try:
            for _ in _delimited(path, columns, "\t", csv.QUOTE_NONE):
                pass
        except DataError:
            raise error from None
        return csv.QUOTE_NONE
    return csv.QUOTE_MINIMAL


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with open_utf8(path) as stream:
        for number, line in enumerate(_split_at_newlines(stream), 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise DataError(f"{path}, line {number}: not JSON: {error.msg}") from error
            if not isinstance(record, dict):
                shown = line.strip()[:20]
                raise DataError(f"{path}, line {number}: a JSON object is needed, not {shown}")
            yield record


def _columns_of_jsonl(path: Path, columns: Columns) -> dict[Role, str]:
    names: dict[str, None] = {}
    for record in _records(path):
        names.update(dict.fromkeys(record))
    if not names:
        raise DataError(f"{path} holds no texts")
    return find_columns([*names], columns, str(path), required=("text",))


def _jsonl(path: Path, found: dict[Role, str]) -> Iterator[TextRow]:
    for number, record in enumerate(_records(path)):
        id_ = record.get(found["id"]) if "id" in found else None
        text = _as_text(record.get(found["text"]), path, found["text"])
        # A half of a surrogate pair, which JSON can write, could not be written anywhere else.
        name = str(number if id_ is None else id_).encode("utf-8", "replace").decode("utf-8")
        yield TextRow(name, text)


def parquet_rows(
    path: Path, columns: Columns, rows: range | None = None, first_number: int = 0
) -> Iterator[TextRow]:
    """Texts of a Parquet file, of which a few hundred are held at a time.

    Args:
        path: The file.
        columns: Where its columns have other than the usual names.
        rows: Which of its rows, without gaps; None: all.
        first_number: The number of its first row, which names rows without an id.

    Raises:
        DataError: The file cannot be read.
        UsageError: No column can be taken for the text.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # A row group is often the whole file: it is neither read ahead nor read at once.
        with pq.ParquetFile(path, pre_buffer=False, buffer_size=_BYTES_READ) as file:
            found = find_columns(file.schema_arrow.names, columns, str(path), required=("text",))
            wanted = [found[role] for role in ("text", "id") if role in found]
            for start, batch in _batches_of(file, wanted, rows):
                yield from _parquet_rows(batch, found, path, first_number + start)
    except FileNotFoundError as error:
        raise cannot_read(path, error) from error
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0].rstrip(". ")
        raise DataError(
            f"{path} is not a complete Parquet file: {reason}: copy or write it again"
        ) from error


def _batches_of(file: Any, wanted: list[str], rows: range | None) -> Iterator[tuple[int, Any]]:
    """Batches with the number of their first row; groups of rows before ``rows`` are not read."""
    sizes = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
    start, groups = 0, list(range(len(sizes)))
    rows = range(sum(sizes)) if rows is None else rows
    while groups and start + sizes[groups[0]] <= rows.start:
        start += sizes[groups.pop(0)]
    for batch in file.iter_batches(batch_size=_PARQUET_ROWS, row_groups=groups, columns=wanted):
        if start >= rows.stop:
            return
        before = max(rows.start - start, 0)
        within = batch.slice(before, max(rows.stop - start - before, 0))
        if within.num_rows:
            yield start + before, within
        start += batch.num_rows


def _parquet_rows(batch: Any, found: dict[Role, str], path: Path, number: int) -> Iterator[TextRow]:
    texts = batch.column(found["text"]).to_pylist()
    ids = batch.column(found["id"]).to_pylist() if "id" in found else [None] * len(texts)
    for row, (id_, text) in enumerate(zip(ids, texts, strict=True), number):
        yield TextRow(str(row) if id_ is None else str(id_), _as_text(text, path, found["text"]))


def _as_text(value: object, path: Path, column: str) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return ""
    if isinstance(value, list | dict | bytes):
        raise UsageError(f"{path}: column '{column}' holds no texts: name another, --text")
    return str(value)
