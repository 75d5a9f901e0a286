"""The comparison table in every format."""

from collections.abc import Sequence
from typing import Any, Literal, overload

from rich.console import RenderableType

from ..analysis.comparison import PAIR_COLUMNS, WHOLE_NUMBERS, Comparison
from ..analysis.ensemble_gains import GAIN_COLUMNS
from ..analysis.system import DatasetDescription
from .columns import (
    DEFAULT_COLUMNS,
    MODEL_KEYS,
    RENDERERS,
    Column,
    choose_columns,
)
from .formats import TEXT_RENDERERS, TextFormat, check_format
from .formats.records import Record, to_csv, to_json, to_records
from .formats.terminal import TerminalDocument
from .grid import Cell, Document, Grid, Heading
from .units import MISSING, is_missing, percent
from .wording import accuracy_pairs, describe_data, describe_reading

_EXTRA_MODEL_KEYS = ("title", "accuracy_mean", "calibration_error_expected")


@overload
def comparison_table(
    comparison: Comparison,
    description: DatasetDescription,
    *,
    format: Literal["table"],
    columns: Sequence[str] | None = None,
) -> RenderableType: ...
@overload
def comparison_table(
    comparison: Comparison,
    description: DatasetDescription,
    *,
    format: TextFormat | Literal["csv", "json"],
    columns: Sequence[str] | None = None,
) -> str: ...
@overload
def comparison_table(
    comparison: Comparison,
    description: DatasetDescription,
    *,
    format: str,
    columns: Sequence[str] | None = None,
) -> RenderableType: ...
def comparison_table(
    comparison: Comparison,
    description: DatasetDescription,
    *,
    format: str,  # noqa: A002 - the word of the command line
    columns: Sequence[str] | None = None,
) -> RenderableType:
    """A comparison as people or programs read it.

    Args:
        comparison: What is to be shown.
        description: The data set that it is of.
        format: ``"table"`` for something that rich prints at the width of the terminal, else
            ``"markdown"``, ``"csv"``, ``"json"`` or ``"latex"`` for text.
        columns: Keys of the columns, after the model's; None for a readable choice, and in CSV for
            all. JSON always holds every key.

    Raises:
        UsageError: If the format or a column is unknown.
    """
    chosen = None if columns is None else choose_columns(columns)
    match check_format(format):
        case "json":
            return _json(comparison)
        case "csv":
            return _csv(comparison, chosen)
        case "table":
            document = comparison_document(comparison, description, columns=chosen)
            overflow = "drop" if columns is None else "stack"
            return TerminalDocument(document, overflow, remedy="name them with --columns")
        case text:
            document = comparison_document(comparison, description, columns=chosen)
            return TEXT_RENDERERS[text](document)


def comparison_document(
    comparison: Comparison,
    description: DatasetDescription,
    *,
    columns: Sequence[Column] | None = None,
) -> Document:
    """The table in words, with what has to stand above and below it.

    Args:
        comparison: What is to be shown.
        description: The data set that it is of.
        columns: The columns; None for the readable ones that hold anything.
    """
    rows = _merged(comparison)
    shown = _readable(rows) if columns is None else columns
    headings = tuple(_heading(column, comparison.baseline) for column in shown)
    cells = tuple(tuple(_cell(column, row) for column in shown) for row in rows)
    return Document(
        title="",
        above=describe_data(description),
        grid=Grid(headings, cells),
        below=describe_reading(comparison, description),
    )


def _merged(comparison: Comparison) -> list[Record]:
    """One record a model: its own figures and those of its accuracy beside the baseline's."""
    pairs = {
        record["model"]: record
        for record in to_records(accuracy_pairs(comparison), PAIR_COLUMNS, integers=WHOLE_NUMBERS)
    }
    models = to_records(
        comparison.models, (*MODEL_KEYS, *_EXTRA_MODEL_KEYS), integers=WHOLE_NUMBERS
    )
    return [{**pairs.get(record["model"], {}), **record} for record in models]


def _readable(rows: Sequence[Record]) -> list[Column]:
    """The default columns less those that are empty in every row."""
    return [
        column
        for column in DEFAULT_COLUMNS
        if any(not is_missing(row.get(column.key)) for row in rows)
    ]


def _heading(column: Column, baseline: str) -> Heading:
    return Heading(
        key=column.key,
        text=column.heading.format(baseline=baseline),
        align="left" if column.kind is None else "right",
        rank=column.rank or 0,
        wraps=column.kind is None,
    )


def _cell(column: Column, row: Record) -> Cell:
    value: Any = row.get(column.key)
    if column.key == "model":
        return Cell(row["title"] or row["model"])
    if is_missing(value):
        return Cell("baseline" if _is_baseline(column, row) else MISSING)
    if column.kind is None:
        return Cell(str(value))
    render = RENDERERS[column.kind]
    text = render(value)
    if column.key == "accuracy_sd":
        text = f"{percent(row['accuracy_mean'])} ± {text}"
    low, high = (row.get(key) if key else None for key in (column.low, column.high))
    if is_missing(low) or is_missing(high):
        return Cell(text)
    between = " to " if column.kind == "points" else "–"
    return Cell(text, f"{render(low)}{between}{render(high)}")


def _is_baseline(column: Column, row: Record) -> bool:
    """Whether a difference is missing because the model would be compared with itself."""
    return column.key == "difference" and "baseline" not in row


def _json(comparison: Comparison) -> str:
    """Models and pairs; ``ensembles`` stands only where there are any."""
    shown = {
        "models": to_records(comparison.models, MODEL_KEYS, integers=WHOLE_NUMBERS),
        "pairs": to_records(comparison.pairs, PAIR_COLUMNS, integers=WHOLE_NUMBERS),
    }
    if not comparison.gains.empty:
        shown["ensembles"] = to_records(comparison.gains, GAIN_COLUMNS)
    return to_json(shown)


def _csv(comparison: Comparison, columns: Sequence[Column] | None) -> str:
    """Models with the columns of their accuracy pair; chosen columns bring their intervals."""
    if columns is None:
        keys: list[str] = [*MODEL_KEYS, *_EXTRA_MODEL_KEYS, *PAIR_COLUMNS[1:]]
    else:
        wanted = [key for column in columns for key in (column.key, column.low, column.high)]
        keys = [key for key in dict.fromkeys(wanted) if key]
    return to_csv([{key: row.get(key) for key in keys} for row in _merged(comparison)], keys)
