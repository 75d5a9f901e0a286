"""Errors that no model could mend: labels that readers contradict, reviews without a verdict."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import PredictionsError
from .category_effects import error_rate, headroom
from .clusters import resampling_groups
from .contrasts import estimate_of
from .gold_rows import gold_rows
from .predictions import Predictions
from .prevalence import readers_share

Floats = NDArray[np.float64]

POLARITIES = ("polarity_1", "polarity_2")
MIDDLE = 3.0
UNCLEAR = "unclear"

FLOOR_COLUMNS = (
    *("model", "limit", "n_errors", "share", "share_low", "share_high"),
    *("accuracy", "accuracy_low", "accuracy_high"),
    *("method", "n_gold", "n_effective", "largest_weight", "n_more"),
)


def headroom_floor(
    systems: Sequence[Predictions], gold: pd.DataFrame, *, finite: bool = False
) -> pd.DataFrame:
    """Which part of each system's errors, and of its accuracy, is out of any model's reach.

    Args:
        systems: Each over rows of one split, with two classes, the positive one last.
        gold: ``id``, ``weight`` (absent: 1), ``polarity_1`` and perhaps ``polarity_2`` (1 clearly
            negative to 5 clearly positive, read without the label), perhaps ``main_1, main_2``.
        finite: This test set is wanted.

    Returns:
        The columns `FLOOR_COLUMNS`; ``limit`` is "label contradicted" (every reader's polarity
        lies on the other side of the middle than the label), "no verdict" (the part of the readers
        for whom nothing but a missing verdict misleads; 0 where the label is contradicted, so that
        the two add) or "either". ``share`` of the errors, ``accuracy`` the points of accuracy,
        both as fractions with 95 % intervals; NaN where ``method`` is "withheld".

    Raises:
        PredictionsError: Gold without polarities, or systems with other than two classes.
    """
    columns = [name for name in POLARITIES if name in gold]
    if not columns:
        raise PredictionsError("gold has no 'polarity_1': labels cannot be held against readers")
    records = [
        {"model": system.name} | record
        for system in systems
        for record in _of_system(system, gold, columns, finite=finite)
    ]
    return pd.DataFrame(records, columns=list(FLOOR_COLUMNS))


def _of_system(
    system: Predictions, gold: pd.DataFrame, polarities: list[str], *, finite: bool
) -> list[dict[str, float | int | str]]:
    if len(system.classes) != 2:
        raise PredictionsError(
            f"'{system.name}' has {len(system.classes)} classes: polarity is held against two"
        )
    rows = gold_rows(system, gold)
    wrong = system.predicted != system.labels
    groups = resampling_groups(system.groups)
    polarity = rows.frame[polarities].to_numpy(float)
    signs = np.where(system.labels[rows.places] == 1, 1, -1)
    contrary = ((polarity - MIDDLE) * signs[:, None] < 0).all(axis=1)
    # A row that a reader left open says neither yes nor no.
    against = np.where(np.isnan(polarity).any(axis=1), np.nan, contrary)
    unclear = _unclear(rows.frame)
    silent = np.where((against == 1) & ~np.isnan(unclear), 0.0, unclear)
    rate = error_rate(wrong, groups, finite=finite)
    records = []
    limits = {
        "label contradicted": against,
        "no verdict": silent,
        "either": against + silent,
    }
    for limit, values in limits.items():
        annotated = rows.inside(wrong, values, values)
        of_errors = None if groups is None else groups[wrong]
        # No tagger looks for these: the readers' rows stand alone.
        found = readers_share(int(wrong.sum()), annotated, of_errors, finite=finite)
        gain = headroom(estimate_of(found), rate)
        figures = (int(wrong.sum()), found.share, found.low, found.high, *gain)
        weight = (found.n_gold, found.n_effective, found.largest_weight, found.n_more)
        row = (limit, *figures, found.method, *weight)
        records.append(dict(zip(FLOOR_COLUMNS[1:], row, strict=True)))
    return records


def _unclear(frame: pd.DataFrame) -> Floats:
    """Part of the readers that found no clear verdict; NaN where nobody named a main cause."""
    mains = [frame[name] for name in ("main_1", "main_2") if name in frame]
    if not mains:
        return np.full(len(frame), np.nan)
    votes = [np.where(main.isna(), np.nan, main == UNCLEAR) for main in mains]
    return pd.DataFrame(votes).mean(axis=0).to_numpy(float)
