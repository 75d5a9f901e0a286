"""Texts without labels: from a file, or one a line from standard input."""

import sys
from pathlib import Path

import pandas as pd

from ..exceptions import DataError, UsageError
from .columns import Columns, find_columns
from .tables import read_table, table_kind
from .textfiles import decode_utf8, read_utf8

STANDARD_INPUT = Path("-")


def read_texts(path: Path | None, columns: Columns) -> pd.DataFrame:
    """Texts to be labelled or tagged.

    Args:
        path: A table that `read_table` reads, another text file with one text a line, or None or
            ``-`` for standard input with one text a line.
        columns: Where the table's columns have other than the usual names; only ``text`` and
            ``id`` count.

    Returns:
        A frame with ``id`` (str; where there is none, the number of the row or line,
        from 0; blank lines are left out and counted) and ``text`` (str; a
        missing text is the empty string), rows in the order of the file.

    Raises:
        DataError: The file cannot be read, is not UTF-8 or holds no texts.
        UsageError: No column can be taken for the text.
    """
    if path is None or path == STANDARD_INPUT:
        return _lines(decode_utf8(sys.stdin.buffer.read(), "standard input"), "standard input")
    if table_kind(path) is None:
        return _lines(read_utf8(path), str(path))
    table = read_table(path)
    names = [str(name) for name in table.columns]
    found = find_columns(names, columns, str(path), required=("text",))
    texts = table[found["text"]]
    if texts.map(lambda value: isinstance(value, list | dict | bytes)).any():
        raise UsageError(f"{path}: column '{found['text']}' holds no texts: name another, --text")
    ids = table[found["id"]] if "id" in found else pd.Series(range(len(table)))
    return pd.DataFrame({"id": ids.astype("str"), "text": texts.fillna("").astype("str")})


def _lines(content: str, where: str) -> pd.DataFrame:
    # Not splitlines(), which also parts texts at characters that they may hold, such as U+2028.
    numbered = enumerate(content.split("\n"))
    rows = [(str(row), line.removesuffix("\r")) for row, line in numbered if line.strip()]
    if not rows:
        raise DataError(f"{where} holds no texts")
    return pd.DataFrame(rows, columns=pd.Index(["id", "text"]))
