"""Shares of errors by category and model."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .intervals import error_bars
from .style import (
    INK,
    RULE,
    Look,
    dress,
    figure_of,
    legend_beside,
    looks,
    new_axes,
    say_empty,
)


def draw_categories(shares: pd.DataFrame, *, axes: Axes | None = None) -> Figure:
    """Tagged share of each model's errors with its interval, and that of its correct reviews.

    Args:
        shares: ``model, category, share, low, high, share_correct`` (fractions): one row a model
            and category.
        axes: Where to draw; None for a figure of its own.
    """
    models = [str(name) for name in dict.fromkeys(shares["model"])]
    categories = list(dict.fromkeys(shares["category"]))
    axes = axes or new_axes(7.5, 1.4 + max(0.24 * len(models) + 0.2, 0.5) * max(len(categories), 1))
    if not categories:
        say_empty(axes, "No categories were tagged.")
        return figure_of(axes)
    shown = looks(models)
    for i, category in enumerate(categories):
        rows = shares[shares["category"] == category]
        offsets = _offsets(len(models))
        for row in rows.to_dict("records"):
            name = str(row["model"])
            _draw_share(axes, row, name, shown[name], -i - offsets[models.index(name)])
        if i:
            axes.axhline(0.5 - i, color=RULE, linewidth=0.8)
    axes.set_yticks([-i for i in range(len(categories))], [str(name) for name in categories])
    axes.set_ylim(0.5 - len(categories), 0.5)
    axes.set_xlim(left=0)
    dress(
        axes,
        title="Share of a model's errors that carry a tag, with its 95 % interval",
        x="tagged, % (black bar: the share among its correct reviews)",
        grid="x",
    )
    axes.tick_params(axis="y", length=0)
    legend_beside(axes, models)
    return figure_of(axes)


def _draw_share(axes: Axes, row: dict, name: str, look: Look, height: float) -> None:
    share, low, high = 100 * row["share"], 100 * row["low"], 100 * row["high"]
    axes.errorbar(
        share,
        height,
        xerr=error_bars(share, low, high),
        fmt=look.marker,
        color=look.color,
        markersize=6,
        elinewidth=1.5,
        capsize=2.5,
        label=name,
    )
    if np.isfinite(row["share_correct"]):
        axes.plot(100 * row["share_correct"], height, marker="|", color=INK, markersize=10)


def _offsets(count: int) -> np.ndarray:
    """Distances of the models' rows from the middle of their category, downward."""
    return (np.arange(count) - (count - 1) / 2) * (0.75 / max(count, 2))
