"""What doubtful labels leave of an accuracy, and of the difference of two systems.

A label that is wrong makes an error of a right answer and, with two classes, a right answer of an
error. So noise among the errors lifts the corrected accuracy, noise among the correct lowers it,
and the second must not be forgotten for being rare: there are ten times as many correct reviews.
Bounds are of these rows, not of others that might have been drawn.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import unknown_name
from .clusters import mean_covariance, resampling_groups
from .intervals import mean_interval
from .label_noise import Noise, doubted, noise_among
from .predictions import Predictions, require_same_rows
from .uncertainty import accuracy_interval

Mask = NDArray[np.bool_]
Survives = Literal["yes", "no", "not enough gold"]

ACCURACY_COLUMNS = (
    "model",
    "n",
    "accuracy",
    "low",
    "high",
    "flagged_wrong",
    "flagged_right",
    "flag_low",
    "flag_high",
    "gold_wrong",
    "noise_wrong",
    "noise_wrong_low",
    "noise_wrong_high",
    "gold_right",
    "noise_right",
    "noise_right_low",
    "noise_right_high",
    "corrected",
    "corrected_low",
    "corrected_high",
)
PAIR_COLUMNS = (
    "model",
    "baseline",
    "difference",
    "low",
    "high",
    "only_model_right",
    "only_baseline_right",
    "flag_low",
    "flag_high",
    "survives_flags",
    "gold_model_right",
    "gold_baseline_right",
    "corrected",
    "corrected_low",
    "corrected_high",
    "survives",
)


def accuracy_under_doubt(
    systems: Sequence[Predictions], tags: pd.DataFrame, gold: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Accuracy on the given labels, and what doubtful ones leave of it.

    Args:
        systems: Predictions over the same rows, of one split.
        tags: ``id`` and ``label_doubt_present`` (bool), from a model that none of these is.
        gold: ``id``, ``weight`` and ``contradicted`` (bool) of some of the rows, errors and correct
            ones among them; None: the flags alone bound the accuracy.

    Returns:
        Columns `ACCURACY_COLUMNS`, one row a system: ``accuracy`` with its 95 % interval;
        flagged rows among errors and correct; ``flag_low, flag_high``, the accuracy if every
        flagged label of a correct row, or of an error, were wrong and no other. From the gold, for
        errors and correct rows apart: its rows, the weighted share of contradicted labels and its
        95 % interval; ``corrected`` accuracy, and bounds that take the upper limit of the noise
        among the correct with the lower one among the errors, and the other way round. NaN where
        there is no gold.

    Raises:
        PredictionsError: The tags lack ids or a column, or the gold lacks a column.
    """
    flagged = doubted(systems, tags)
    rows = []
    for system in require_same_rows(systems):
        wrong = system.predicted != system.labels
        binary = len(system.classes) == 2
        n, accuracy = len(wrong), float((~wrong).mean())
        flags = int((flagged & wrong).sum()), int((flagged & ~wrong).sum())
        ends = (accuracy - flags[1] / n, accuracy + flags[0] / n)
        among = [noise_among(system, part, gold) for part in (wrong, ~wrong)]
        corrected = _corrected(accuracy, *among, binary=binary)
        rows.append(
            (
                *(system.name, n, accuracy),
                *accuracy_interval(system),
                *(*flags, *ends),
                *among[0],
                *among[1],
                *corrected,
            )
        )
    return pd.DataFrame(rows, columns=list(ACCURACY_COLUMNS))


