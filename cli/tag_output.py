"""Writes tags as they come, so that memory does not grow with the file."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ..files import write_beside

if TYPE_CHECKING:
    import pandas as pd

    from ..experiment.tag_texts import TaggedBatch

_ROWS_AT_ONCE = 20_000


def write_tags(
    batches: "Iterable[TaggedBatch]",
    names: Sequence[str],
    systems: Sequence[str],
    form: str,
    path: Path | None,
) -> None:
    """Write the tags of a file of texts.

    Args:
        batches: The tags, consumed one by one.
        names: Of the taggers.
        systems: Whose predictions are joined.
        form: ``"jsonl"``, ``"csv"`` or ``"parquet"``.
        path: The file, which appears when it is complete; None: standard output, batch by batch
            (not for Parquet).
    """
    if form == "parquet" and path is not None:
        _to_file(path, lambda beside: _write_parquet(batches, names, systems, beside))
        return
    lines = _json_lines(batches, names) if form == "jsonl" else _csv_lines(batches)
    if path is None:
        _write_text(lines, sys.stdout)
        return

    def write(beside: Path) -> None:
        with beside.open("w", encoding="utf-8", newline="") as stream:
            _write_text(lines, stream)

    _to_file(path, write)


def _to_file(path: Path, write: Callable[[Path], None]) -> None:
    target = path.resolve()
    if target.exists() and not target.is_file():
        # A pipe or a device, such as /dev/stdout, is written to, never replaced.
        write(target)
    else:
        write_beside(target, write)


def _write_text(pieces: Iterable[str], stream: TextIO) -> None:
    for piece in pieces:
        stream.write(piece)


def _json_lines(batches: "Iterable[TaggedBatch]", names: Sequence[str]) -> Iterator[str]:
    from ..experiment.tag_texts import record_of

    for batch in batches:
        for row in batch.tags.to_dict("records"):
            yield json.dumps(record_of(row, names), ensure_ascii=False) + "\n"


def _csv_lines(batches: "Iterable[TaggedBatch]") -> Iterator[str]:
    for number, batch in enumerate(batches):
        yield batch.tags.to_csv(index=False, header=number == 0, lineterminator="\n")


def _write_parquet(
    batches: "Iterable[TaggedBatch]", names: Sequence[str], systems: Sequence[str], path: Path
) -> None:
    import pyarrow.parquet as pq

    from ..experiment.tag_schema import tag_schema

    schema = tag_schema(names, systems)
    with pq.ParquetWriter(path, schema) as writer:
        for frame in _joined(batches):
            writer.write_table(_table(frame, schema))


def _joined(batches: "Iterable[TaggedBatch]") -> "Iterator[pd.DataFrame]":
    """Frames of many batches each: a Parquet file of many small groups of rows is slow to read."""
    import pandas as pd

    held, rows = [], 0
    for batch in batches:
        held.append(batch.tags)
        rows += len(batch.tags)
        if rows >= _ROWS_AT_ONCE:
            yield pd.concat(held, ignore_index=True)
            held, rows = [], 0
    if held:
        yield pd.concat(held, ignore_index=True)


def _table(frame: "pd.DataFrame", schema: Any) -> Any:
    import pyarrow as pa

    columns = [pa.array(frame[field.name].tolist(), type=field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)
