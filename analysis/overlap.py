"""Which systems err on the same reviews, and what one repairs or breaks of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from ..exceptions import unknown_name
from .predictions import Predictions, require_same_rows

OVERLAP_COLUMNS = ("model", "other", "shared", "only_model", "only_other", "jaccard")
CHANGE_COLUMNS = ("model", "baseline", "fixed", "broken")


@dataclass(frozen=True)
class FixedAndBroken:
    """What changes for the reader who replaces system ``before`` by system ``after``.

    Attributes:
        before, after: Names of the systems.
        fixed: Ids that ``after`` gets right and ``before`` wrong, in the order of the table.
        broken: Ids that ``after`` gets wrong and ``before`` right.
    """

    before: str
    after: str
    fixed: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def n_fixed(self) -> int:
        """Reviews repaired."""
        return len(self.fixed)

    @property
    def n_broken(self) -> int:
        """Reviews broken."""
        return len(self.broken)


def error_overlap(systems: Sequence[Predictions]) -> pd.DataFrame:
    """Errors that two systems share, for each two of them.

    Args:
        systems: Predictions over the same rows, of one split.

    Returns:
        ``model, other`` (names), ``shared``, ``only_model``, ``only_other`` (counts of errors) and
        ``jaccard``, the shared among all errors of the two, in [0, 1]; NaN where neither errs.

    Raises:
        PredictionsError: Systems over different rows.
    """
    wrong = {s.name: s.predicted != s.labels for s in require_same_rows(systems)}
    rows = []
    for model, other in combinations(wrong, 2):
        shared = int((wrong[model] & wrong[other]).sum())
        only_model = int((wrong[model] & ~wrong[other]).sum())
        only_other = int((~wrong[model] & wrong[other]).sum())
        either = shared + only_model + only_other
        jaccard = shared / either if either else np.nan
        rows.append((model, other, shared, only_model, only_other, jaccard))
    return pd.DataFrame(rows, columns=list(OVERLAP_COLUMNS))


def fixed_and_broken(before: Predictions, after: Predictions) -> FixedAndBroken:
    """The reviews on which exactly one of two systems is right.

    Args:
        before: The system that is replaced.
        after: The system that replaces it.

    Raises:
        PredictionsError: Systems over different rows.
    """
    before, after = require_same_rows([before, after])
    was_wrong = before.predicted != before.labels
    is_wrong = after.predicted != after.labels
    ids = before.frame["id"]
    return FixedAndBroken(
        before.name,
        after.name,
        fixed=tuple(ids[was_wrong & ~is_wrong]),
        broken=tuple(ids[~was_wrong & is_wrong]),
    )


def fixed_and_broken_by_pair(systems: Sequence[Predictions], baseline: str) -> pd.DataFrame:
    """Counts of reviews that each system fixes and breaks against the baseline.

    Args:
        systems: Predictions over the same rows, of one split.
        baseline: Name of the system that the others are held against.

    Returns:
        ``model, baseline, fixed, broken``, one row for each other system.

    Raises:
        UsageError: No system has the baseline's name.
        PredictionsError: Systems over different rows.
    """
    by_name = {system.name: system for system in systems}
    if baseline not in by_name:
        raise unknown_name("baseline", baseline, by_name)
    changes = [
        fixed_and_broken(by_name[baseline], system)
        for name, system in by_name.items()
        if name != baseline
    ]
    rows = [(change.after, baseline, change.n_fixed, change.n_broken) for change in changes]
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))
