"""Tables on a terminal, fitted to its width."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..grid import Cell, Document, Grid

Overflow = Literal["drop", "stack"]
Fits = Callable[[list[int]], bool]

LEAST_NAME_WIDTH = 18
"""A column that wraps is never squeezed below this many characters."""

GAP = 2
"""Blanks between two columns."""


@dataclass(frozen=True)
class TerminalDocument:
    """A document that rich can print at any width.

    Attributes:
        document: What is to be shown.
        overflow: What happens to columns for which the terminal is too narrow: ``"drop"`` leaves
            out the least important and names them, ``"stack"`` continues in a further table.
        remedy: How to come by the columns left out.
    """

    document: Document
    overflow: Overflow = "drop"
    remedy: str = "other formats hold them"

    def __rich_console__(
        self,
        console: Console,
        options: ConsoleOptions,
    ) -> RenderResult:
        """Prints the lines above, the table or tables, and the lines below."""
        grid = self.document.grid
        if self.document.title:
            yield Text(self.document.title, style="bold")
        yield from (Text(line) for line in self.document.above)
        if self.document.last_below:
            yield from _blocks(grid)
        else:
            yield from self._tables(grid, options.max_width)
        yield from (Text(line, style="dim") for line in self.document.below)

    def _tables(self, grid: Grid, width: int) -> Iterator[RenderableType]:
        parts = _parts(grid, self.overflow, width)
        for part in parts:
            yield Text()
            yield _table(grid.select(part), width)
        yield Text()
        if self.overflow == "drop" and len(parts[0]) < len(grid.headings):
            names = [each.key for i, each in enumerate(grid.headings) if i not in parts[0]]
            line = f"Not shown at this width: {', '.join(names)} ({self.remedy})."
            yield Text(line, style="dim")


def _blocks(grid: Grid) -> Iterator[RenderableType]:
    """Each row as a line of its cells, the last cell under it."""
    names = [heading.text.lower() for heading in grid.headings[1:-1]]
    for first, *cells, last in grid.rows:
        line = Text.assemble("\n", (first.text, "bold"))
        for name, cell in zip(names, cells, strict=True):
            line.append("  ").append(f"{name} ", style="dim").append(cell.text)
        yield line
        yield Padding(Text(last.text), (0, 0, 0, 4))
    yield Text()


def _parts(grid: Grid, overflow: Overflow, width: int) -> list[list[int]]:
    """Positions of the columns of each table to print, the first column heading every one."""

    def fits(positions: list[int]) -> bool:
        least = [low for low, _ in _width_ranges(grid.select(positions))]
        return sum(least) + GAP * (len(least) - 1) <= width

    everything = list(range(len(grid.headings)))
    return [_dropped(grid, everything, fits)] if overflow == "drop" else _stacked(everything, fits)


def _dropped(grid: Grid, positions: list[int], fits: Fits) -> list[int]:
    kept = list(positions)
    while not fits(kept):
        rank = max(grid.headings[i].rank for i in kept)
        if rank == 0:
            break
        kept.remove(max(i for i in kept if grid.headings[i].rank == rank))
    return kept


def _stacked(positions: list[int], fits: Fits) -> list[list[int]]:
    first, *others = positions
    parts = [[first]]
    for position in others:
        if len(parts[-1]) > 1 and not fits([*parts[-1], position]):
            parts.append([first])
        parts[-1].append(position)
    return parts


def _table(grid: Grid, width: int) -> Table:
    """The table with every width set: rich, left to itself, squeezes columns that must not wrap."""
    details = any(cell.detail for row in grid.rows for cell in row)
    table = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0),
        leading=1 if details else 0,
    )
    for heading, columns in zip(grid.headings, _widths(grid, width), strict=True):
        table.add_column(
            Text(heading.text), justify=heading.align, no_wrap=not heading.wraps, width=columns
        )
    for row in grid.rows:
        table.add_row(*(_text(cell) for cell in row))
    return table


def _widths(grid: Grid, width: int) -> list[int]:
    """Characters for each column; columns that wrap share what the others leave."""
    ranges = _width_ranges(grid)
    free = width - GAP * (len(ranges) - 1) - sum(low for low, _ in ranges)
    widths = []
    for low, high in ranges:
        extra = max(0, min(high - low, free))
        widths.append(low + extra)
        free -= extra
    return widths


def _width_ranges(grid: Grid) -> list[tuple[int, int]]:
    """The least and the natural width of each column, in characters."""
    ranges = []
    for i, heading in enumerate(grid.headings):
        lines = heading.text.split("\n")
        lines += [line for row in grid.rows for line in (row[i].text, row[i].detail)]
        natural = max(cell_len(line) for line in lines)
        ranges.append((min(natural, LEAST_NAME_WIDTH) if heading.wraps else natural, natural))
    return ranges


def _text(cell: Cell) -> Text:
    if not cell.detail:
        return Text(cell.text)
    return Text.assemble(cell.text, "\n", (cell.detail, "dim"))
