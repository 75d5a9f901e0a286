"""A table made of words: what every textual format renders."""

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right"]


@dataclass(frozen=True)
class Cell:
    """One entry of a table.

    Attributes:
        text: What the cell says.
        detail: What belongs to it in small print, such as the interval of an estimate.
    """

    text: str
    detail: str = ""


@dataclass(frozen=True)
class Heading:
    """The head of a column.

    Attributes:
        key: The column's name, as a request names it.
        text: The heading as it is printed.
        align: Side on which the entries stand.
        rank: Columns of the highest rank are the first to give way on a narrow terminal;
            rank 0 never does.
        wraps: Whether its entries may run over several lines.
    """

    key: str
    text: str
    align: Align = "right"
    rank: int = 0
    wraps: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; every row has one cell for each heading."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def select(self, positions: list[int]) -> "Grid":
        """The same table with the columns at these positions alone, in that order."""
        return Grid(
            tuple(self.headings[i] for i in positions),
            tuple(tuple(row[i] for i in positions) for row in self.rows),
        )


@dataclass(frozen=True)
class Document:
    """A table with what a reader has to know beside it.

    Attributes:
        title: What the table shows, in a few words.
        above: Lines that say what the figures are figures of.
        grid: The table itself.
        below: Lines that say how the figures are to be read.
        last_below: Whether a terminal shows the last column under its row, over the full width.
    """

    title: str
    above: tuple[str, ...]
    grid: Grid
    below: tuple[str, ...]
    last_below: bool = False
