"""Contrast sets: pairs of nearly the same text, and whether a system is right on both.

Gardner et al. (2020) call it contrast consistency that all texts of a set are right; here that is
``both_right``. ``consistency`` asks less: that the two predictions differ where the two labels do,
and agree where they agree, be they right or wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import unknown_name
from .clusters import Groups, mean_covariance, resampling_groups
from .contrast_pairs import PAIR_METRICS, PairOutcomes, PairRows, require_pairs
from .intervals import mean_interval
from .predictions import Predictions, require_same_rows
from .shares import Share, clustered_share
from .significance import holm, mcnemar_midp

MODEL_COLUMNS = (
    "model",
    "n",
    "n_pairs",
    *(key + end for key in PAIR_METRICS for end in ("", "_low", "_high")),
    "both_wrong",
)
KIND_COLUMNS = (
    "model",
    "kind",
    "n",
    "accuracy",
    "accuracy_low",
    "accuracy_high",
    "n_pairs",
    "both_right",
    "both_right_low",
    "both_right_high",
)
CHANGE_COLUMNS = ("model", "kind", "reference", "n_pairs", "difference", "low", "high")
DIFFERENCE_COLUMNS = (
    "model", "baseline", "metric", "n_pairs", "difference", "low", "high", "p", "p_holm",
)  # fmt: skip

_REFERENCE = "original"


@dataclass(frozen=True)
class ContrastResults:
    """How systems do on the pairs of a contrast set. All figures are fractions.

    Attributes:
        models: One row a system, `MODEL_COLUMNS`: accuracy over the rows, the share of pairs with
            ``both_right``, their ``consistency``, each with its 95 % interval, ``both_wrong``.
        kinds: One row a system and kind, `KIND_COLUMNS`: accuracy over the rows of that kind, and
            both right among the pairs that hold such a row.
        changes: Where pairs hold rows of two kinds, `CHANGE_COLUMNS`: accuracy on one kind less
            that on the reference, over the same pairs.
        differences: One row a metric and system beside the baseline, `DIFFERENCE_COLUMNS`, paired
            by pair of texts; Holm over the systems of one metric.
    """

    models: pd.DataFrame
    kinds: pd.DataFrame
    changes: pd.DataFrame
    differences: pd.DataFrame


def contrast_results(
    systems: Sequence[Predictions], pairs: pd.DataFrame, baseline: str
) -> ContrastResults:
    """Measure and compare systems on a contrast set.

    Args:
        systems: Predictions over the rows of the set; ``group`` names pairs that depend on each
            other, where there are such.
        pairs: ``id, pair, kind`` of these rows, in any order.
        baseline: Name of the system that the others are held against.

    Raises:
        UsageError: No system has the baseline's name.
        DataError: Pairs are not pairs.
        PredictionsError: Systems over different rows.
    """
    aligned = require_same_rows(systems)
    names = [each.name for each in aligned]
    if baseline not in names:
        raise unknown_name("baseline", baseline, names)
    require_pairs(pairs, "contrast set")
    known = pairs.set_index("id").loc[aligned[0].frame["id"]]
    rows = PairRows.of(known)
    outcomes = {each.name: PairOutcomes.of(each, rows) for each in aligned}
    groups = _pair_groups(aligned[0], rows)
    models = [_model_row(name, each, rows, groups) for name, each in outcomes.items()]
    kinds = [row for name, each in outcomes.items() for row in _kind_rows(name, each, rows, groups)]
    changes = [row for name, each in outcomes.items() for row in _changes(name, each, rows, groups)]
    return ContrastResults(
        models=pd.DataFrame(models, columns=list(MODEL_COLUMNS)),
        kinds=pd.DataFrame(kinds, columns=list(KIND_COLUMNS)),
        changes=pd.DataFrame(changes, columns=list(CHANGE_COLUMNS)),
        differences=_differences(outcomes, baseline, groups),
    )


def _pair_groups(system: Predictions, rows: PairRows) -> Groups:
    """Codes of dependent pairs; None where each pair stands alone."""
    if system.groups is None:
        return None
    return resampling_groups(system.groups[rows.places[:, 0]])


def _row_share(right: NDArray[np.bool_], where: NDArray[np.bool_], groups: Groups) -> Share:
    """Share of right rows among some, rows of a pair being dependent; both (n pairs, 2)."""
    units = np.arange(len(right)) if groups is None else groups
    return clustered_share(right[where], np.repeat(units[:, None], 2, axis=1)[where])


def _model_row(
    name: str, outcomes: PairOutcomes, rows: PairRows, groups: Groups
) -> tuple[object, ...]:
    everywhere = np.ones_like(outcomes.right)
    n_pairs = len(rows.places)
    return (
        name,
        2 * n_pairs,
        n_pairs,
        *_row_share(outcomes.right, everywhere, groups),
        *clustered_share(outcomes.both_right, groups),
        *clustered_share(outcomes.consistency, groups),
        float((~outcomes.right).all(axis=1).mean()),
    )


def _kind_rows(
    name: str, outcomes: PairOutcomes, rows: PairRows, groups: Groups
) -> Iterator[tuple[object, ...]]:
    for kind in _ordered_kinds(rows):
        where = rows.kinds == kind
        pairs = where.any(axis=1)
        yield (
            name,
            kind,
            int(where.sum()),
            *_row_share(outcomes.right, where, groups),
            int(pairs.sum()),
            *clustered_share(outcomes.both_right[pairs], None if groups is None else groups[pairs]),
        )


def _changes(
    name: str, outcomes: PairOutcomes, rows: PairRows, groups: Groups
) -> Iterator[tuple[object, ...]]:
    """For pairs of two kinds, accuracy on the one less that on the reference."""
    reference, *others = _ordered_kinds(rows)
    is_reference = rows.kinds == reference
    for kind in others:
        pairs = (is_reference.sum(axis=1) == 1) & (rows.kinds == kind).any(axis=1)
        if pairs.sum() < 2:
            continue
        turned = np.where(is_reference[:, 0], -1.0, 1.0)[pairs]
        first, second = outcomes.right[pairs].astype(float).T
        change = turned * (first - second)
        codes = None if groups is None else resampling_groups(groups[pairs])
        yield (name, kind, reference, int(pairs.sum()), *_mean(change, codes)[:3])


def _ordered_kinds(rows: PairRows) -> list[str]:
    """Kinds in order of appearance, the originals first."""
    kinds = [str(kind) for kind in pd.unique(rows.kinds.ravel())]
    return sorted(kinds, key=lambda kind: kind != _REFERENCE)


class _Mean(NamedTuple):
    value: float
    low: float
    high: float
    p: float


def _mean(values: NDArray[np.float64], groups: Groups) -> _Mean:
    """Mean with Student's interval and two-sided p, respecting groups."""
    from scipy.special import stdtr

    units = len(values) if groups is None else int(groups.max()) + 1
    value = float(values.mean())
    error = float(np.sqrt(mean_covariance(values[:, None], groups)[0, 0]))
    interval = mean_interval(value, error, units, bounds=(-1.0, 1.0))
    p = 2 * float(stdtr(units - 1, -abs(value) / error)) if error > 0 else 1.0
    return _Mean(value, *interval, p)


def _differences(outcomes: dict[str, PairOutcomes], baseline: str, groups: Groups) -> pd.DataFrame:
    rows = []
    others = [name for name in outcomes if name != baseline]
    for metric in PAIR_METRICS:
        reference = outcomes[baseline].metric(metric)
        means, p_values = [], []
        for name in others:
            change = outcomes[name].metric(metric) - reference
            means.append(_mean(change, groups))
            p_values.append(means[-1].p if metric == "accuracy" else _midp(change))
        for name, mean, p, adjusted in zip(others, means, p_values, holm(p_values), strict=True):
            rows.append((name, baseline, metric, len(reference), *mean[:3], p, float(adjusted)))
    return pd.DataFrame(rows, columns=list(DIFFERENCE_COLUMNS))


def _midp(change: NDArray[np.float64]) -> float:
    """McNemar's mid-p over pairs, of which each is right or wrong as a whole."""
    return mcnemar_midp(int((change > 0).sum()), int((change < 0).sum()))
