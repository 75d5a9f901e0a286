"""A corpus: Parquet, one file or a folder of files, read a part of its rows at a time."""

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..exceptions import DataError, UsageError
from .columns import Columns, find_columns
from .text_batches import TextRow, parquet_rows

_ENDING = "*.parquet"
_FOOTER_END = 8
"""Bytes after the footer of a Parquet file: its length in four, and a mark of four."""


class CorpusFile(NamedTuple):
    """One file of a corpus.

    Attributes:
        path: Where it is.
        rows: How many rows it has.
        digest: Of its footer, which holds the sizes and the statistics of all its columns: enough
            to tell another file, without reading the rows.
    """

    path: Path
    rows: int
    digest: str


class Part(NamedTuple):
    """Rows of one file of a corpus, with all that is needed to read them anywhere.

    Attributes:
        number: Of the part, from 0, in the order of the corpus.
        path: The file.
        rows: Which of its rows, without gaps.
        first_number: The number of the file's first row in the corpus.
        columns: What the file's columns are called.
    """

    number: int
    path: Path
    rows: range
    first_number: int
    columns: Columns

    def batches(self, size: int, rows: Iterator[TextRow] | None = None) -> Iterator[pd.DataFrame]:
        """Frames of at most ``size`` rows with ``id`` and ``text`` (str objects), in order.

        A row without an id is called by its number in the corpus, a missing text is empty.

        Args:
            size: Most rows of a frame.
            rows: Those of `read_in_order`; None: the part is read alone, for which the rows before
                it in its row group are read as well.

        Raises:
            DataError: The file cannot be read.
        """
        if rows is None:
            rows = parquet_rows(self.path, self.columns, self.rows, self.first_number)
        while batch := list(islice(rows, size)):
            yield pd.DataFrame(batch, columns=pd.Index(TextRow._fields), dtype=object)


def read_in_order(parts: Sequence[Part]) -> Iterator[tuple[Part, Iterator[TextRow]]]:
    """Parts and their rows, each file read once; a part's rows are to be taken before the next.

    Args:
        parts: In the order of the corpus; some may be left out.
    """
    for path, of_file in groupby(parts, key=lambda part: part.path):
        found = list(of_file)
        first, at = found[0], found[0].rows.start
        whole = range(at, found[-1].rows.stop)
        reader = parquet_rows(path, first.columns, whole, first.first_number)
        for part in found:
            deque(islice(reader, part.rows.start - at), maxlen=0)
            yield part, islice(reader, len(part.rows))
            at = part.rows.stop


@dataclass(frozen=True)
class Corpus:
    """Texts of which only sizes and names have been read.

    Attributes:
        where: The file or folder.
        files: In the order of their paths; none is empty.
        columns: What their columns are called.
    """

    where: Path
    files: tuple[CorpusFile, ...]
    columns: Columns

    @property
    def n(self) -> int:
        """How many texts there are."""
        return sum(file.rows for file in self.files)

    def parts(self, rows: int) -> list[Part]:
        """The corpus in parts of at most ``rows`` rows, none of which crosses a file."""
        parts: list[Part] = []
        first_number = 0
        for file in self.files:
            for chosen in _ranges(file.rows, rows):
                parts.append(Part(len(parts), file.path, chosen, first_number, self.columns))
            first_number += file.rows
        return parts

    def texts(self) -> Iterator[str]:
        """All texts in order, read anew."""
        for file in self.files:
            for row in parquet_rows(file.path, self.columns):
                yield row.text


def open_corpus(path: Path, columns: Columns) -> Corpus:
    """Look at a corpus, whose texts are read later.

    Args:
        path: A Parquet file, or a folder, in which and below which every ``*.parquet`` is read but
            those whose name, or whose folder's name, begins with ``.`` or ``_``.
        columns: Where the columns have other than the usual names; only ``text`` and ``id`` count.

    Raises:
        DataError: There is no such file, one is damaged, or there is no row.
        UsageError: No column can be taken for the text.
    """
    path = path.resolve()
    paths = _files_below(path) if path.is_dir() else [path]
    files = [_look_at(each, columns) for each in paths]
    corpus = Corpus(path, tuple(file for file in files if file.rows), columns)
    if corpus.n == 0:
        raise DataError(f"{path} holds no texts: no Parquet file with rows is there")
    return corpus


def _ranges(n: int, size: int) -> Iterator[range]:
    if size < 1:
        raise UsageError(f"a part has 1 row or more, not {size}")
    return (range(start, min(start + size, n)) for start in range(0, n, size))


def _files_below(folder: Path) -> list[Path]:
    return sorted(
        each
        for each in folder.rglob(_ENDING)
        if not any(name.startswith((".", "_")) for name in each.relative_to(folder).parts)
    )


def _look_at(path: Path, columns: Columns) -> CorpusFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as stream:
            stream.seek(-_FOOTER_END, 2)
            length = int.from_bytes(stream.read(4), "little")
            metadata = pq.read_metadata(path)
            stream.seek(-_FOOTER_END - length, 2)
            digest = hashlib.sha256(stream.read(length)).hexdigest()[:16]
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0].rstrip(". ")
        raise DataError(f"{path} cannot be read as Parquet: {reason}") from error
    names: Sequence[str] = metadata.schema.to_arrow_schema().names
    find_columns(list(names), columns, str(path), required=("text",))
    return CorpusFile(path, metadata.num_rows, digest)
