"""Accuracy by the length of the review."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..units import whole
from .intervals import error_bars
from .style import dress, figure_of, legend_beside, looks, new_axes, say_empty

FEW = 100
"""Reviews in a bin under which its markers are hollow and its label says so."""


def draw_lengths(lengths: pd.DataFrame, *, axes: Axes | None = None) -> Figure:
    """Accuracy with its interval in each bin of length, the models side by side.

    Args:
        lengths: ``model, words_low, words_high, n, accuracy, low, high``: one row a model and bin.
        axes: Where to draw; None for a figure of its own.
    """
    models = [str(name) for name in dict.fromkeys(lengths["model"])]
    bins = lengths.drop_duplicates(["words_low", "words_high"]).sort_values("words_low")
    width = 1.6 + (0.5 + 0.13 * len(models)) * max(len(bins), 3) + 2.0
    axes = axes or new_axes(max(width, 7.5), 3.6)
    if bins.empty:
        say_empty(axes, "No review has a length to sort by.")
        return figure_of(axes)
    shown, offsets = looks(models), _offsets(len(models))
    place = {low: i for i, low in enumerate(bins["words_low"])}
    for row in lengths.to_dict("records"):
        name, value = str(row["model"]), 100 * row["accuracy"]
        if np.isfinite(value):
            axes.errorbar(
                place[row["words_low"]] + offsets[models.index(name)],
                value,
                yerr=error_bars(value, 100 * row["low"], 100 * row["high"]),
                fmt=shown[name].marker,
                color=shown[name].color,
                markerfacecolor=shown[name].color if row["n"] >= FEW else "white",
                markersize=6,
                elinewidth=1.5,
                capsize=2.5,
                label=name,
            )
    labels = [_bin_label(row) for row in bins.to_dict("records")]
    axes.set_xticks(range(len(bins)), labels)
    axes.set_xlim(-0.5, len(bins) - 0.5)
    dress(axes, title="Accuracy by length, with its 95 % interval", x="words", y="accuracy, %")
    legend_beside(axes, models)
    return figure_of(axes)


def _bin_label(row: dict) -> str:
    """A bin's fewest and most words, and its reviews."""
    low, high = row["words_low"], row["words_high"]
    words = whole(low) if low == high else f"{whole(low)}–{whole(high)}"
    return f"{words}\nn = {whole(row['n'])}{', few' if row['n'] < FEW else ''}"


def _offsets(count: int) -> np.ndarray:
    """Distances of the models from the middle of a bin."""
    return (np.arange(count) - (count - 1) / 2) * (0.7 / max(count, 3))
