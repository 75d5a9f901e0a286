"""Which models share their errors."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..units import percent, whole
from .style import SHADES, TICK_SIZE, dress, figure_of, new_axes, say_empty, wrapped


def draw_overlap(overlap: pd.DataFrame, *, axes: Axes | None = None) -> Figure:
    """Shared errors of each two models; the shade is their share of all errors of the two.

    Args:
        overlap: ``model, other, shared, only_model, only_other, jaccard``: one row a pair.
        axes: Where to draw; None for a figure of its own.
    """
    names = list(dict.fromkeys([*overlap["model"], *overlap["other"]]))
    side = 2.2 + 0.85 * max(len(names), 2)
    axes = axes or new_axes(side + 1.0, side)
    if not names:
        say_empty(axes, "One model: no errors to share.")
        return figure_of(axes)
    shared, jaccard = _matrices(overlap, names)
    axes.imshow(np.ma.masked_invalid(jaccard), cmap=SHADES, vmin=0, vmax=1)
    for row in range(len(names)):
        for column in range(row + 1):
            _write(axes, row, column, shared[row, column], jaccard[row, column])
    labels = [wrapped(str(name), 20) for name in names]
    axes.set_xticks(range(len(names)), labels, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(names)), labels)
    dress(axes, title="Errors in common, and their share of all errors of the two", grid=None)
    axes.spines[:].set_visible(False)
    return figure_of(axes)


def _matrices(overlap: pd.DataFrame, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Shared errors and their share, below the diagonal; a model's own errors on it."""
    place = {name: i for i, name in enumerate(names)}
    shared = np.full((len(names), len(names)), np.nan)
    jaccard = shared.copy()
    for pair in overlap.to_dict("records"):
        model, other = place[pair["model"]], place[pair["other"]]
        cell = max(model, other), min(model, other)
        shared[cell], jaccard[cell] = pair["shared"], pair["jaccard"]
        shared[model, model] = pair["shared"] + pair["only_model"]
        shared[other, other] = pair["shared"] + pair["only_other"]
    return shared, jaccard


def _write(axes: Axes, row: int, column: int, count: float, share: float) -> None:
    if row == column:
        text, color = f"{whole(count)}\nerrors", "black"
    else:
        text = f"{whole(count)}\n{percent(share)} %"
        color = "white" if share > 0.6 else "black"
    axes.text(column, row, text, ha="center", va="center", fontsize=TICK_SIZE, color=color)
