"""One digest that tells whether two data sets are the same."""

import hashlib
from collections.abc import Iterable, Mapping

import pandas as pd

from .dataset import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, Split

_MISSING = "\1"
"""Stands for a missing value, which is not the same as an empty text."""


def fingerprint(splits: Mapping[Split, pd.DataFrame]) -> str:
    """Hex SHA-256 over split, id, text, label, group and rating of every row, whatever their order.

    A column that is not there counts as one whose values are all missing.

    Args:
        splits: Name of each split and its frame with the columns of a `Dataset`.
    """
    digests = sorted(
        hashlib.sha256("\0".join((name, *row)).encode("utf-8", "surrogatepass")).digest()
        for name, frame in splits.items()
        for row in _rows(frame)
    )
    return hashlib.sha256(b"".join(digests)).hexdigest()


def _rows(frame: pd.DataFrame) -> Iterable[tuple[str, ...]]:
    names = (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS)
    return zip(*(_written(frame, name) for name in names), strict=True)


def _written(frame: pd.DataFrame, name: str) -> list[str]:
    """Values of a column as texts, numbers alike whether whole numbers or floats hold them."""
    if name not in frame:
        return [_MISSING] * len(frame)
    column = frame[name]
    if pd.api.types.is_numeric_dtype(column.dtype):
        column = column.astype("float64")
    missing = column.isna().tolist()
    values = column.tolist()
    return [_MISSING if gone else str(value) for value, gone in zip(values, missing, strict=True)]
