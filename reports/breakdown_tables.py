"""Errors by length, by stars, by film and over seeds."""

import pandas as pd

from ..analysis.persistence import Persistence
from .errors_parts import ErrorsPart
from .formats.records import to_records
from .sections import Section, section_document
from .units import percent, whole

_COUNTS = frozenset({"n", "n_errors", "words_low", "words_high", "seeds", "seeds_baseline"})
_TITLES = {"rating": "Error rate by rating", "group": "Error rate by film"}


def length_part(lengths: pd.DataFrame) -> ErrorsPart:
    """Accuracy by the number of words.

    Args:
        lengths: As ``accuracy_by_length_of_all`` gives it.
    """
    frame = lengths.rename(columns={"low": "accuracy_low", "high": "accuracy_high"})
    section = Section(
        "lengths",
        "Accuracy by length",
        frame,
        {"accuracy": percent, "n": whole, "words_low": whole, "words_high": whole},
        below=("Accuracy in %, intervals take every review as independent.",),
        shown=("model", "words_low", "words_high", "n", "accuracy"),
        headings={"words_low": "words\nfrom", "words_high": "to"},
    )
    return _part(section, frame)


def value_part(rates: pd.DataFrame, column: str, *, limit: int | None = None) -> ErrorsPart:
    """Error rate by stars or by film.

    Args:
        rates: As ``error_rate_by`` gives it.
        column: ``"rating"`` or ``"group"``.
        limit: Most rows shown of each model; None for all. Records hold all.
    """
    frame = rates.rename(columns={"low": "error_rate_low", "high": "error_rate_high"})
    shown = frame if limit is None else frame.groupby("model", sort=False).head(limit)
    section = Section(
        column,
        _TITLES[column],
        shown,
        {"error_rate": percent, "n": whole, "n_errors": whole},
        below=("Error rate in %; not enough evidence: fewer than 30 reviews, not ranked.",),
        shown=("model", "value", "n", "n_errors", "error_rate", "evidence"),
        headings={"value": column, "n_errors": "errors", "error_rate": "error\nrate %"},
    )
    return _part(section, frame)


def persistence_parts(found: Persistence) -> list[ErrorsPart]:
    """Errors over several seeds.

    Args:
        found: As ``persistence`` of analysis gives it.
    """
    counts = Section(
        "persistence",
        "Reviews wrong in k of S seeds",
        found.counts,
        {"n": whole, "share_of_errors": percent},
        below=("Share: of the errors of all seeds together, in %.",),
        headings={"times_wrong": "wrong in", "share_of_errors": "share of\nerrors %"},
    )
    churn = Section(
        "churn",
        "Fixed and broken beside the churn between seeds",
        found.churn,
        dict.fromkeys(
            (
                *("fixed", "broken", "net", "churn", "churn_baseline"),
                *("fixed_in_all", "broken_in_all"),
            ),
            lambda value: f"{value:,.1f}".removesuffix(".0"),
        ),
        below=(
            "On average over pairs of seeds. Churn: what one seed of a recipe fixes of another, "
            "and breaks, by chance. In all: fixed (broken) whichever seeds are taken.",
        ),
    )
    parts = [_part(counts, found.counts)]
    return [*parts, _part(churn, found.churn)] if len(found.churn) else parts


def _part(section: Section, records: pd.DataFrame) -> ErrorsPart:
    keys = tuple(str(column) for column in records.columns)
    rows = tuple(to_records(records, keys, integers=_COUNTS))
    return ErrorsPart(section.key, section_document(section), keys, rows)
