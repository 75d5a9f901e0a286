"""Confusion matrices, one small square a model."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..units import percent, whole
from .style import SHADES, TICK_SIZE, dress, figure_of, new_grid, wrapped

PANELS_A_ROW = 4


def draw_confusion(counts: pd.DataFrame, *, axes: Sequence[Axes] | None = None) -> Figure:
    """How often each class was taken for which; the shade is the share of the true class.

    Args:
        counts: ``model, label, predicted, n, share``: one row a cell, classes in their order.
        axes: One for each model; None for a figure of its own.
    """
    models = list(dict.fromkeys(counts["model"]))
    classes = list(dict.fromkeys(counts["label"]))
    panels = list(axes) if axes is not None else _panels(len(models), len(classes))
    for panel in panels[len(models) :]:
        panel.set_axis_off()
    for model, panel in zip(models, panels, strict=False):
        _draw_one(panel, str(model), counts[counts["model"] == model], classes)
    return figure_of(panels[0])


def _panels(models: int, classes: int) -> list[Axes]:
    columns = min(models, PANELS_A_ROW if classes < 4 else 2)
    rows = math.ceil(models / columns)
    side = 1.6 + 0.55 * max(classes, 2)
    return new_grid(side * columns + 0.4, (side + 0.3) * rows, rows, columns)


def _draw_one(axes: Axes, model: str, cells: pd.DataFrame, classes: list[str]) -> None:
    shares, counts = _square(cells, "share", classes), _square(cells, "n", classes)
    axes.imshow(shares, cmap=SHADES, vmin=0, vmax=1)
    for row in range(len(classes)):
        for column in range(len(classes)):
            share = shares[row, column]
            axes.text(
                column,
                row,
                f"{whole(counts[row, column])}\n{percent(share)} %",
                ha="center",
                va="center",
                fontsize=TICK_SIZE - 1,
                color="white" if share > 0.6 else "black",
            )
    labels = [wrapped(name, 14) for name in classes]
    ticks = range(len(classes))
    upright = len(classes) < 4 and max(map(len, classes)) < 11
    if upright:
        axes.set_xticks(ticks, labels)
    else:
        axes.set_xticks(ticks, labels, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(ticks, labels)
    dress(axes, title=wrapped(model), x="predicted", y="true class", grid=None)
    axes.spines[:].set_visible(False)


def _square(cells: pd.DataFrame, value: str, classes: list[str]) -> np.ndarray:
    """Rows of true classes, columns of predicted ones."""
    table = cells.pivot_table(index="label", columns="predicted", values=value, aggfunc="sum")
    return table.reindex(index=classes, columns=classes).to_numpy(float)
