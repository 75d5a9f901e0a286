"""Several small tables under one another, in every format."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from rich.console import Group, RenderableType

from .formats import TEXT_RENDERERS, check_format
from .formats.records import to_csv, to_json, to_records
from .formats.terminal import TerminalDocument
from .grid import Cell, Document, Grid, Heading
from .units import MISSING, is_missing, points

Renderer = Callable[[Any], str]

_ENDS = ("_low", "_high")


@dataclass(frozen=True)
class Section:
    """One table of several.

    Attributes:
        key: Its name in JSON and CSV.
        title: What it shows, in a few words.
        frame: Its rows; column names are the keys. Where columns ``X_low`` and ``X_high`` stand
            beside ``X``, people read them as the interval of ``X``, in its cell.
        units: How the entries of a column are written; others as they are.
        shown: The columns that people read, in order; empty: all. Programs get all, but those
            below.
        for_people: Columns that repeat others in words.
        headings: What stands above a column; else its name.
        ranks: Columns of the highest rank are the first to give way on a narrow terminal.
        above: Lines between title and table.
        below: Lines under the table.
    """

    key: str
    title: str
    frame: pd.DataFrame
    units: dict[str, Renderer] = field(default_factory=dict[str, Renderer])
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    for_people: tuple[str, ...] = ()
    headings: dict[str, str] = field(default_factory=dict[str, str])
    ranks: dict[str, int] = field(default_factory=dict[str, int])


def sections_table(sections: Sequence[Section], *, format: str) -> RenderableType:  # noqa: A002
    """Sections as people or programs read them.

    Args:
        sections: In the order shown.
        format: ``"table"`` for something that rich prints, else ``"markdown"``, ``"latex"``,
            ``"csv"`` (one table, with a column ``section``) or ``"json"`` (an object with the rows
            of each section) for text.

    Raises:
        UsageError: The format is unknown.
    """
    match check_format(format):
        case "json":
            return to_json({each.key: _records(each) for each in sections})
        case "csv":
            return _csv(sections)
        case "table":
            return Group(*(TerminalDocument(section_document(each), "stack") for each in sections))
        case text:
            return "\n".join(TEXT_RENDERERS[text](section_document(each)) for each in sections)


def _records(section: Section) -> list[dict[str, object]]:
    names = [str(name) for name in section.frame.columns if name not in section.for_people]
    return to_records(section.frame, names)


def _csv(sections: Sequence[Section]) -> str:
    records = [{"section": each.key, **row} for each in sections for row in _records(each)]
    names = dict.fromkeys(name for record in records for name in record)
    return to_csv(records, list(names))


def section_document(section: Section) -> Document:
    """A section as people read it."""
    names = [name for name in section.shown if name in section.frame] or _estimates(section.frame)
    headings = tuple(_heading(section, name) for name in names)
    rows = tuple(
        tuple(_cell(section, row, name) for name in names)
        for row in section.frame.to_dict(orient="records")
    )
    return Document(section.title, section.above, Grid(headings, rows), section.below)


def _estimates(frame: pd.DataFrame) -> list[str]:
    """All columns but the ends of intervals."""
    names = [str(name) for name in frame.columns]
    return [
        name
        for name in names
        if not any(name.endswith(end) and name.removesuffix(end) in names for end in _ENDS)
    ]


def _heading(section: Section, name: str) -> Heading:
    number = pd.api.types.is_numeric_dtype(section.frame[name])
    text = section.headings.get(name, name.replace("_", " "))
    align = "right" if number else "left"
    return Heading(name, text, align, rank=section.ranks.get(name, 0), wraps=not number)


def _cell(section: Section, row: dict[Any, Any], name: str) -> Cell:
    low, high = (row.get(name + end) for end in _ENDS)
    if is_missing(row[name]) or is_missing(low) or is_missing(high):
        return Cell(_entry(section, name, row[name]))
    between = " to " if section.units.get(name) is points else "–"
    ends = (_entry(section, name, end) for end in (low, high))
    return Cell(_entry(section, name, row[name]), between.join(ends))


def _entry(section: Section, name: str, value: object) -> str:
    if is_missing(value):
        return MISSING
    return section.units[name](value) if name in section.units else str(value)
