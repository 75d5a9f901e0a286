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
from .units import is_missing

Renderer = Callable[[Any], str]


@dataclass(frozen=True)
class Section:
    """One table of several.

    Attributes:
        key: Its name in JSON and CSV.
        title: What it shows, in a few words.
        frame: Its rows; column names are the headings and the keys.
        units: How the entries of a column are written; others as they are.
        above: Lines between title and table.
        below: Lines under the table.
    """

    key: str
    title: str
    frame: pd.DataFrame
    units: dict[str, Renderer] = field(default_factory=dict[str, Renderer])
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


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
            return Group(*(TerminalDocument(_document(each), "stack") for each in sections))
        case text:
            return "\n".join(TEXT_RENDERERS[text](_document(each)) for each in sections)


def _records(section: Section) -> list[dict[str, object]]:
    return to_records(section.frame, [str(name) for name in section.frame.columns])


def _csv(sections: Sequence[Section]) -> str:
    records = [{"section": each.key, **row} for each in sections for row in _records(each)]
    names = dict.fromkeys(name for record in records for name in record)
    return to_csv(records, list(names))


def _document(section: Section) -> Document:
    names = [str(name) for name in section.frame.columns]
    numeric = [pd.api.types.is_numeric_dtype(section.frame[name]) for name in names]
    headings = tuple(
        Heading(name, name.replace("_", " "), "right" if number else "left", wraps=not number)
        for name, number in zip(names, numeric, strict=True)
    )
    rows = tuple(
        tuple(Cell(_entry(section, name, row[name])) for name in names)
        for row in section.frame.to_dict(orient="records")
    )
    return Document(section.title, section.above, Grid(headings, rows), section.below)


def _entry(section: Section, name: str, value: object) -> str:
    if is_missing(value):
        return "–"
    return section.units[name](value) if name in section.units else str(value)
