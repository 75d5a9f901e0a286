"""Several tables with intervals, each with its unrounded records, in every format."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from .errors_parts import ErrorsPart
from .formats import TEXT_RENDERERS, check_format
from .formats.markdown import bullets
from .formats.records import to_csv, to_json
from .formats.terminal import TerminalDocument
from .grid import Cell
from .units import Number, Render, is_missing


def parts_table(
    parts: Sequence[ErrorsPart],
    about: Sequence[str],
    *,
    format: str,  # noqa: A002 - the word of the command line
) -> RenderableType:
    """Tables as people or programs read them.

    Args:
        parts: In the order shown.
        about: Lines above them all; left out of CSV and JSON.
        format: ``"table"`` for something that rich prints, else ``"markdown"``, ``"latex"``,
            ``"csv"`` (one table, the first column ``section``) or ``"json"`` (an object with the
            records of each part) for text.

    Raises:
        UsageError: The format is unknown.
    """
    match check_format(format):
        case "json":
            return to_json({part.name: part.records for part in parts})
        case "csv":
            records = [{"section": part.name, **row} for part in parts for row in part.records]
            keys = dict.fromkeys(key for part in parts for key in part.keys)
            return to_csv(records, ["section", *keys])
        case "table":
            tables = [Group(Text(), TerminalDocument(part.document)) for part in parts]
            return Group(*(Text(line) for line in about), *tables)
        case text:
            head = [bullets(about) + "\n"] if text == "markdown" and about else []
            return "\n".join([*head, *(TEXT_RENDERERS[text](part.document) for part in parts)])


def estimate(render: Render, value: Number, low: Number, high: Number) -> Cell:
    """A figure with its interval in small print, where it has one."""
    if is_missing(low) or is_missing(high):
        return Cell(render(value))
    to = " to " if render(value)[:1] in {"+", "-"} or render(low).startswith("-") else "–"
    return Cell(render(value), f"{render(low)}{to}{render(high)}")
