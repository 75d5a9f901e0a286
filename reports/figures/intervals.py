"""Rows of dots with intervals, which several figures are made of."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .style import INK, TICK_SIZE, looks, wrapped


def draw_interval_rows(
    axes: Axes,
    *,
    names: Sequence[str],
    values: pd.Series,
    lows: pd.Series,
    highs: pd.Series,
    texts: Sequence[str],
    order: Sequence[str] | None = None,
) -> None:
    """One row a name from the top down: a dot, its interval, and its figure at the right margin.

    Args:
        axes: Where to draw.
        names: What each row is called.
        values: Where the dots stand, in the units of the axis, shape (n,).
        lows: Lower ends of the intervals; NaN where undefined.
        highs: Upper ends.
        texts: What is printed at the right of each row.
        order: All names in the order that gives them their looks; None for the rows' own.
    """
    rows = np.arange(len(names))[::-1]
    shown = looks(names if order is None else order)
    for row, name, value, low, high, text in zip(
        rows, names, values, lows, highs, texts, strict=True
    ):
        axes.errorbar(
            value,
            row,
            xerr=error_bars(value, low, high),
            fmt=shown[name].marker,
            color=shown[name].color,
            markersize=7,
            elinewidth=1.8,
            capsize=3,
        )
        axes.text(
            1.02,
            row,
            text,
            transform=axes.get_yaxis_transform(),
            va="center",
            fontsize=TICK_SIZE,
            color=INK,
        )
    axes.set_yticks(rows, [wrapped(name) for name in names])
    axes.set_ylim(-0.6, len(names) - 0.4)


def error_bars(value: float, low: float, high: float) -> list[list[float]] | None:
    """Lengths of an error bar below and above a value; None where it has no interval.

    A percentile interval need not hold its estimate, hence no length below 0.
    """
    if not (np.isfinite(low) and np.isfinite(high)):
        return None
    return [[max(value - low, 0.0)], [max(high - value, 0.0)]]
