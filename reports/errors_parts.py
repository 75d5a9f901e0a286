"""The tables that ``errors`` is made of, ready for every format."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ..analysis.categories import PRESENT_SUFFIX
from ..analysis.excerpts import decisive_excerpt, one_line
from ..analysis.overlap import CHANGE_COLUMNS, OVERLAP_COLUMNS
from .flat_tags import evidence_spans, tags_present
from .formats.records import Record, to_records
from .grid import Cell, Document, Grid, Heading
from .units import MISSING, is_missing, percent, whole

_COUNTS = frozenset(
    {
        "n_errors",
        "errors_tagged",
        "gold_n",
        "shared",
        "only_model",
        "only_other",
        "n_wrong",
        "fixed",
        "broken",
    }
)


@dataclass(frozen=True)
class ErrorsPart:
    """One of the tables of ``errors``, ready for every format.

    Attributes:
        name: Its key in JSON.
        document: How people read it.
        keys: Columns of its CSV, keys of its records.
        records: Its rows, unrounded.
    """

    name: str
    document: Document
    keys: tuple[str, ...]
    records: tuple[Record, ...]


def misclassified_part(
    frame: pd.DataFrame,
    models: Sequence[str],
    *,
    n_misclassified: int | None = None,
    limit: int | None = None,
    for_programs: bool = False,
) -> ErrorsPart:
    """Reviews that a model gets wrong, in the order of the frame.

    Args:
        frame: ``id, label, wrong_<model>, predicted_<model>, confidence_<model>`` and perhaps
            ``text``, ``group``, ``rating`` and the flat columns of tags.
        models: Names of the models, in the order of the table.
        n_misclassified: How many reviews a model gets wrong, where the frame holds only some of
            them; None: as many as the frame holds.
        limit: Most rows to show; None for all.
        for_programs: Records alone are wanted; the document stays without rows, since finding the
            excerpts of thousands of reviews takes most of a minute.
    """
    total = len(frame) if n_misclassified is None else n_misclassified
    shown = frame if limit is None else frame.head(limit)
    keys = tuple(str(column) for column in shown.columns)
    records = to_records(shown, keys, integers=_COUNTS)
    has_text, has_tags = "text" in keys, any(key.endswith(PRESENT_SUFFIX) for key in keys)
    headings = [
        Heading("id", "Review", "left", wraps=True),
        Heading("label", "Label", "left"),
        Heading("predicted", "Taken for", "left", wraps=True),
        *([Heading("tags", "Tags", "left", wraps=True)] * has_tags),
        *([Heading("text", "Text", "left", wraps=True)] * has_text),
    ]
    rows = [
        _misclassified_row(record, models, has_tags=has_tags, has_text=has_text)
        for record in ([] if for_programs else records)
    ]
    above = (
        f"{whole(len(shown))} of {whole(total)} reviews that a model gets wrong, the most "
        "confident errors first; beside the class taken for it, the model's confidence."
        if total
        else "No review: no model gets any wrong, so there is nothing to break down."
    )
    below = () if has_text else ("These predictions come without text: ids only.",)
    grid = Grid(tuple(headings), tuple(rows))
    document = Document("Misclassified reviews", (above,), grid, below, last_below=has_text)
    return ErrorsPart("misclassified", document, keys, tuple(records))


def overlap_part(overlap: pd.DataFrame) -> ErrorsPart:
    """Errors that two models share.

    Args:
        overlap: One row a pair, with the columns ``OVERLAP_COLUMNS``.
    """
    records = to_records(overlap, OVERLAP_COLUMNS, integers=_COUNTS)
    headings = (
        Heading("model", "Model", "left", wraps=True),
        Heading("other", "Other", "left", wraps=True),
        Heading("shared", "Both\nwrong"),
        Heading("only_model", "Only model\nwrong"),
        Heading("only_other", "Only other\nwrong"),
        Heading("jaccard", "Shared %"),
    )
    rows = tuple(
        (
            Cell(str(record["model"])),
            Cell(str(record["other"])),
            Cell(whole(record["shared"])),
            Cell(whole(record["only_model"])),
            Cell(whole(record["only_other"])),
            Cell(percent(record["jaccard"])),
        )
        for record in records
    )
    below = ("Shared: of all reviews that either gets wrong, those that both get wrong.",)
    document = Document("Errors in common", (), Grid(headings, rows), below)
    return ErrorsPart("overlap", document, OVERLAP_COLUMNS, tuple(records))


def change_part(changes: pd.DataFrame) -> ErrorsPart:
    """Reviews that a model gets right where the baseline fails, and the other way round.

    Args:
        changes: One row a model, with the columns ``CHANGE_COLUMNS``.
    """
    records = to_records(changes, CHANGE_COLUMNS, integers=_COUNTS)
    headings = (
        Heading("model", "Model", "left", wraps=True),
        Heading("baseline", "Against", "left", wraps=True),
        Heading("fixed", "Fixed"),
        Heading("broken", "Broken"),
    )
    rows = tuple(
        (
            Cell(str(record["model"])),
            Cell(str(record["baseline"])),
            Cell(whole(record["fixed"])),
            Cell(whole(record["broken"])),
        )
        for record in records
    )
    below = ("Fixed: the model is right where the other is wrong. Broken: the reverse.",)
    document = Document("Fixed and broken", (), Grid(headings, rows), below)
    return ErrorsPart("fixed_and_broken", document, CHANGE_COLUMNS, tuple(records))


def _misclassified_row(
    record: Record, models: Sequence[str], *, has_tags: bool, has_text: bool
) -> tuple[Cell, ...]:
    wrong = [
        f"{name}: {record[f'predicted_{name}']} {percent(record[f'confidence_{name}'])} %"
        for name in models
        if record[f"wrong_{name}"]
    ]
    tags = tags_present(record)
    spans = [span for tag in tags for span in evidence_spans(record, tag)]
    text = record.get("text")
    shown = MISSING if is_missing(text) else decisive_excerpt(str(text), spans)
    return (
        Cell(one_line(str(record["id"]))),
        Cell(str(record["label"])),
        Cell("; ".join(wrong)),
        *([Cell(", ".join(tags) or MISSING)] * has_tags),
        *([Cell(shown)] * has_text),
    )
