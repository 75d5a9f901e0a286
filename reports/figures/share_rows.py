"""Rows of shares, a group of rows for each category and a row for each model in it."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .intervals import error_bars
from .style import QUIET, RULE, Look, dress, figure_of, legend_beside, looks, new_axes, say_empty

UNCORRECTED = "hollow: uncorrected"
_WIDTH = 7.5


def draw_share_rows(
    shares: pd.DataFrame, by: str, *, title: str, x: str, empty: str, axes: Axes | None = None
) -> Figure:
    """Shares with their intervals; a hollow marker stands for a share that is not corrected.

    Args:
        shares: ``model``, the column ``by``, ``shown, shown_low, shown_high`` (fractions) and
            ``corrected`` (bool): one row a model and category.
        by: The column that names what a group of rows is about.
        title: What is seen.
        x: Label of the horizontal axis.
        empty: What is said where there is nothing to draw.
        axes: Where to draw; None for a figure of its own.
    """
    places = row_places(shares, by) if len(shares) else np.empty(0)
    names = list(dict.fromkeys(shares[by])) if len(shares) else []
    models = [str(name) for name in dict.fromkeys(shares["model"])] if names else []
    axes = axes or new_axes(_WIDTH, 1.4 + max(0.2 * len(models) + 0.2, 0.4) * max(len(names), 1))
    if not names:
        say_empty(axes, empty)
        return figure_of(axes)
    shown = looks(models)
    for row, place in zip(shares.to_dict("records"), places, strict=True):
        _draw_share(axes, row, shown[str(row["model"])], place)
    for i in range(1, len(names)):
        axes.axhline(0.5 - i, color=RULE, linewidth=0.8)
    axes.set_yticks([-i for i in range(len(names))], [str(name) for name in names])
    axes.set_ylim(0.5 - len(names), 0.5)
    # A little room, so that a marker at 0 is whole.
    axes.set_xlim(left=-0.015 * axes.get_xlim()[1])
    dress(axes, title=title, x=x, grid="x")
    axes.tick_params(axis="y", length=0)
    _legend(axes, shown, hollow=not shares["corrected"].all())
    return figure_of(axes)


def row_places(shares: pd.DataFrame, by: str) -> np.ndarray:
    """The height of each row: groups at 0, -1 and so on, their models around them, shape (n,)."""
    groups = {name: i for i, name in enumerate(dict.fromkeys(shares[by]))}
    models = {name: i for i, name in enumerate(dict.fromkeys(shares["model"]))}
    count = len(models)
    offsets = (np.arange(count) - (count - 1) / 2) * (0.75 / max(count, 2))
    return np.array(
        [
            -groups[name] - offsets[models[model]]
            for name, model in zip(shares[by], shares["model"], strict=True)
        ]
    )


def _draw_share(axes: Axes, row: dict[Any, Any], look: Look, place: float) -> None:
    share, low, high = (100 * row[key] for key in ("shown", "shown_low", "shown_high"))
    axes.errorbar(
        share,
        place,
        xerr=error_bars(share, low, high),
        fmt=look.marker,
        color=look.color,
        markerfacecolor=look.color if row["corrected"] else "white",
        markersize=6,
        elinewidth=1.5,
        capsize=2.5,
    )


def _legend(axes: Axes, shown: dict[str, Look], *, hollow: bool) -> None:
    for name, look in shown.items():
        axes.plot([], [], look.marker, color=look.color, label=name)
    if hollow:
        axes.plot([], [], "o", color=QUIET, markerfacecolor="white", label=UNCORRECTED)
    legend_beside(axes, [*shown, UNCORRECTED])
