"""Errors over several seeds of one recipe: which come back, and which are the dice's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import PredictionsError, unknown_name
from .predictions import Predictions, require_same_rows

PERSISTENCE_COLUMNS = (*("model", "seeds", "times_wrong", "n", "share_of_errors"),)
CHURN_COLUMNS = (
    *("model", "baseline", "seeds", "seeds_baseline", "fixed", "broken", "net"),
    *("churn", "churn_baseline", "fixed_in_all", "broken_in_all"),
)


@dataclass(frozen=True)
class Persistence:
    """What several seeds say of a system's errors.

    Attributes:
        by_review: ``id`` and, for each model, ``wrong_<model>``: in how many of its seeds it errs
            on the review.
        counts: For each model and k, reviews wrong in k of its seeds, and the part of all its
            errors, over seeds, that they make.
        churn: For each model against the baseline, reviews fixed and broken, on average over all
            pairs of their seeds, beside the reviews that two seeds of one recipe judge differently,
            half of the latter (``churn``) being what chance alone fixes, and breaks.
    """

    by_review: pd.DataFrame
    counts: pd.DataFrame
    churn: pd.DataFrame


def persistence(systems: Mapping[str, Sequence[Predictions]], baseline: str) -> Persistence:
    """Hold the differences of models against those of seeds.

    Args:
        systems: For each model, its predictions by seed, all over the same rows of one split.
        baseline: Name of the model that the others are held against.

    Returns:
        See `Persistence`. ``fixed_in_all``: reviews that every seed of the baseline gets wrong and
        every seed of the model right. ``churn`` is NaN with one seed.

    Raises:
        UsageError: No model has the baseline's name.
        PredictionsError: A model without seeds, or predictions over different rows.
    """
    if baseline not in systems:
        raise unknown_name("baseline", baseline, systems)
    empty = [name for name, seeds in systems.items() if not seeds]
    if empty:
        raise PredictionsError(f"'{empty[0]}' has no predictions: give one for each seed")
    aligned = require_same_rows([each for seeds in systems.values() for each in seeds])
    wrong = np.stack([each.predicted != each.labels for each in aligned])
    owner = np.repeat(list(systems), [len(seeds) for seeds in systems.values()])
    by_model = {name: wrong[owner == name] for name in systems}
    ids = aligned[0].frame["id"].to_numpy()
    review = pd.DataFrame({"id": ids} | {f"wrong_{n}": w.sum(axis=0) for n, w in by_model.items()})
    counts = [row for name, errors in by_model.items() for row in _counts(name, errors)]
    churn = [
        (name, baseline, *_churn(errors, by_model[baseline]))
        for name, errors in by_model.items()
        if name != baseline
    ]
    return Persistence(
        review,
        pd.DataFrame(counts, columns=list(PERSISTENCE_COLUMNS)),
        pd.DataFrame(churn, columns=list(CHURN_COLUMNS)),
    )


def _counts(name: str, wrong: NDArray[np.bool_]) -> list[tuple[str, int, int, int, float]]:
    seeds, times = len(wrong), wrong.sum(axis=0)
    total = int(times.sum())
    rows = []
    for k in range(seeds + 1):
        n = int((times == k).sum())
        rows.append((name, seeds, k, n, n * k / total if total else np.nan))
    return rows


def _churn(wrong: NDArray[np.bool_], before: NDArray[np.bool_]) -> tuple[float | int, ...]:
    pairs = list(product(wrong, before))
    fixed = float(np.mean([(was & ~now).sum() for now, was in pairs]))
    broken = float(np.mean([(now & ~was).sum() for now, was in pairs]))
    always_fixed = int((before.all(axis=0) & ~wrong.any(axis=0)).sum())
    always_broken = int((wrong.all(axis=0) & ~before.any(axis=0)).sum())
    seeds = (len(wrong), len(before))
    within = (_between_seeds(wrong), _between_seeds(before))
    return (*seeds, fixed, broken, fixed - broken, *within, always_fixed, always_broken)


def _between_seeds(wrong: NDArray[np.bool_]) -> float:
    """Half the reviews on which two seeds differ, on average over the pairs."""
    pairs = [(one != other).sum() / 2 for one, other in combinations(wrong, 2)]
    return float(np.mean(pairs)) if pairs else float("nan")
