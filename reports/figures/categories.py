"""Shares of errors by category and model."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .share_rows import draw_share_rows, row_places
from .style import INK


def draw_categories(shares: pd.DataFrame, *, axes: Axes | None = None) -> Figure:
    """The share of each category among a model's errors, and among its correct reviews.

    Args:
        shares: ``model, category, shown, shown_low, shown_high, shown_correct`` (fractions) and
            ``corrected`` (bool): one row a model and category.
        axes: Where to draw; None for a figure of its own.
    """
    figure = draw_share_rows(
        shares,
        "category",
        title="Share of a model's errors to which a category applies, with its 95 % interval",
        x="of errors, % (black bar: of its correct reviews)",
        empty="No categories were tagged.",
        axes=axes,
    )
    drawn = figure.axes[0] if axes is None else axes
    if len(shares):
        correct = shares["shown_correct"].to_numpy(float)
        for share, place in zip(correct, row_places(shares, "category"), strict=True):
            if np.isfinite(share):
                drawn.plot(100 * share, place, marker="|", color=INK, markersize=10)
    return figure
