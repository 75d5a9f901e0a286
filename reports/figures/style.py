"""How every figure looks: one palette, one set of sizes, one way of being written to disk."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

GridAxis = Literal["x", "y", "both"]

PALETTE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#000000",
    "#56B4E9",
    "#E69F00",
    "#6B4C9A",
)
"""Colours after Okabe and Ito, told apart under every common colour blindness; its yellow, too
pale for thin lines on white, gives way to a violet."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")

SHADES = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", "#9FC6E0", "#0072B2", "#003A5D"])
"""From none to all: lightness alone orders it, so it survives a grey print."""

INK = "#222222"
QUIET = "#666666"
RULE = "#D9D9D9"

TITLE_SIZE, LABEL_SIZE, TICK_SIZE = 11, 10, 9
LABEL_WIDTH = 26
"""Characters after which the name of a model continues on a further line."""

DOTS_PER_INCH = 150
SVG_SALT = "sentiment-lab"


@dataclass(frozen=True)
class Look:
    """Colour and marker of one model; both tell it, so that colour is never the only sign."""

    color: str
    marker: str


def looks(names: Sequence[str]) -> dict[str, Look]:
    """The look of each name, by its position, with repetition after eight."""
    return {
        name: Look(PALETTE[i % len(PALETTE)], MARKERS[i % len(MARKERS)])
        for i, name in enumerate(dict.fromkeys(names))
    }


def new_axes(width: float, height: float) -> Axes:
    """The only axes of a new figure of this size in inches."""
    return new_grid(width, height, 1, 1)[0]


def new_grid(width: float, height: float, rows: int, columns: int) -> list[Axes]:
    """The axes of a new figure, row by row."""
    figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH)
    figure.set_layout_engine(ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.1))
    FigureCanvasAgg(figure)
    grid = figure.subplots(rows, columns, squeeze=False)
    return list(grid.flat)


def figure_of(axes: Axes) -> Figure:
    """The top figure that these axes belong to."""
    figure = axes.get_figure(root=True)
    if figure is None:
        msg = "these axes have been removed from their figure"
        raise ValueError(msg)
    return figure


def dress(
    axes: Axes, *, title: str = "", x: str = "", y: str = "", grid: GridAxis | None = "y"
) -> None:
    """Title and labels in the common sizes, two spines, and quiet lines behind the data.

    Args:
        axes: What is dressed.
        title: What is seen, in a few words.
        x: Label of the horizontal axis.
        y: Label of the vertical axis.
        grid: The axis whose ticks get lines; None for none.
    """
    axes.set_title(title, fontsize=TITLE_SIZE, color=INK, loc="left")
    axes.set_xlabel(x, fontsize=LABEL_SIZE, color=INK)
    axes.set_ylabel(y, fontsize=LABEL_SIZE, color=INK)
    axes.tick_params(labelsize=TICK_SIZE, color=RULE, labelcolor=INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(RULE)
    axes.set_axisbelow(True)
    if grid is not None:
        axes.grid(axis=grid, color=RULE, linewidth=0.6)


def legend_beside(axes: Axes, names: Sequence[str], *, title: str | None = None) -> None:
    """A legend outside the axes, at their right, with names wrapped and each shown once."""
    handles, labels = axes.get_legend_handles_labels()
    first = {
        label: handle for handle, label in zip(reversed(handles), reversed(labels), strict=True)
    }
    shown = [name for name in dict.fromkeys(names) if name in first]
    axes.legend(
        [first[name] for name in shown],
        [wrapped(name) for name in shown],
        title=title,
        loc="upper left",
        bbox_to_anchor=(1.01, 1.0),
        frameon=False,
        fontsize=TICK_SIZE,
        title_fontsize=TICK_SIZE,
        alignment="left",
    )


def wrapped(name: str, width: int = LABEL_WIDTH) -> str:
    """A name over several lines where it is long."""
    return "\n".join(textwrap.wrap(name, width)) or name


def say_empty(axes: Axes, message: str) -> None:
    """One sentence in place of a drawing for which there are no data."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, message, ha="center", va="center", fontsize=LABEL_SIZE, color=QUIET)


def save_figure(figure: Figure, stem: Path) -> tuple[Path, Path]:
    """Writes ``stem.png`` and ``stem.svg``; the same figure gives the same bytes.

    Args:
        figure: What is written.
        stem: Path without a suffix; its folder exists.

    Returns:
        The PNG at 150 dpi and the SVG, whose text is drawn as outlines.
    """
    png, svg = stem.with_suffix(".png"), stem.with_suffix(".svg")
    with mpl.rc_context({"svg.hashsalt": SVG_SALT, "svg.fonttype": "path"}):
        figure.savefig(png, dpi=DOTS_PER_INCH, facecolor="white", metadata={"Software": None})
        figure.savefig(svg, facecolor="white", metadata={"Date": None, "Creator": None})
    return png, svg
