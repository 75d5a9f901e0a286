"""What accuracy costs."""

from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from .accuracy import display_names
from .intervals import error_bars
from .style import dress, figure_of, legend_beside, looks, new_axes, say_empty

CostAxis = Literal["training", "prediction"]

_TITLES: dict[CostAxis, str] = {
    "training": "Accuracy against training time",
    "prediction": "Accuracy against prediction time",
}
_LABELS: dict[CostAxis, str] = {
    "training": "training time, logarithmic",
    "prediction": "time for 1,000 reviews, logarithmic",
}

_TICKS = (0.001, 0.01, 0.1, 1.0, 10.0, 60.0, 600.0, 3600.0, 36_000.0, 360_000.0)
"""Seconds, about a factor of ten apart: ten seconds, a minute, ten minutes, an hour."""


def draw_cost_accuracy(
    models: pd.DataFrame, *, cost: CostAxis = "training", axes: Axes | None = None
) -> Figure:
    """Accuracy with its interval over time on a logarithmic axis; models without it are left out.

    Args:
        models: The ``models`` frame of a comparison, with ``train_seconds`` and
            ``predict_reviews_per_second``.
        cost: Seconds of training, or seconds to predict 1,000 reviews.
        axes: Where to draw; None for a figure of its own.
    """
    axes = axes or new_axes(7.5, 3.6)
    seconds = _seconds(models, cost)
    if not np.isfinite(seconds).any():
        say_empty(axes, "No cost was measured for these models.")
        return figure_of(axes)
    names = display_names(models)
    shown = looks(names)
    for name, x, (value, low, high) in zip(
        names,
        seconds,
        100 * models[["accuracy", "accuracy_low", "accuracy_high"]].to_numpy(float),
        strict=True,
    ):
        if np.isfinite(x):
            axes.errorbar(
                x,
                value,
                yerr=error_bars(value, low, high),
                fmt=shown[name].marker,
                color=shown[name].color,
                markersize=8,
                elinewidth=1.5,
                capsize=3,
                label=name,
            )
    _time_axis(axes, seconds[np.isfinite(seconds)])
    dress(axes, title=_TITLES[cost], x=_LABELS[cost], y="accuracy, %", grid="both")
    legend_beside(axes, names)
    return figure_of(axes)


def _seconds(models: pd.DataFrame, cost: CostAxis) -> np.ndarray:
    """Seconds to be drawn, NaN where unknown or not positive: a logarithmic axis has no 0."""
    if cost == "training":
        seconds = models["train_seconds"].to_numpy(float)
    else:
        rates = models["predict_reviews_per_second"].to_numpy(float)
        seconds = 1000 / np.where(rates > 0, rates, np.nan)
    return np.where(seconds > 0, seconds, np.nan)


def _time_axis(axes: Axes, seconds: np.ndarray) -> None:
    """A logarithmic axis with ticks at times that people say, at least one at each side."""
    below = [tick for tick in _TICKS if tick <= seconds.min()][-1:] or [seconds.min()]
    above = [tick for tick in _TICKS if tick >= seconds.max()][:1] or [seconds.max()]
    axes.set_xscale("log")
    axes.set_xlim(below[0] / 1.6, above[0] * 1.6)
    axes.xaxis.set_major_locator(FixedLocator(_TICKS))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick_label(value)))


def _tick_label(seconds: float) -> str:
    """A round time without the zeros of its smaller units."""
    if seconds < 60:
        return f"{seconds:g} s"
    return f"{seconds / 60:g} min" if seconds < 3600 else f"{seconds / 3600:g} h"
