"""What an ensemble gains on its best member, and whether the test set can tell."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .cells import bootstrap_metrics, pool_units
from .clusters import Groups, resampling_groups
from .intervals import Interval, percentile_interval, widened_interval
from .paired_accuracy import paired_accuracy
from .predictions import Predictions, require_same_rows
from .significance import holm
from .system import System

GAIN_COLUMNS = (
    "ensemble",
    "member",
    "chosen_on",
    "difference",
    "low",
    "high",
    "p",
    "p_holm",
    "resolvable_difference",
)
"""Columns of `ensemble_gains`, in order."""


def ensemble_gains(
    systems: Sequence[System], pairs: pd.DataFrame, *, resamples: int, seed: int
) -> pd.DataFrame:
    """Each ensemble's accuracy less that of its best member, on the same test rows.

    The best member is the one that is right most often on validation. Without validation rows it
    is not known which that is, and choosing it on test would favour either side: the ensemble is
    then held against every member, and has gained only if it gains on each (an intersection-union
    test, which keeps its level without a correction).

    Args:
        systems: Of a comparison; those without ``ensemble`` are left out.
        pairs: ``Comparison.pairs``: where the member or the ensemble is the baseline, the
            interval of the pair is taken.
        resamples: Resampled test sets behind each interval.
        seed: Of the resampling.

    Returns:
        A frame with `GAIN_COLUMNS`: one row an ensemble with ``chosen_on`` ``"validation"``, or
        one for each of its members with ``"none"``; ``difference`` (ensemble - member) with a 95 %
        interval and McNemar's mid-p, ``p_holm`` over the ensembles, and
        ``resolvable_difference`` (at 80 % power, at the level of Holm's first step).
    """
    ensembles = [system for system in systems if system.ensemble is not None]
    rows = []
    for system in ensembles:
        for member in _held_against(system):
            row = _gain(system, member, resamples, seed, len(ensembles))
            rows.append(row | _known_interval(pairs, system.name, member.name))
    gains = pd.DataFrame(rows, columns=list(GAIN_COLUMNS))
    return gains.assign(p_holm=_corrected(gains))


def _held_against(system: System) -> Sequence[Predictions]:
    """The best member, or every one where validation does not name it."""
    ensemble = system.ensemble
    if ensemble is None:
        return ()
    if ensemble.best is None:
        return ensemble.members
    return (ensemble.members[ensemble.best],)


def _gain(
    system: System, member: Predictions, resamples: int, seed: int, comparisons: int
) -> dict[str, object]:
    one, other = require_same_rows([system.runs[0], member])
    groups = resampling_groups(one.groups)
    test = paired_accuracy(one, other, groups, comparisons=comparisons)
    low, high = _interval(one, other, groups, resamples, seed)
    return {
        "ensemble": system.name,
        "member": member.name,
        "chosen_on": "none" if system.ensemble and system.ensemble.best is None else "validation",
        "difference": (test.only_model_right - test.only_baseline_right) / len(one.frame),
        "low": low,
        "high": high,
        "p": test.p,
        "resolvable_difference": test.resolvable_difference,
    }


def _interval(
    one: Predictions, other: Predictions, groups: Groups, resamples: int, seed: int
) -> Interval:
    """Of the difference of accuracy, made as in a comparison."""
    predicted = np.stack([one.predicted, other.predicted])
    pools = pool_units(one.labels, predicted, len(one.classes), groups)
    drawn = bootstrap_metrics(pools, resamples, np.random.default_rng(seed))["accuracy"]
    differences = drawn[:, 0] - drawn[:, 1]
    value = float((one.predicted == one.labels).mean() - (other.predicted == one.labels).mean())
    units = len(one.labels) if groups is None else int(groups.max()) + 1
    return widened_interval(percentile_interval(differences), value, units, bounds=(-1.0, 1.0))


def _known_interval(pairs: pd.DataFrame, ensemble: str, member: str) -> dict[str, float]:
    """The interval of the comparison itself, so that one difference has one interval."""
    accuracy = pairs[pairs["metric"] == "accuracy"]
    for row in accuracy.to_dict("records"):
        if (row["model"], row["baseline"]) == (ensemble, member):
            return {"low": row["low"], "high": row["high"]}
        if (row["model"], row["baseline"]) == (member, ensemble):
            return {"low": -row["high"], "high": -row["low"]}
    return {}


def _corrected(gains: pd.DataFrame) -> pd.Series:
    """Holm over the ensembles; of an ensemble held against each member, its greatest p counts."""
    if gains.empty:
        return pd.Series(dtype=float)
    greatest = gains.groupby("ensemble", sort=False)["p"].max()
    adjusted = pd.Series(holm(greatest.to_numpy(float)), index=greatest.index)
    return gains["ensemble"].map(adjusted)
