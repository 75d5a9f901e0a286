"""Training curves."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from .style import (
    QUIET,
    TICK_SIZE,
    Look,
    dress,
    figure_of,
    legend_beside,
    looks,
    new_grid,
    say_empty,
)


def draw_training(
    history: pd.DataFrame,
    *,
    order: Sequence[str] | None = None,
    axes: Sequence[Axes] | None = None,
) -> Figure:
    """Loss on training and validation data, and validation accuracy, over the epochs.

    Args:
        history: ``model, epoch, train_loss, validation_loss, validation_accuracy``: one row a model
            and epoch, NaN where nothing was measured; models without a history have no row.
        order: All models in the order of the other figures, so that each keeps its colour.
        axes: One for loss and one for accuracy; None for a figure of its own.
    """
    loss, accuracy = axes if axes is not None else new_grid(9.5, 3.6, 1, 2)
    if history.empty:
        loss.set_axis_off()
        say_empty(accuracy, "No model kept a history of its training.")
        return figure_of(loss)
    models = [str(name) for name in dict.fromkeys(history["model"])]
    shown = looks(models if order is None else order)
    for name in models:
        rows = history[history["model"] == name].sort_values("epoch")
        _line(loss, rows, "train_loss", shown[name], style=":")
        _line(loss, rows, "validation_loss", shown[name])
        _line(accuracy, rows, "validation_accuracy", shown[name], scale=100, label=name)
    dress(loss, title="Loss", x="epoch", y="loss")
    dress(accuracy, title="Validation accuracy", x="epoch", y="accuracy, %")
    for panel in (loss, accuracy):
        panel.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    _explain_lines(loss)
    legend_beside(accuracy, models)
    return figure_of(loss)


def _line(
    axes: Axes,
    rows: pd.DataFrame,
    column: str,
    look: Look,
    *,
    style: str = "-",
    scale: float = 1,
    label: str | None = None,
) -> None:
    known = rows[rows[column].notna()]
    axes.plot(
        known["epoch"],
        scale * known[column],
        linestyle=style,
        marker=look.marker,
        color=look.color,
        markersize=5,
        linewidth=1.5,
        label=label,
    )


def _explain_lines(axes: Axes) -> None:
    styles = [
        Line2D([], [], color=QUIET, linestyle=":", label="training"),
        Line2D([], [], color=QUIET, linestyle="-", label="validation"),
    ]
    axes.legend(handles=styles, frameon=False, fontsize=TICK_SIZE)
