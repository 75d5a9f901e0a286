"""What a slice is measured on: the errors of a system, or the difference of two systems' errors."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..exceptions import UsageError
from .clusters import Groups, resampling_groups
from .predictions import Predictions, require_same_rows
from .slice_tests import difference_interval

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Systems = Predictions | Sequence[Predictions]

EXAMPLES = 3


class Subject(NamedTuple):
    """One system, or two.

    Attributes:
        model: Its name, or the first one's.
        baseline: The second one's name; None for one system.
        outcome: 1 for an error and 0 for none; of two systems the first one's less the second's.
            Shape (n,).
        groups: Codes of the films; None where rows are independent.
        ids: Shape (n,).
        confidence: The highest probability that a system in error gives to its class, shape (n,).
    """

    model: str
    baseline: str | None
    outcome: Floats
    groups: Groups
    ids: NDArray[np.object_]
    confidence: Floats

    @property
    def is_single(self) -> bool:
        """Whether it is one system, so that the outcome is 0 or 1."""
        return self.baseline is None


def subject_of(systems: Systems) -> Subject:
    """What is measured of one system, or of two over the same rows.

    Raises:
        UsageError: No system, or more than two.
        PredictionsError: Systems over different rows.
    """
    given = [systems] if isinstance(systems, Predictions) else list(systems)
    if len(given) not in (1, 2):
        raise UsageError(f"slices are of one system or of two, not of {len(given)}")
    aligned = require_same_rows(given)
    wrong = np.stack([each.predicted != each.labels for each in aligned]).astype(float)
    sure = np.stack([each.probabilities.max(axis=1) for each in aligned])
    first = aligned[0]
    return Subject(
        model=first.name,
        baseline=aligned[1].name if len(aligned) == 2 else None,
        outcome=wrong[0] if len(aligned) == 1 else wrong[0] - wrong[1],
        groups=resampling_groups(first.groups),
        ids=first.frame["id"].to_numpy(dtype=object),
        confidence=(wrong * sure).max(axis=0),
    )


def measured(
    subject: Subject, rows: Mask, among: Mask, groups: Groups, coverage: float
) -> dict[str, object]:
    """A slice's size in all rows, and its figures in some of them.

    Args:
        subject: What is measured.
        rows: Who is in the slice, shape (n,).
        among: The rows that figures and examples are taken from, shape (n,).
        groups: Codes of the films of all rows.
        coverage: Of the interval.

    Returns:
        The columns from ``model`` to ``high`` of a table of slices, but its name, and
        ``examples``; NaN where no row is inside, or none outside.
    """
    here, outcome = rows[among], subject.outcome[among]
    films = None if groups is None else resampling_groups(groups[among])
    defined = bool(here.any()) and not here.all()
    inside, outside = (_mean(outcome[here]), _mean(outcome[~here]))
    ends = difference_interval(here, outcome, films, coverage) if defined else (np.nan, np.nan)
    return {
        "model": subject.model,
        "baseline": subject.baseline,
        "n": int(rows.sum()),
        "share": float(rows.mean()),
        "n_confirm": int(here.sum()),
        "inside": inside,
        "outside": outside,
        "difference": inside - outside,
        "low": ends[0],
        "high": ends[1],
        "examples": _examples(subject, rows & among, falls=inside < outside),
    }


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _examples(subject: Subject, rows: Mask, *, falls: bool) -> list[str]:
    """Ids of rows that speak for the difference, the most confident errors first."""
    direction = -1.0 if falls and not subject.is_single else 1.0
    telling = np.flatnonzero(rows & (subject.outcome == direction))
    order = np.argsort(-subject.confidence[telling], kind="stable")
    return [str(each) for each in subject.ids[telling[order[:EXAMPLES]]]]
