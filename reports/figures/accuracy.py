"""Accuracy of every model with its interval."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..units import percent
from .intervals import draw_interval_rows
from .style import dress, figure_of, new_axes


def draw_accuracy(models: pd.DataFrame, *, axes: Axes | None = None) -> Figure:
    """One dot a model, the first on top, with its 95 % interval.

    Args:
        models: The ``models`` frame of a comparison: ``model, accuracy, accuracy_low,
            accuracy_high`` (fractions) and perhaps ``title``.
        axes: Where to draw; None for a figure of its own.
    """
    axes = axes or new_axes(7.5, 1.3 + 0.5 * len(models))
    draw_interval_rows(
        axes,
        names=display_names(models),
        values=100 * models["accuracy"],
        lows=100 * models["accuracy_low"],
        highs=100 * models["accuracy_high"],
        texts=[percent(value) for value in models["accuracy"]],
    )
    dress(axes, title="Accuracy with its 95 % interval", x="accuracy, %", grid="x")
    return figure_of(axes)


def display_names(models: pd.DataFrame) -> list[str]:
    """How each model's row reads: its title where it has one."""
    if "title" not in models:
        return [str(name) for name in models["model"]]
    titled = models["title"].where(models["title"].notna(), models["model"])
    return [str(name) for name in titled]
