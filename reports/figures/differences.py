"""Paired differences of accuracy to the baseline."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..units import points
from .intervals import draw_interval_rows
from .style import INK, dress, figure_of, new_axes, say_empty


def draw_differences(
    pairs: pd.DataFrame, *, order: Sequence[str] | None = None, axes: Axes | None = None
) -> Figure:
    """One dot a model with the interval of its paired difference; the line at 0 is the baseline.

    Args:
        pairs: The rows of a comparison's ``pairs`` for one metric: ``model, baseline, metric,
            difference, low, high`` (fractions).
        order: All models in the order of the other figures, so that each keeps its colour.
        axes: Where to draw; None for a figure of its own.
    """
    axes = axes or new_axes(7.5, 1.3 + 0.5 * max(len(pairs), 1))
    if pairs.empty:
        say_empty(axes, "One model: nothing to compare it with.")
        return figure_of(axes)
    draw_interval_rows(
        axes,
        names=[str(name) for name in pairs["model"]],
        values=100 * pairs["difference"],
        lows=100 * pairs["low"],
        highs=100 * pairs["high"],
        texts=[points(value) for value in pairs["difference"]],
        order=order,
    )
    axes.axvline(0, color=INK, linewidth=1, linestyle="--")
    baseline, metric = pairs["baseline"].iloc[0], pairs["metric"].iloc[0]
    dress(
        axes,
        title=f"Paired difference to {baseline}, with its 95 % interval",
        x=f"{metric}, points more than {baseline}",
        grid="x",
    )
    return figure_of(axes)