def differences_under_doubt(
    systems: Sequence[Predictions],
    baseline: str,
    tags: pd.DataFrame,
    gold: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Whether the sign of each difference of accuracy survives doubtful labels.

    Only rows on which exactly one of two systems is right count; a wrong label there moves the
    point from one to the other.

    Args:
        systems: As for `accuracy_under_doubt`.
        baseline: Name of the system that the others are held against.
        tags: As there.
        gold: As there.

    Returns:
        Columns `PAIR_COLUMNS`, one row a system beside the baseline: ``difference`` of accuracy on
        the given labels with its 95 % interval, and the rows that one alone gets right;
        ``flag_low, flag_high``, were all flagged labels of one kind of row wrong;
        ``corrected`` with bounds from the gold rows of the two kinds; ``survives_flags`` and
        ``survives``: whether all between the bounds has the sign of ``difference``.

    Raises:
        UsageError: No system has the baseline's name.
        PredictionsError: As for `accuracy_under_doubt`.
    """
    aligned = {each.name: each for each in require_same_rows(systems)}
    if baseline not in aligned:
        raise unknown_name("baseline", baseline, aligned)
    flagged = doubted(systems, tags)
    rows = [
        _pair_row(system, aligned[baseline], flagged, gold)
        for name, system in aligned.items()
        if name != baseline
    ]
    return pd.DataFrame(rows, columns=list(PAIR_COLUMNS))


def _corrected(
    accuracy: float, wrong: Noise, right: Noise, *, binary: bool
) -> tuple[float, float, float]:
    """Corrected accuracy and its bounds; of more than two classes an error may stay one."""
    gain = wrong if binary else Noise(wrong.n, 0.0, 0.0, wrong.high)
    # Without errors, or without correct rows, no gold is needed among them.
    gain = gain if accuracy < 1 else Noise(0, 0.0, 0.0, 0.0)
    loss = right if accuracy > 0 else Noise(0, 0.0, 0.0, 0.0)
    return (
        accuracy * (1 - loss.share) + (1 - accuracy) * gain.share,
        accuracy * (1 - loss.high) + (1 - accuracy) * gain.low,
        accuracy * (1 - loss.low) + (1 - accuracy) * gain.high,
    )


def _pair_row(
    system: Predictions, baseline: Predictions, flagged: Mask, gold: pd.DataFrame | None
) -> tuple[object, ...]:
    right = system.predicted == system.labels
    other = baseline.predicted == baseline.labels
    change = right.astype(float) - other
    n, difference = len(change), float(change.mean())
    groups = resampling_groups(system.groups)
    error = float(np.sqrt(mean_covariance(change[:, None], groups)[0, 0]))
    units = n if groups is None else int(groups.max()) + 1
    ours, theirs = change > 0, change < 0
    ends = (
        difference - 2 * (flagged & ours).sum() / n,
        difference + 2 * (flagged & theirs).sum() / n,
    )
    noise = noise_among(system, ours, gold), noise_among(system, theirs, gold)
    shares = float(ours.mean()), float(theirs.mean())
    corrected = _corrected_difference(shares, noise, binary=len(system.classes) == 2)
    return (
        system.name,
        baseline.name,
        difference,
        *mean_interval(difference, error, units, bounds=(-1.0, 1.0)),
        int(ours.sum()),
        int(theirs.sum()),
        *map(float, ends),
        _survives(difference, *ends),
        noise[0].n,
        noise[1].n,
        *corrected,
        _survives(difference, *corrected[1:]),
    )


def _corrected_difference(
    shares: tuple[float, float], noise: tuple[Noise, Noise], *, binary: bool
) -> tuple[float, float, float]:
    """A wrong label takes the point from one and, with two classes, gives it to the other."""
    ours, theirs = (
        each if share > 0 else Noise(0, 0.0, 0.0, 0.0)
        for each, share in zip(noise, shares, strict=True)
    )
    least = (ours.low, theirs.low) if binary else (0.0, 0.0)
    return (
        shares[0] * (1 - 2 * ours.share) - shares[1] * (1 - 2 * theirs.share),
        shares[0] * (1 - 2 * ours.high) - shares[1] * (1 - 2 * least[1]),
        shares[0] * (1 - 2 * least[0]) - shares[1] * (1 - 2 * theirs.high),
    )


def _survives(difference: float, low: float, high: float) -> Survives:
    if np.isnan(low) or np.isnan(high):
        return "not enough gold"
    same = low > 0 if difference > 0 else high < 0 if difference < 0 else low == high == 0
    return "yes" if same else "no"
