"""Slices that nobody named: where a system, or the difference of two, is worse than elsewhere.

The test set is halved by film. In the first half the candidates are ranked and the few that stand
out are chosen; in the second half alone they are tested, with the false discovery rate controlled
(Benjamini & Hochberg 1995), and measured. So an effect is not inflated by having been picked for
its size, and a slice is not reported for having been one of thousands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import PredictionsError, UsageError, unknown_name
from .multiplicity import adjusted, benjamini_hochberg
from .predictions import Predictions
from .significance import holm
from .slice_candidates import Candidate, Candidates, from_masks
from .slice_power import DISCOVER_LEVEL, needed_slice_size
from .slice_search import Tested, halves, tails, tested
from .slice_subject import Subject, Systems, measured, subject_of

Mask = NDArray[np.bool_]

SLICE_COLUMNS = (
    "model",
    "baseline",
    "kind",
    "slice",
    "n",
    "share",
    "n_confirm",
    "inside",
    "outside",
    "difference",
    "low",
    "high",
    "p",
    "p_adjusted",
    "examples",
)

_NAMED_COVERAGE = 0.95


@dataclass(frozen=True)
class SliceSearch:
    """What a search found, and what it could have found.

    Attributes:
        model: The system, or the first of two.
        baseline: The second of two; None for one system.
        found: One row a slice, columns `SLICE_COLUMNS`: ``model`` and ``baseline`` (None for one
            system), ``kind`` and ``slice``, its ``n`` rows and their ``share`` of all. From the
            confirming half alone: ``n_confirm`` rows; ``inside`` and ``outside``, the error rate
            there, or of two systems the model's less the baseline's; their ``difference`` with
            ``low, high``, intervals of which at most the share ``level`` of those shown misses;
            one-sided ``p`` and ``p_adjusted``; ids of up to three ``examples``. The largest
            difference first.
        n_candidates: Slices searched.
        n_chosen: Of them, tested in the confirming half.
        n_discover, n_confirm: Rows of the halves.
        mean: The outcome over all rows: the error rate, or the difference of two.
        needed: Rows that a slice with twice the error rate needs to be found with 80 % power;
            None where half of all rows would not do, and for two systems.
        level: The false discovery rate.
    """

    model: str
    baseline: str | None
    found: pd.DataFrame
    n_candidates: int
    n_chosen: int
    n_discover: int
    n_confirm: int
    mean: float
    needed: int | None
    level: float


def find_slices(
    systems: Systems, candidates: Candidates, *, seed: int, level: float = 0.05
) -> pd.DataFrame:
    """The slices that `search_slices` finds, as a table; empty where there are none."""
    return search_slices(systems, candidates, seed=seed, level=level).found


def search_slices(
    systems: Systems, candidates: Candidates, *, seed: int, level: float = 0.05
) -> SliceSearch:
    """Look for slices in which a system errs more than elsewhere.

    Args:
        systems: One system: where its error rate is higher. Two: where the first one's error rate
            less the second one's is higher or lower than elsewhere.
        candidates: Slices of the same rows in the same order.
        seed: Decides which films discover and which confirm.
        level: The false discovery rate, in (0, 1).

    Raises:
        UsageError: No system or more than two, or a level outside (0, 1).
        PredictionsError: Candidates over other rows, systems over different rows, or fewer films
            than two.
    """
    if not 0 < level < 1:
        raise UsageError(f"level of a slice search: {level} does not lie between 0 and 1")
    subject = subject_of(systems)
    _require_rows(subject, candidates)
    parts = halves(subject, candidates, seed)
    passed = [each for part in parts for each in tested(subject, candidates, part)]
    p = np.array([each.p for each in passed])
    # Where luck let fewer pass the first half than chance alone lets through, the second half is
    # not made easier by it.
    expected = int(np.ceil(DISCOVER_LEVEL * len(candidates.names)))
    padded = np.append(p, np.ones(max(0, expected - len(p))))
    corrected = adjusted(padded, benjamini_hochberg)[: len(p)]
    reported = np.flatnonzero(corrected <= level)
    # The intervals shown were chosen by their p, which this coverage allows for
    # (Benjamini & Yekutieli 2005).
    coverage = 1 - level * len(reported) / max(1, len(padded))
    rows = [_row(subject, candidates, passed[i], corrected[i], coverage) for i in reported]
    found = pd.DataFrame(rows, columns=list(SLICE_COLUMNS))
    order = found["difference"].astype(float).abs().argsort(kind="stable")[::-1]
    return SliceSearch(
        model=subject.model,
        baseline=subject.baseline,
        found=found.iloc[order].reset_index(drop=True),
        n_candidates=len(candidates.names),
        n_chosen=len(passed),
        n_discover=int(parts[0].discover.sum()),
        n_confirm=int((~parts[0].discover).sum()),
        mean=float(subject.outcome.mean()),
        needed=_needed(subject, len(candidates.names), level),
        level=level,
    )


def search_each(
    systems: Sequence[Predictions],
    candidates: Candidates,
    *,
    seed: int,
    baseline: str | None = None,
    level: float = 0.05,
) -> list[SliceSearch]:
    """A search for each system, then for each one's difference to the baseline.

    The false discovery rate holds within each search.

    Args:
        systems: Over the same rows.
        candidates: Slices of these rows.
        seed: The same halves for all.
        baseline: Name of the system that the others are held against; None for no differences.
        level: The false discovery rate, in (0, 1).

    Raises:
        UsageError: No system has the baseline's name, or as `search_slices` does.
        PredictionsError: As there.
    """
    by_name = {system.name: system for system in systems}
    if baseline is not None and baseline not in by_name:
        raise unknown_name("baseline", baseline, by_name)
    subjects: list[Systems] = list(systems)
    if baseline is not None:
        others = [system for system in systems if system.name != baseline]
        subjects += [(system, by_name[baseline]) for system in others]
    return [search_slices(each, candidates, seed=seed, level=level) for each in subjects]


def named_slices(systems: Systems, slices: Mapping[str, Mask]) -> pd.DataFrame:
    """Slices that the user named beforehand, measured and tested on all rows.

    Args:
        systems: One system or two, as for `search_slices`.
        slices: Truth values of each, shape (n rows,), as `where.where_rows` gives them.

    Returns:
        Columns `SLICE_COLUMNS`, one row a slice in the order given: ``n_confirm`` is ``n``, the
        interval one of 95 %, ``p`` two-sided and ``p_adjusted`` Holm's over these slices. NaN
        where a slice holds no rows, or all of them.

    Raises:
        UsageError: No system or more than two.
        PredictionsError: Systems over different rows, or truth values over others.
    """
    subject = subject_of(systems)
    own = [Candidate("own", name, rows) for name, rows in slices.items()]
    for each in own:
        _require_length(subject, len(each.rows), f"slice '{each.name}' is")
    everywhere = np.ones(len(subject.outcome), dtype=bool)
    rows = [
        {"kind": each.kind, "slice": each.name}
        | measured(subject, each.rows, everywhere, subject.groups, _NAMED_COVERAGE)
        for each in own
    ]
    frame = pd.DataFrame(rows, columns=list(SLICE_COLUMNS))
    defined = frame["difference"].notna().to_numpy()
    if defined.any():
        member = from_masks(own, len(everywhere)).member[:, np.flatnonzero(defined)]
        up, down = tails(subject, member, everywhere, subject.groups)
        frame.loc[defined, "p"] = np.minimum(1.0, 2 * np.minimum(up, down))
        frame.loc[defined, "p_adjusted"] = holm(frame.loc[defined, "p"])
    return frame


def _row(
    subject: Subject, candidates: Candidates, passed: Tested, p_adjusted: float, coverage: float
) -> dict[str, object]:
    rows = candidates.rows(passed.position)
    figures = measured(subject, rows, ~passed.part.discover, passed.part.groups, coverage)
    names = {
        "kind": candidates.kinds[passed.position],
        "slice": candidates.names[passed.position],
        "p": passed.p,
        "p_adjusted": float(p_adjusted),
    }
    return figures | names


def _needed(subject: Subject, candidates: int, level: float) -> int | None:
    if not subject.is_single:
        return None
    rate, n = float(subject.outcome.mean()), len(subject.outcome)
    return needed_slice_size(n, outside=rate, inside=2 * rate, candidates=candidates, level=level)


def _require_rows(subject: Subject, candidates: Candidates) -> None:
    _require_length(subject, candidates.n_rows, "candidates are")


def _require_length(subject: Subject, n: int, what: str) -> None:
    if n != len(subject.outcome):
        raise PredictionsError(
            f"{what} over {n} rows and the predictions over {len(subject.outcome)}: make both "
            "from the same table"
        )
