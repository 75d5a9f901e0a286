"""Reliability curves: can a probability be taken at its word?"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .style import INK, PALETTE, QUIET, TICK_SIZE, dress, figure_of, new_grid, wrapped

PANELS_A_ROW = 4


def draw_reliability(curves: pd.DataFrame, *, axes: Sequence[Axes] | None = None) -> Figure:
    """Observed share over predicted probability, one panel a model, bars below for the reviews.

    Args:
        curves: ``model, predicted, observed, low, high, n``: one row a bin that holds reviews.
        axes: One for each model; None for a figure of its own.
    """
    models = list(dict.fromkeys(curves["model"]))
    panels = list(axes) if axes is not None else _panels(len(models))
    for panel in panels[len(models) :]:
        panel.set_axis_off()
    for i, (model, panel) in enumerate(zip(models, panels, strict=False)):
        _draw_one(panel, str(model), curves[curves["model"] == model], first=i == 0)
    return figure_of(panels[0])


def _panels(models: int) -> list[Axes]:
    columns = min(models, PANELS_A_ROW)
    rows = math.ceil(models / columns)
    return new_grid(max(2.6 * columns + 0.4, 4), 3.0 * rows, rows, columns)


def _draw_one(axes: Axes, model: str, curve: pd.DataFrame, *, first: bool) -> None:
    axes.plot([0, 1], [0, 1], color=QUIET, linestyle="--", linewidth=1)
    share = curve["n"] / curve["n"].sum()
    axes.bar(curve["predicted"], 0.25 * share / share.max(), width=0.05, color="#C9DCEA", zorder=1)
    observed = curve["observed"].to_numpy(float)
    below = np.clip(observed - curve["low"].to_numpy(float), 0, None)
    above = np.clip(curve["high"].to_numpy(float) - observed, 0, None)
    axes.errorbar(
        curve["predicted"],
        observed,
        yerr=np.vstack([below, above]),
        fmt="o-",
        color=PALETTE[0],
        markersize=4,
        linewidth=1.2,
        elinewidth=1,
        capsize=2,
    )
    axes.set(xlim=(-0.02, 1.02), ylim=(0, 1.02), aspect="equal")
    axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    dress(axes, title=wrapped(model), x="predicted probability", y="observed share", grid="both")
    if first:
        axes.text(
            0.04,
            0.92,
            "bars: reviews",
            fontsize=TICK_SIZE - 1,
            color=INK,
            transform=axes.transAxes,
        )
