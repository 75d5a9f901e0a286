"""Frames as JSON and CSV: full precision, nothing rounded."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..units import is_missing

Record = dict[str, Any]


def to_records(
    frame: pd.DataFrame, keys: Sequence[str], *, integers: frozenset[str] = frozenset()
) -> list[Record]:
    """Rows as plain objects that hold exactly these keys in this order.

    Args:
        frame: The table; a key without a column is null in every row.
        keys: Keys of each record.
        integers: Keys whose numbers are counts: a column with a gap made floats of them.

    Returns:
        One dictionary a row; what is missing, infinite or undefined is None.
    """
    return [
        {key: _plain(row.get(key), whole=key in integers) for key in keys}
        for row in frame.to_dict(orient="records")
    ]


def to_json(content: Mapping[str, object] | Sequence[object]) -> str:
    """JSON with an indent of two, ending in a newline."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def to_csv(records: Sequence[Record], keys: Sequence[str]) -> str:
    """Comma-separated values with a header; None is an empty field."""
    frame = pd.DataFrame(records, columns=list(keys), dtype=object)
    return frame.to_csv(index=False, lineterminator="\n")


def _plain(value: object, *, whole: bool) -> object:
    if isinstance(value, list | tuple | dict):
        return value
    if is_missing(value):
        return None
    if isinstance(value, float):
        if not np.isfinite(value):
            return None
        return int(value) if whole else value
    return value
