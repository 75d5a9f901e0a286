"""The sentences that say what the figures support and what they do not."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..analysis.comparison import Comparison
from ..analysis.significance import ALPHA
from ..analysis.system import DatasetDescription
from .units import (
    duration,
    is_missing,
    memory,
    p_value,
    parameters,
    percent,
    points,
    rate,
    score,
    whole,
)
from .wording import accuracy_pairs, class_balance, enumerate_words

Row = Mapping[Any, Any]


def verdicts(comparison: Comparison, description: DatasetDescription) -> tuple[str, ...]:
    """One sentence for each model on whether it differs from the baseline."""
    rows = accuracy_pairs(comparison).to_dict("records")
    return tuple(verdict(row, f"{whole(comparison.n)} {description.unit}") for row in rows)


def verdict(pair: Row, rows: str) -> str:
    """What the data say on one pair.

    Args:
        pair: A row of ``pairs`` for accuracy.
        rows: What was counted, such as ``"2,562 critics' snippets"``.
    """
    model, baseline = pair["model"], pair["baseline"]
    measured = f"{_magnitude(pair)}; p {_holm(pair)}"
    separated = pair["low"] > 0 or pair["high"] < 0
    significant = not is_missing(pair["p_holm"]) and pair["p_holm"] < ALPHA
    if separated and significant:
        size = percent(abs(pair["difference"]))
        more = "more" if pair["difference"] > 0 else "fewer"
        return (
            f"On these {rows} {model} gets {size} points {more} right than {baseline} "
            f"({_bounds(pair)}; p {_holm(pair)}): supported."
        )
    if separated or significant:
        why = (
            "the interval leaves 0 out, but p, corrected for the number of comparisons, does not "
            f"fall below {ALPHA}"
            if separated
            else f"p falls below {ALPHA}, but the interval holds 0"
        )
        return f"{model} against {baseline}: {measured}. A hint, not settled: {why}."
    return (
        f"{model} and {baseline} are not separable here ({measured}); this pair would need "
        f"{_needed(pair)}."
    )


def calibration_sentence(row: Row) -> str:
    """How far a model's probabilities can be taken at their word; empty where not measured."""
    measured, expected = row["calibration_error"], row["calibration_error_expected"]
    if is_missing(measured) or is_missing(expected):
        return ""
    figures = (
        f"calibration error {percent(measured)} points, where a perfectly calibrated model would "
        f"show {percent(expected)}"
    )
    low = row["calibration_error_low"]
    # The interval reaches down to 0 where a perfectly calibrated model could show as much.
    if not is_missing(low) and low > 0:
        return f"{row['model']}: {figures}: its probabilities are off."
    return f"{row['model']}: {figures}: no miscalibration is shown."


def category_sentences(shares: pd.DataFrame) -> tuple[str, ...]:
    """One sentence for each category: how it goes with the errors of which model.

    Args:
        shares: ``model, category, share, lift, lift_low, lift_high``: one row a model and category.
    """
    names = dict.fromkeys(shares["category"])
    return tuple(_category(str(name), shares[shares["category"] == name]) for name in names)


def _category(name: str, rows: pd.DataFrame) -> str:
    least, most = percent(rows["share"].min()), percent(rows["share"].max())
    span = f"{least} %" if least == most else f"{least} to {most} %, depending on the model,"
    sides: dict[str, list[str]] = {}
    for row in rows.to_dict("records"):
        sides.setdefault(_side(row), []).append(str(row["model"]))
    sides_said = "; ".join(f"{side} {enumerate_words(models)}" for side, models in sides.items())
    return f"{name}: {span} of errors carry the tag; {sides_said}."


def _side(row: Row) -> str:
    """On which side of 1 the lift lies with its interval, as the start of a clause."""
    if is_missing(row["lift_low"]) or is_missing(row["lift_high"]):
        return "too few tagged reviews to tell for"
    if row["lift_low"] > 1:
        return "more frequent among errors than among correct reviews of"
    if row["lift_high"] < 1:
        return "less frequent among errors than among correct reviews of"
    return "no difference to correct reviews is shown for"


def tagger_sentence(row: Row) -> str:
    """How far a tagger can be trusted, by its gold."""
    name = row["category"]
    if is_missing(row.get("precision")) and is_missing(row.get("recall")):
        return f"{name}: not measured against hand-made labels; take its shares as a count of cues."
    return (
        f"{name}: precision {_measured(row, 'precision')}, recall {_measured(row, 'recall')} on "
        f"{whole(row['n'])} reviews of {row['gold']}."
    )


def tagger_sentences(shares: pd.DataFrame, taggers: pd.DataFrame | None) -> tuple[str, ...]:
    """One sentence for each tagged category, measured or not."""
    known = {} if taggers is None else {row["category"]: row for row in taggers.to_dict("records")}
    names = dict.fromkeys(shares["category"])
    return tuple(tagger_sentence(known.get(name, {"category": name})) for name in names)


def cost_sentences(comparison: Comparison) -> tuple[str, ...]:
    """What each model took, in its own words."""
    return tuple(
        f"{row['model']}: training {duration(row['train_seconds'])}, prediction "
        f"{rate(row['predict_reviews_per_second'])}, {parameters(row['parameters'])} parameters, "
        f"{memory(row['size_bytes'])} on disk."
        for row in comparison.models.to_dict("records")
    )


def limits(
    comparison: Comparison, description: DatasetDescription, *, categories: bool
) -> tuple[str, ...]:
    """What the data do not show, whatever the figures.

    Args:
        comparison: The comparison.
        description: Its data set.
        categories: Whether shares of error categories are reported beside it.
    """
    lines = [
        f"Other domains: every figure is of {description.name}; elsewhere the order may differ.",
        f"Other class mixes: here {class_balance(description)}.",
    ]
    if comparison.models["seeds"].max() < 2:
        lines.append("Training again: one trained artefact a model; another seed may differ.")
    else:
        lines.append("Training again: p is of the first seed alone; the sd tells how seeds differ.")
    if len(comparison.models) > 2:
        lines.append(
            f"Models among each other: each was tested against {comparison.baseline} alone."
        )
    if categories:
        lines.append(
            "True shares of categories: tagger shares are uncorrected for the tagger's mistakes."
        )
    return tuple(lines)


def _magnitude(pair: Row) -> str:
    return f"{points(pair['difference'])} points, {points(pair['low'])} to {points(pair['high'])}"


def _bounds(pair: Row) -> str:
    """The interval of the size of a difference, smaller end first."""
    ends = sorted((abs(pair["low"]), abs(pair["high"])))
    return f"{percent(ends[0])} to {percent(ends[1])}"


def _holm(pair: Row) -> str:
    text = p_value(pair["p_holm"])
    return f"< {text[1:]}" if text.startswith("<") else f"= {text}"


def _needed(pair: Row) -> str:
    if is_missing(pair["resolvable_difference"]):
        return "more reviews or a larger difference"
    return f"a difference of {percent(pair['resolvable_difference'])} points or more to be resolved"


def _measured(row: Row, key: str) -> str:
    if is_missing(row[key]):
        return "unknown"
    return f"{score(row[key])} ({score(row[f'{key}_low'])} to {score(row[f'{key}_high'])})"
