"""What the errors of each model are put down to."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .share_rows import draw_share_rows


def draw_main_causes(shares: pd.DataFrame, *, axes: Axes | None = None) -> Figure:
    """The share of each main cause among a model's errors; those of one model add to 100 %.

    Args:
        shares: ``model, cause, shown, shown_low, shown_high`` (fractions) and ``corrected`` (bool):
            one row a model and cause.
        axes: Where to draw; None for a figure of its own.
    """
    return draw_share_rows(
        shares,
        "cause",
        title="One main cause for each error, with its 95 % interval",
        x="of a model's errors, % (the shares of a model add to 100)",
        empty="No main causes were told.",
        axes=axes,
    )
