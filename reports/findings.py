"""The sentences that say what the figures support and what they do not."""

from collections.abc import Mapping
from typing import Any

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
    whole,
)
from .wording import accuracy_pairs, class_balance

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
    if pair.get("only_model_right") == 0 and pair.get("only_baseline_right") == 0:
        return f"{model} and {baseline} are right on the same {rows}."
    measured = f"{_magnitude(pair)}; p {holm(pair)}"
    separated = pair["low"] > 0 or pair["high"] < 0
    significant = not is_missing(pair["p_holm"]) and pair["p_holm"] < ALPHA
    if separated and significant:
        size = percent(abs(pair["difference"]))
        more = "more" if pair["difference"] > 0 else "fewer"
        return (
            f"On these {rows} {model} gets {size} points {more} right than {baseline} "
            f"({_bounds(pair)}; p {holm(pair)}): supported."
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


def cost_sentences(comparison: Comparison) -> tuple[str, ...]:
    """What each model took, in its own words."""
    return tuple(
        f"{row['model']}: training {duration(row['train_seconds'])}, prediction "
        f"{rate(row['predict_reviews_per_second'])}, {parameters(row['parameters'])} parameters, "
        f"{memory(row['size_bytes'])} on disk."
        for row in comparison.models.to_dict("records")
    )


def holm(row: Row) -> str:
    """The p value of a row, corrected by Holm, after a p: ``= 0.012`` or ``< 0.001``."""
    text = p_value(row["p_holm"])
    return f"< {text[1:]}" if text.startswith("<") else f"= {text}"


def limits(comparison: Comparison, description: DatasetDescription) -> tuple[str, ...]:
    """What the data do not show of the models, whatever the figures."""
    lines = [
        f"Other domains: every figure is of {description.title}; elsewhere the order may differ.",
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
    return tuple(lines)


def _magnitude(pair: Row) -> str:
    return f"{points(pair['difference'])} points, {points(pair['low'])} to {points(pair['high'])}"


def _bounds(pair: Row) -> str:
    """The interval of the size of a difference, smaller end first."""
    ends = sorted((abs(pair["low"]), abs(pair["high"])))
    return f"{percent(ends[0])} to {percent(ends[1])}"


def _needed(pair: Row) -> str:
    if is_missing(pair["resolvable_difference"]):
        return "more reviews or a larger difference"
    return f"a difference of {percent(pair['resolvable_difference'])} points or more to be resolved"
