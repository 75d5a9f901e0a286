"""Slices in which models err more than elsewhere, in every format."""

from collections.abc import Sequence

import pandas as pd
from rich.console import RenderableType

from ..analysis.slices import SLICE_COLUMNS, SliceSearch
from .errors_parts import ErrorsPart
from .formats.records import Record, to_records
from .grid import Cell, Document, Grid, Heading
from .parts import estimate, parts_table
from .units import MISSING, p_value, percent, points, whole

SEARCH_KEYS = (
    "model",
    "baseline",
    "n_candidates",
    "n_chosen",
    "n_discover",
    "n_confirm",
    "mean",
    "needed",
    "level",
)

_COUNTS = frozenset({"n", "n_confirm", "n_candidates", "n_chosen", "n_discover", "needed"})
_HEADINGS = (
    Heading("slice", "Slice", "left", wraps=True),
    Heading("n", "Rows"),
    Heading("inside", "Inside"),
    Heading("outside", "Outside"),
    Heading("difference", "Difference,\npoints"),
    Heading("p_adjusted", "p,\nadjusted", rank=1),
    Heading("examples", "Examples", "left", rank=2, wraps=True),
)


def slices_table(
    searches: Sequence[SliceSearch],
    named: Sequence[pd.DataFrame] = (),
    *,
    format: str,  # noqa: A002 - the word of the command line
    about: Sequence[str] = (),
    limit: int | None = None,
) -> RenderableType:
    """What searches found, and the slices that the user named.

    Args:
        searches: Of one system or of two each.
        named: Tables of `named_slices`.
        format: ``"table"``, ``"markdown"``, ``"csv"``, ``"json"`` or ``"latex"``.
        about: Lines that say what the figures are figures of.
        limit: Most slices shown of each search; None for all. CSV and JSON hold all.

    Raises:
        UsageError: The format is unknown.
    """
    if format in {"csv", "json"}:
        limit = None
    parts = [named_part(frame) for frame in named]
    parts += [found_part(search, limit=limit) for search in searches]
    if format in {"csv", "json"}:
        parts = _joined(parts) + ([searches_part(searches)] if searches else [])
    return parts_table(parts, about, format=format)


def found_part(search: SliceSearch, *, limit: int | None = None) -> ErrorsPart:
    """The slices that one search found.

    Args:
        search: What it found.
        limit: Most rows shown; the records hold all.
    """
    records = to_records(search.found, SLICE_COLUMNS, integers=_COUNTS)
    shown = records if limit is None else records[:limit]
    single = search.baseline is None
    title = f"Slices where {_who(search)}"
    found = f"{whole(len(records))} found" if records else "None found"
    above = (
        f"{found} among {whole(search.n_candidates)} slices: {whole(search.n_chosen)} of them were "
        f"chosen on {whole(search.n_discover)} rows, and tested and measured on "
        f"{whole(search.n_confirm)} others."
        + (f" The first {whole(len(shown))} are shown." if len(shown) < len(records) else "")
    )
    grid = Grid(_HEADINGS, tuple(_row(record, single=single) for record in shown))
    document = Document(title, (above,), grid, _notes(search, single=single))
    return ErrorsPart("slices", document, SLICE_COLUMNS, tuple(records))


def named_part(frame: pd.DataFrame) -> ErrorsPart:
    """Slices that the user named, measured on all rows.

    Args:
        frame: As `named_slices` returns it, of one system or of two.
    """
    records = to_records(frame, SLICE_COLUMNS, integers=_COUNTS)
    single = not records or records[0]["baseline"] is None
    model = str(records[0]["model"]) if records else ""
    title = f"Named slices of {model}" + ("" if single else f" less {records[0]['baseline']}")
    below = (
        _meaning(single=single),
        "Measured on all rows, with 95 % intervals and two-sided p (Holm over the slices named).",
    )
    grid = Grid(_HEADINGS, tuple(_row(record, single=single) for record in records))
    return ErrorsPart("slices", Document(title, (), grid, below), SLICE_COLUMNS, tuple(records))


def searches_part(searches: Sequence[SliceSearch]) -> ErrorsPart:
    """What was searched, for programs."""
    records = tuple(
        {
            "model": search.model,
            "baseline": search.baseline,
            **{key: getattr(search, key) for key in SEARCH_KEYS[2:]},
        }
        for search in searches
    )
    headings = tuple(Heading(key, key.replace("_", " ")) for key in SEARCH_KEYS)
    rows = tuple(tuple(Cell(str(record[key])) for key in SEARCH_KEYS) for record in records)
    document = Document("Searches", (), Grid(headings, rows), ())
    return ErrorsPart("slice_searches", document, SEARCH_KEYS, records)


def _joined(parts: Sequence[ErrorsPart]) -> list[ErrorsPart]:
    """Parts of the same columns as one, so that JSON holds them under one key."""
    if not parts:
        return []
    records = tuple(record for part in parts for record in part.records)
    return [ErrorsPart(parts[0].name, parts[0].document, parts[0].keys, records)]


def _who(search: SliceSearch) -> str:
    if search.baseline is None:
        return f"{search.model} errs more than elsewhere"
    return f"{search.model} compares with {search.baseline} otherwise than elsewhere"


def _meaning(*, single: bool) -> str:
    if single:
        return "Inside, outside: error rate in %. Difference: inside less outside."
    return (
        "Inside, outside: error rate of the first less that of the second, in points; above 0 the "
        "second is better. Difference: inside less outside."
    )


def _notes(search: SliceSearch, *, single: bool) -> tuple[str, ...]:
    notes = [
        _meaning(single=single),
        f"Of the slices shown, {percent(search.level)} % at most are expected to be chance "
        "(Benjamini-Hochberg); the intervals allow for the choice. Slices overlap; an association "
        "is no cause.",
    ]
    if search.needed is not None:
        notes.append(
            f"With twice the error rate of {percent(search.mean)} %, a slice is found in 80 % of "
            f"such searches from {whole(search.needed)} rows on; smaller ones may go unseen."
        )
    return tuple(notes)


def _row(record: Record, *, single: bool) -> tuple[Cell, ...]:
    render = percent if single else points
    examples: Sequence[str] = record["examples"] or ()
    return (
        Cell(str(record["slice"])),
        Cell(whole(record["n"])),
        Cell(render(record["inside"])),
        Cell(render(record["outside"])),
        estimate(points, record["difference"], record["low"], record["high"]),
        Cell(p_value(record["p_adjusted"])),
        Cell(", ".join(examples) or MISSING),
    )
