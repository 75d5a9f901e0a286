"""Markdown tables of the section on errors of docs/results.md."""

from collections.abc import Callable, Sequence

import pandas as pd
from results_declared import Experiment
from results_errors import READ_CATEGORIES, ErrorFigures, Record
from results_grids import between, table

from sentiment_lab.reports.units import MISSING, percent, whole

Entry = Callable[[str, str], str]


def causes_table(errors: ErrorFigures, experiment: Experiment) -> str:
    """One main cause for each error, beside the readers of another set and the experiment."""
    rows = [
        (
            cause,
            *(_interval(errors.cause(model, cause)) for model in errors.models),
            ", ".join(map(str, experiment.readers.get(cause, ()))) or MISSING,
            str(experiment.errors.get(cause, MISSING)),
        )
        for cause in errors.causes
    ]
    readers = "readers of imdb_errors: n-gram model, small BERT"
    return table(("Main cause", *errors.models, readers, "the experiment"), rows)


def categories_table(errors: ErrorFigures) -> str:
    """All categories that apply: share of the errors; share of the correct reviews."""

    def entry(model: str, category: str) -> str:
        found = errors.category(model, category)
        return f"{_interval(found, 'share_')}; {percent(found['share_correct'])}"

    return _by_model(errors, "Category", READ_CATEGORIES, entry)


def headroom_table(errors: ErrorFigures) -> str:
    """Points gained at most, and points that nobody gains."""

    def entry(model: str, category: str) -> str:
        return _interval(errors.category(model, category), "headroom_", "headroom")

    floor = [
        between(
            *(errors.floor(model)[key] for key in ("accuracy", "accuracy_low", "accuracy_high"))
        )
        for model in errors.models
    ]
    body = _by_model(errors, "Category", READ_CATEGORIES, entry)
    last = "label contradicted or no verdict: out of reach"
    return body + f"\n| {last} | " + " | ".join(floor) + " |"


def uncorrected_table(errors: ErrorFigures) -> str:
    """Categories without gold: the tags as they are."""

    def entry(model: str, category: str) -> str:
        return percent(errors.category(model, category)["raw_share"])

    return _by_model(errors, "Category (uncorrected)", errors.uncorrected, entry)


def doubt_table(errors: ErrorFigures, baseline: str) -> str:
    """Accuracy restated by the readers' labels."""
    headings = (
        "Model",
        "accuracy %",
        "errors with a contradicted label %",
        "correct with one %",
        "corrected accuracy %",
        f"sign against {baseline} survives",
    )
    rows = [_doubt(errors, model) for model in errors.models]
    return table(headings, rows, left=(0, 5))


def _doubt(errors: ErrorFigures, model: str) -> tuple[str, ...]:
    found, pair = errors.doubt(model), errors.doubt_pair(model)
    return (
        model,
        percent(found["accuracy"]),
        _interval(found, "noise_wrong_", "noise_wrong"),
        _interval(found, "noise_right_", "noise_right"),
        _interval(found, "corrected_", "corrected"),
        pair["survives"] if pair else MISSING,
    )


def changes_table(changes: pd.DataFrame) -> str:
    """Errors that each row fixes and breaks against the baseline.

    Args:
        changes: ``model, baseline, fixed, broken``.
    """
    rows = [
        (row["model"], row["baseline"], whole(row["fixed"]), whole(row["broken"]))
        for row in changes.to_dict(orient="records")
    ]
    return table(("Model", "Against", "Fixed", "Broken"), rows, left=(0, 1))


def _by_model(errors: ErrorFigures, head: str, names: Sequence[str], entry: Entry) -> str:
    rows = [(name, *(entry(model, name) for model in errors.models)) for name in names]
    return table((head, *errors.models), rows)


def _interval(found: Record, ends: str = "", key: str = "share") -> str:
    return between(found[key], found[f"{ends}low"], found[f"{ends}high"])
