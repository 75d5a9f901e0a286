"""What an ensemble gains on its best member, and whether the test set can tell."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

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


class _Held(NamedTuple):
    """An ensemble and the members it is held against, their test rows in one order."""

    name: str
    table: Predictions
    members: tuple[Predictions, ...]
    chosen_on: str


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
        interval and McNemar's mid-p, ``p_holm`` over the ensembles (see `_family`), and
        ``resolvable_difference`` (at 80 % power, at the level of Holm's first step).
    """
    ensembles = _aligned(systems)
    family = _family(ensembles)
    comparisons = max(1, len(set(family.values())))
    rows = []
    for ensemble in ensembles:
        for member in ensemble.members:
            row = _gain(ensemble, member, resamples, seed, comparisons)
            rows.append(row | _known_interval(pairs, ensemble.name, member.name))
    gains = pd.DataFrame(rows, columns=list(GAIN_COLUMNS))
    return gains.assign(p_holm=_corrected(gains, family))


def _aligned(systems: Sequence[System]) -> list[_Held]:
    """Each ensemble with its best member, or with every one where validation does not name it."""
    made = [(each, each.ensemble) for each in systems if each.ensemble is not None]
    against = [
        members.members if members.best is None else (members.members[members.best],)
        for _, members in made
    ]
    tables = [
        table
        for (system, _), members in zip(made, against, strict=True)
        for table in (system.runs[0], *members)
    ]
    aligned = iter(require_same_rows(tables))
    return [
        _Held(
            name=system.name,
            table=next(aligned),
            members=tuple(next(aligned) for _ in members),
            chosen_on="none" if found.best is None else "validation",
        )
        for (system, found), members in zip(made, against, strict=True)
    ]


def _family(ensembles: Sequence[_Held]) -> dict[str, str]:
    """Which ensembles are tests of their own, for Holm's correction.

    As among the systems of a comparison (`paired_accuracy.tested_family`): ensembles that predict
    the same classes and are held against members that do are one test, such as one ensemble under
    two names, and one that predicts what a member does cannot gain on it and is none.

    Returns:
        For each ensemble that is tested, the first that is the same test.
    """
    tests = {
        each.name: (
            each.table.predicted.tobytes(),
            frozenset(member.predicted.tobytes() for member in each.members),
        )
        for each in ensembles
    }
    first = {tests[name]: name for name in reversed(tests)}
    return {name: first[test] for name, test in tests.items() if test[0] not in test[1]}


def _gain(
    ensemble: _Held, member: Predictions, resamples: int, seed: int, comparisons: int
) -> dict[str, object]:
    one, other = ensemble.table, member
    groups = resampling_groups(one.groups)
    test = paired_accuracy(one, other, groups, comparisons=comparisons)
    low, high = _interval(one, other, groups, resamples, seed)
    return {
        "ensemble": ensemble.name,
        "member": member.name,
        "chosen_on": ensemble.chosen_on,
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


def _corrected(gains: pd.DataFrame, family: Mapping[str, str]) -> pd.Series:
    """Holm's p over the family; 1 for an ensemble that is not tested.

    Of an ensemble held against each member, its greatest p counts.
    """
    if gains.empty:
        return pd.Series(dtype=float)
    greatest = gains.groupby("ensemble", sort=False)["p"].max()
    tested = greatest[list(dict.fromkeys(family.values()))]
    adjusted = dict(zip(tested.index, holm(tested.to_numpy(float)), strict=True))
    names = gains["ensemble"].tolist()
    return pd.Series([adjusted.get(family.get(name, ""), 1.0) for name in names])
