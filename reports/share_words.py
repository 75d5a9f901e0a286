"""Phrases for shares with their intervals, of which the sentences on categories are made."""

from collections.abc import Iterator

import pandas as pd

from .category_pivot import Row
from .units import is_missing, percent

MOST = 3
"""Categories that a sentence names for each model; the tables hold all."""


def by_model(frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each model, in the order of the frame."""
    for model, rows in frame.groupby("model", sort=False):
        yield str(model), rows


def said_share(row: Row) -> str:
    """The share of a row of ``shown_shares`` with its interval, or marked as uncorrected."""
    if is_missing(row["shown"]):
        return "unknown"
    if not row["corrected"]:
        return f"{percent(row['shown'])} % (uncorrected)"
    return f"{percent(row['shown'])} %{between(row, 'shown')}"


def of_accuracy(row: Row, key: str) -> str:
    """A gain with its interval: ``1.8 points of accuracy (1.2 to 2.4)``."""
    return f"{percent(row[key])} points of accuracy{between(row, key)}"


def between(row: Row, key: str) -> str:
    """The interval of a fraction, in percent, in brackets after a blank; empty without one."""
    low, high = row[f"{key}_low"], row[f"{key}_high"]
    return "" if is_missing(low) or is_missing(high) else f" ({percent(low)} to {percent(high)})"
