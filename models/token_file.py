"""Token ids on disk: written once as Arrow, then mapped into memory and read by row.

Memory holds the length of every row, not its ids, so that it hardly grows with the texts.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from torch.utils.data import Dataset

_SCHEMA = pa.schema([("ids", pa.list_(pa.int32()))])
_ROWS_TOGETHER = 1_000

TokenIds = NDArray[np.int32]


class Row(NamedTuple):
    """One row of a file, and where it stands."""

    number: int
    token_ids: TokenIds


class TokenFile(Dataset[Row]):
    """Rows of token ids in an Arrow stream.

    Args:
        path: What `TokenWriter` wrote.

    Attributes:
        lengths: Ids of every row.

    Raises:
        OSError: There is no such file, or it is cut short.
    """

    def __init__(self, path: Path) -> None:
        with pa.memory_map(str(path)) as source, pa.ipc.open_stream(source) as stream:
            self._rows = stream.read_all().column("ids")
        lengths = pc.call_function("list_value_length", [self._rows])
        self.lengths = np.asarray(lengths.to_numpy(), dtype=np.int64)

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, index: int) -> Row:
        return Row(index, self._rows[index].values.to_numpy(zero_copy_only=False))

    def counts(self, size: int) -> NDArray[np.int64]:
        """How often every id below ``size`` occurs, shape (size,)."""
        total = np.zeros(size, dtype=np.int64)
        for chunk in self._rows.iterchunks():
            total += np.bincount(chunk.flatten().to_numpy(), minlength=size)
        return total


class TokenWriter:
    """Adds rows to an Arrow stream, which `token_writer` opens and closes."""

    def __init__(self, stream: "pa.ipc.RecordBatchStreamWriter") -> None:
        self._stream = stream

    def write(self, rows: Iterable[list[int]]) -> None:
        """Add rows."""
        left = iter(rows)
        while some := list(islice(left, _ROWS_TOGETHER)):
            self._stream.write_batch(pa.record_batch({"ids": some}, schema=_SCHEMA))


@contextmanager
def token_writer(path: Path) -> Iterator[TokenWriter]:
    """Write a `TokenFile`.

    Raises:
        OSError: It cannot be written.
    """
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, _SCHEMA) as stream:
        yield TokenWriter(stream)
