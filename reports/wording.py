"""The sentences around a table: what its figures are of, and how they are to be read."""

from collections.abc import Sequence

import pandas as pd

from ..analysis.comparison import Comparison
from ..analysis.system import DatasetDescription
from .ensemble_findings import ensemble_sentences
from .units import percent, whole

ENOUGH_GROUPS = 30
"""From as many groups on, intervals that respect them hold what they promise."""

# Units that name a part of a text, so that their scores are not held against those of whole texts.
_PARTS_OF_TEXTS = ("snippet", "sentence", "excerpt", "phrase")


def describe_data(description: DatasetDescription) -> tuple[str, ...]:
    """The lines above a table: data set, unit, classes, splits, what is published."""
    name = description.name
    if description.trained_on:
        name = f"trained on {description.trained_on}, tested on {name}"
    lines = [f"Data: {name}, test set of {_test_rows(description)}."]
    if description.renamed_labels:
        lines.append(f"Labels of {description.name} read as: {description.renamed_labels}.")
    lines.append(f"Classes: {class_balance(description)}.")
    if description.n_train is not None:
        choices = description.n_validation
        validation = (
            "" if choices is None else f"; choices made on {whole(choices)} validation rows"
        )
        if description.refitted:
            validation += f", from which {enumerate_words(description.refitted)} learnt in the end"
        of = f" of {description.trained_on}" if description.trained_on else ""
        lines.append(f"Trained on {whole(description.n_train)} rows{of}{validation}.")
    if description.published:
        lines.append(f"Published: {description.published.rstrip('.')}.")
    return tuple(lines)


def class_balance(description: DatasetDescription) -> str:
    """Shares of the classes in the test set: ``rotten 50.1 %, fresh 49.9 %``."""
    return ", ".join(f"{name} {percent(share)} %" for name, share in description.class_shares)


def describe_reading(comparison: Comparison, description: DatasetDescription) -> tuple[str, ...]:
    """The lines below a comparison table: how its figures came about and how far they reach.

    Args:
        comparison: What stands in the table.
        description: The data set that it is of.
    """
    unit = description.group_unit
    lines = [
        _intervals(comparison, unit),
        few_groups(comparison, unit),
        _positive_class(comparison),
    ]
    if len(accuracy_pairs(comparison)):
        lines.append(_evidence(comparison))
        lines.append(resolution(comparison))
    lines.extend(ensemble_sentences(comparison))
    lines.extend(seeds_note(comparison))
    return tuple(line for line in lines if line)


def resolution(comparison: Comparison) -> str:
    """What this test set can tell apart, in words; empty where no pair says."""
    values = accuracy_pairs(comparison)["resolvable_difference"].dropna()
    if values.empty:
        return ""
    low, high = percent(values.min()), percent(values.max())
    size = (
        f"{low} points or more" if low == high else f"{low} to {high} points or more, by the pair"
    )
    return f"Resolvable: at 80 % power this test set resolves differences of {size}."


def seeds_note(comparison: Comparison) -> tuple[str, ...]:
    """What several seeds mean for the table; nothing where every model has one."""
    most = int(comparison.models["seeds"].max())
    if most < 2:
        return ()
    return (
        f"Seeds: mean ± sd over {most} seeds; all other figures, intervals and p hold for the "
        "trained artefact of the first seed.",
    )


def few_groups(comparison: Comparison, unit: str) -> str:
    """A warning where the groups are too few to tell how they differ; empty otherwise.

    Args:
        comparison: The comparison.
        unit: What a group is, in the plural.
    """
    groups = comparison.n_groups
    if groups is None or groups >= ENOUGH_GROUPS:
        return ""
    if groups == 1:
        return f"Only 1 {singular(unit)}: intervals hold for it alone."
    return f"Only {groups} {unit}: intervals are rough."


def singular(unit: str) -> str:
    """One of a unit that is given in the plural: ``film`` of ``films``."""
    return unit.removesuffix("s")


def accuracy_pairs(comparison: Comparison) -> pd.DataFrame:
    """The rows of ``pairs`` that compare accuracy."""
    return comparison.pairs[comparison.pairs["metric"] == "accuracy"]


def enumerate_words(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _test_rows(description: DatasetDescription) -> str:
    text = f"{whole(description.n_test)} {description.unit}"
    if description.median_words is not None:
        text += f" of {description.median_words:.0f} words (median)"
    if any(part in description.unit.lower() for part in _PARTS_OF_TEXTS):
        text += ", not whole reviews"
    if description.n_groups is not None:
        unit = description.group_unit
        text += f", of {whole(description.n_groups)} "
        text += singular(unit) if description.n_groups == 1 else unit
    return text


def _intervals(comparison: Comparison, unit: str) -> str:
    groups, dependent = comparison.n_groups or 0, ""
    if groups > 1:
        dependent = f" Rows of one {singular(unit)} count as dependent ({whole(groups)} {unit})."
    draws = whole(comparison.resamples)
    return (
        "Intervals: 95 %; of accuracy by Wilson; of precision, recall, F1, MCC and the differences "
        f"of accuracy by {draws} resamples, seed {comparison.seed}; of AUC by DeLong; of log-loss "
        f"and Brier by Student; of the calibration error by an inverted test.{dependent}"
    )


def _positive_class(comparison: Comparison) -> str:
    if len(comparison.classes) == 2:
        return f"Positive class: {comparison.positive} (precision, recall, F1)."
    return (
        f"{len(comparison.classes)} classes: precision, recall and F1 are means over the classes "
        "(macro)."
    )


def _evidence(comparison: Comparison) -> str:
    pairs = len(accuracy_pairs(comparison)) if comparison.tests is None else comparison.tests
    if pairs == 0:
        return (
            f"Baseline: {comparison.baseline}; every row predicts what it does: nothing is tested."
        )
    family = "1 pair" if pairs == 1 else f"{pairs} pairs"
    return (
        f"Baseline: {comparison.baseline}; differences are model - baseline in points of accuracy. "
        f"p: McNemar's mid-p on accuracy, Holm over {family} with the baseline."
    )
