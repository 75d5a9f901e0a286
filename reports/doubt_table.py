"""Accuracy and differences under doubtful labels, in every format."""

from collections.abc import Sequence

import pandas as pd
from rich.console import RenderableType

from ..analysis.label_doubt import ACCURACY_COLUMNS, PAIR_COLUMNS
from ..analysis.truncation import TRUNCATION_COLUMNS
from .errors_parts import ErrorsPart
from .formats.records import to_records
from .grid import Cell, Document, Grid, Heading
from .parts import estimate, parts_table
from .units import MISSING, is_missing, percent, points, whole

_COUNTS = frozenset(
    {
        "n",
        "limit",
        "flagged_wrong",
        "flagged_right",
        "gold_wrong",
        "gold_right",
        "only_model_right",
        "only_baseline_right",
        "gold_model_right",
        "gold_baseline_right",
    }
)
FLAGS = (
    "Labels are flagged by a tf-idf logistic regression of their own, fitted out of fold by film: "
    "none of the models shown. It reads words as a bag-of-words model does, and so tends to "
    "doubt what such a model gets wrong."
)


def doubt_table(
    accuracy: pd.DataFrame,
    differences: pd.DataFrame | None = None,
    truncation: pd.DataFrame | None = None,
    *,
    format: str,  # noqa: A002 - the word of the command line
    about: Sequence[str] = (),
) -> RenderableType:
    """What doubtful labels and cut texts leave of accuracies and differences.

    Args:
        accuracy: As `accuracy_under_doubt` returns it.
        differences: As `differences_under_doubt` returns it.
        truncation: As `accuracy_by_truncation` returns it, of one system or several.
        format: ``"table"``, ``"markdown"``, ``"csv"``, ``"json"`` or ``"latex"``.
        about: Lines that say what the figures are figures of.

    Raises:
        UsageError: The format is unknown.
    """
    parts = [accuracy_part(accuracy)]
    if differences is not None and len(differences):
        parts.append(differences_part(differences))
    if truncation is not None and len(truncation):
        parts.append(truncation_part(truncation))
    return parts_table(parts, about, format=format)


def accuracy_part(frame: pd.DataFrame) -> ErrorsPart:
    """Accuracy on the given labels, with every flagged one wrong, and corrected by gold."""
    records = to_records(frame, ACCURACY_COLUMNS, integers=_COUNTS)
    has_gold = any(record["gold_right"] or record["gold_wrong"] for record in records)
    headings = (
        Heading("model", "Model", "left", wraps=True),
        Heading("accuracy", "Accuracy %"),
        Heading("flagged_wrong", "Flagged errors,\ncorrect", rank=2),
        Heading("flag_low", "If flagged labels\nwere wrong %"),
        *([Heading("noise_wrong", "Errors with a\ncontradicted label %", rank=1)] * has_gold),
        *([Heading("noise_right", "Correct with\nsuch a label %", rank=1)] * has_gold),
        *([Heading("corrected", "Corrected %")] * has_gold),
    )
    rows = tuple(
        (
            Cell(str(record["model"])),
            estimate(percent, record["accuracy"], record["low"], record["high"]),
            Cell(f"{whole(record['flagged_wrong'])}, {whole(record['flagged_right'])}"),
            Cell(f"{percent(record['flag_low'])}–{percent(record['flag_high'])}"),
            *(
                estimate(percent, record[key], record[f"{key}_low"], record[f"{key}_high"])
                for key in ("noise_wrong", "noise_right", "corrected")
                if has_gold
            ),
        )
        for record in records
    )
    below = [FLAGS]
    if has_gold:
        least = min(record["gold_right"] for record in records)
        below.append(
            "Corrected: by readers' gold, separately among errors and correct reviews; its bounds "
            "take the upper limit of the noise among the one with the lower limit among the other. "
            f"Gold among the correct: {whole(least)} rows or more, hence the wide limits."
        )
    document = Document("Accuracy under doubtful labels", (), Grid(headings, rows), tuple(below))
    return ErrorsPart("doubt", document, ACCURACY_COLUMNS, tuple(records))


def differences_part(frame: pd.DataFrame) -> ErrorsPart:
    """Whether the sign of each difference survives."""
    records = to_records(frame, PAIR_COLUMNS, integers=_COUNTS)
    headings = (
        Heading("model", "Model", "left", wraps=True),
        Heading("baseline", "Against", "left", wraps=True),
        Heading("difference", "Difference,\npoints"),
        Heading("flag_low", "If flagged labels\nwere wrong", rank=1),
        Heading("survives_flags", "Sign\nsurvives", "left"),
        Heading("corrected", "Corrected,\npoints", rank=1),
        Heading("survives", "Sign\nsurvives", "left"),
    )
    rows = tuple(
        (
            Cell(str(record["model"])),
            Cell(str(record["baseline"])),
            estimate(points, record["difference"], record["low"], record["high"]),
            Cell(f"{points(record['flag_low'])} to {points(record['flag_high'])}"),
            Cell(str(record["survives_flags"])),
            estimate(
                points, record["corrected"], record["corrected_low"], record["corrected_high"]
            ),
            Cell(str(record["survives"])),
        )
        for record in records
    )
    below = (
        "Only reviews that one of the two alone gets right count. The sign survives where all "
        "between the bounds has it; first by the flags, then by the gold.",
    )
    document = Document("Differences under doubtful labels", (), Grid(headings, rows), below)
    return ErrorsPart("doubt_pairs", document, PAIR_COLUMNS, tuple(records))


def truncation_part(frame: pd.DataFrame) -> ErrorsPart:
    """Accuracy by how much of a review lies beyond the limit."""
    records = to_records(frame, TRUNCATION_COLUMNS, integers=_COUNTS)
    headings = (
        Heading("model", "Model", "left", wraps=True),
        Heading("limit", "Tokens\nread"),
        Heading("part", "Reviews", "left", wraps=True),
        Heading("n", "Rows"),
        Heading("unread", "Unread %", rank=1),
        Heading("accuracy", "Accuracy %"),
    )
    rows = tuple(
        (
            Cell(str(record["model"])),
            Cell(MISSING if is_missing(record["limit"]) else whole(record["limit"])),
            Cell(str(record["part"])),
            Cell(whole(record["n"])),
            Cell(percent(record["unread"])),
            estimate(percent, record["accuracy"], record["low"], record["high"]),
        )
        for record in records
    )
    below = ("Longer reviews differ in more than in what is cut: compare models, not rows.",)
    document = Document("Accuracy by truncation", (), Grid(headings, rows), below)
    return ErrorsPart("truncation", document, TRUNCATION_COLUMNS, tuple(records))
