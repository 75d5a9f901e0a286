"""What models make of a contrast set, in every format."""

from collections.abc import Sequence

import pandas as pd
from rich.console import RenderableType

from ..analysis.contrast_sets import (
    CHANGE_COLUMNS,
    DIFFERENCE_COLUMNS,
    KIND_COLUMNS,
    MODEL_COLUMNS,
    ContrastResults,
)
from .errors_parts import ErrorsPart
from .formats.records import Record, to_records
from .grid import Cell, Document, Grid, Heading
from .parts import estimate, parts_table
from .units import p_value, percent, points, whole

_COUNTS = frozenset({"n", "n_pairs"})
_METRICS = {
    "accuracy": "accuracy",
    "both_right": "both of a pair right",
    "consistency": "consistency",
}


def challenge_table(
    results: ContrastResults,
    *,
    format: str,  # noqa: A002 - the word of the command line
    about: Sequence[str] = (),
) -> RenderableType:
    """The results on a contrast set as people or programs read them.

    Args:
        results: Figures and comparisons.
        format: ``"table"``, ``"markdown"``, ``"csv"``, ``"json"`` or ``"latex"``.
        about: Lines that say what the figures are figures of.

    Raises:
        UsageError: The format is unknown.
    """
    return parts_table(challenge_parts(results), about, format=format)


def challenge_parts(results: ContrastResults) -> list[ErrorsPart]:
    """The tables of a contrast set: by model, by kind, from kind to kind, and compared."""
    parts = [_model_part(results.models), _kind_part(results.kinds)]
    if len(results.changes):
        parts.append(_change_part(results.changes))
    if len(results.differences):
        parts.append(_difference_part(results.differences))
    return parts


def _model_part(frame: pd.DataFrame) -> ErrorsPart:
    records = to_records(frame, MODEL_COLUMNS, integers=_COUNTS)
    headings = (
        Heading("model", "Model", "left", wraps=True),
        Heading("n_pairs", "Pairs"),
        Heading("accuracy", "Accuracy %"),
        Heading("both_right", "Both right %"),
        Heading("consistency", "Consistent %"),
        Heading("both_wrong", "Both wrong %", rank=1),
    )
    rows = tuple(
        (
            Cell(str(record["model"])),
            Cell(whole(record["n_pairs"])),
            *(_share(record, key) for key in _METRICS),
            Cell(percent(record["both_wrong"])),
        )
        for record in records
    )
    below = (
        "Both right: pairs with both texts right. Consistent: pairs whose two predictions differ "
        "where the labels do and agree where they agree, right or wrong. 95 % intervals, the two "
        "texts of a pair being dependent.",
        "A model that was trained on the originals knows them: then read the other kind.",
    )
    document = Document("Contrast set", (), Grid(headings, rows), below)
    return ErrorsPart("models", document, MODEL_COLUMNS, tuple(records))


def _kind_part(frame: pd.DataFrame) -> ErrorsPart:
    records = to_records(frame, KIND_COLUMNS, integers=_COUNTS)
    headings = (
        Heading("model", "Model", "left", wraps=True),
        Heading("kind", "Kind", "left", wraps=True),
        Heading("n", "Texts"),
        Heading("accuracy", "Accuracy %"),
        Heading("n_pairs", "Pairs"),
        Heading("both_right", "Both right %"),
    )
    rows = tuple(
        (
            Cell(str(record["model"])),
            Cell(str(record["kind"])),
            Cell(whole(record["n"])),
            _share(record, "accuracy"),
            Cell(whole(record["n_pairs"])),
            _share(record, "both_right"),
        )
        for record in records
    )
    below = ("Both right: of the pairs that hold a text of this kind.",)
    document = Document("By kind", (), Grid(headings, rows), below)
    return ErrorsPart("kinds", document, KIND_COLUMNS, tuple(records))


def _change_part(frame: pd.DataFrame) -> ErrorsPart:
    records = to_records(frame, CHANGE_COLUMNS, integers=_COUNTS)
    headings = (
        Heading("model", "Model", "left", wraps=True),
        Heading("kind", "Kind", "left", wraps=True),
        Heading("reference", "Against", "left", wraps=True),
        Heading("n_pairs", "Pairs"),
        Heading("difference", "Accuracy,\npoints"),
    )
    rows = tuple(
        (
            Cell(str(record["model"])),
            Cell(str(record["kind"])),
            Cell(str(record["reference"])),
            Cell(whole(record["n_pairs"])),
            estimate(points, record["difference"], record["low"], record["high"]),
        )
        for record in records
    )
    below = ("Accuracy on the kind less that on the other, over the same pairs.",)
    document = Document("From kind to kind", (), Grid(headings, rows), below)
    return ErrorsPart("changes", document, CHANGE_COLUMNS, tuple(records))


def _difference_part(frame: pd.DataFrame) -> ErrorsPart:
    records = to_records(frame, DIFFERENCE_COLUMNS, integers=_COUNTS)
    headings = (
        Heading("model", "Model", "left", wraps=True),
        Heading("baseline", "Against", "left", wraps=True),
        Heading("metric", "Of", "left", wraps=True),
        Heading("difference", "Difference,\npoints"),
        Heading("p", "p", rank=1),
        Heading("p_holm", "p (Holm)"),
    )
    rows = tuple(
        (
            Cell(str(record["model"])),
            Cell(str(record["baseline"])),
            Cell(_METRICS[str(record["metric"])]),
            estimate(points, record["difference"], record["low"], record["high"]),
            Cell(p_value(record["p"])),
            Cell(p_value(record["p_holm"])),
        )
        for record in records
    )
    below = (
        "Paired by pair of texts; p by McNemar's mid-p over pairs, of accuracy by Student's t.",
    )
    document = Document("Compared", (), Grid(headings, rows), below)
    return ErrorsPart("differences", document, DIFFERENCE_COLUMNS, tuple(records))


def _share(record: Record, key: str) -> Cell:
    return estimate(percent, record[key], record[f"{key}_low"], record[f"{key}_high"])
