"""What a system fixes and breaks of a baseline, inside each category and outside."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..exceptions import unknown_name
from .categories import PRESENT_SUFFIX, aligned_tags
from .clustered_tests import inside_against_outside
from .clusters import resampling_groups
from .gold_rows import category_names
from .multiplicity import adjusted
from .predictions import Predictions, require_same_rows

CATEGORY_CHANGE_COLUMNS = (
    *("model", "baseline", "category", "n", "fixed", "broken", "net", "net_rate"),
    *("net_rate_outside", "interaction", "interaction_low", "interaction_high", "p", "p_holm"),
)


def category_changes(
    systems: Sequence[Predictions], baseline: str, tags: pd.DataFrame
) -> pd.DataFrame:
    """Whether a system gains more on a category than elsewhere.

    Args:
        systems: Predictions over the same rows, of one split.
        baseline: Name of the system that the others are held against.
        tags: Flat tags of all rows.

    Returns:
        The columns `CATEGORY_CHANGE_COLUMNS`, one row a system and category: ``n`` reviews of the
        category, how many of them the system fixes and breaks, their difference ``net``, the same
        for each review inside (``net_rate``) and outside, and ``interaction``, the former less the
        latter, with its 95 % interval and the p-value of none, films as clusters, and Holm's over
        the categories of a system.

    Raises:
        UsageError: No system has the baseline's name.
        PredictionsError: Systems over different rows, or tags that lack ids.
    """
    aligned = require_same_rows(list(systems))
    by_name = {system.name: system for system in aligned}
    if baseline not in by_name:
        raise unknown_name("baseline", baseline, by_name)
    rows = [
        row
        for name, system in by_name.items()
        if name != baseline
        for row in _changes(system, by_name[baseline], tags)
    ]
    table = pd.DataFrame(rows, columns=list(CATEGORY_CHANGE_COLUMNS[:-1]))
    return table.assign(p_holm=adjusted(table["p"], families=table["model"].tolist()))


def _changes(
    system: Predictions, baseline: Predictions, tags: pd.DataFrame
) -> list[tuple[str | float | int, ...]]:
    present = aligned_tags(system, tags)
    right = system.predicted == system.labels
    was_right = baseline.predicted == baseline.labels
    change = right.astype(float) - was_right
    groups = resampling_groups(baseline.groups if system.groups is None else system.groups)
    rows = []
    for category in category_names(present):
        column = present[category + PRESENT_SUFFIX].astype("boolean")
        known = column.notna().to_numpy(bool)
        inside = column.fillna(False).to_numpy(bool)
        fixed, broken = int((change[inside] > 0).sum()), int((change[inside] < 0).sum())
        found = inside_against_outside(
            change[known], inside[known], None if groups is None else groups[known]
        )
        outside = known & ~inside
        rates = (_mean(change[inside]), _mean(change[outside]))
        counts = (int(inside.sum()), fixed, broken, fixed - broken)
        contrast = (found.value, *found.interval, found.p)
        rows.append((system.name, baseline.name, category, *counts, *rates, *contrast))
    return rows


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")
