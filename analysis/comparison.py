"""Systems over the same test set: how good each is, and how surely one is better than another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..exceptions import UsageError, unknown_name
from .calibration import expected_calibration_error
from .clusters import Groups, resampling_groups
from .ensemble_gains import ensemble_gains
from .metrics import METRICS, Metric, evaluate
from .paired_accuracy import paired_accuracy, tested_family
from .predictions import Predictions, require_same_rows, test_rows
from .significance import holm, resolvable_by_error
from .system import System
from .uncertainty import Uncertainty, uncertainties

TESTED_METRIC: Metric = "accuracy"
FEWEST_RESAMPLES = 100

PAIR_COLUMNS = (
    "model",
    "baseline",
    "metric",
    "difference",
    "low",
    "high",
    "p",
    "p_holm",
    "resolvable_difference",
    "only_model_right",
    "only_baseline_right",
)
"""Columns of `Comparison.pairs`, in order."""

WHOLE_NUMBERS: frozenset[str] = frozenset(
    {
        "seeds",
        "n",
        "parameters",
        "peak_memory_bytes",
        "size_bytes",
        "only_model_right",
        "only_baseline_right",
    }
)
"""Columns of either frame that hold counts."""

_MEASUREMENTS = (
    "train_seconds",
    "predict_reviews_per_second",
    "difference",
    "low",
    "high",
    "p",
    "p_holm",
    "resolvable_difference",
)


@dataclass(frozen=True)
class Comparison:
    """Systems compared over one test set.

    Intervals and p-values hold for the artefact of each system's first seed.

    Attributes:
        models: One row a system, in the order given: ``model, title, checkpoint, seeds, n``; for
            each of the nine metrics its value (NaN where undefined), ``_low`` and ``_high`` (95 %);
            ``calibration_error_expected`` (under perfect calibration), ``accuracy_mean`` and
            ``accuracy_sd`` over seeds, and the cost: ``parameters, train_seconds,
            predict_reviews_per_second, peak_memory_bytes, size_bytes``.
        pairs: One row for each system but the baseline and each metric: ``difference`` (model
            - baseline) with ``low`` and ``high`` (95 %) and ``resolvable_difference`` (at 80 %
            power, at the level of Holm's first step); ``p`` (McNemar's mid-p), ``p_holm`` (over all
            pairs that differ, see `tests`), ``only_model_right`` and ``only_baseline_right`` for
            accuracy alone.
        classes: Class names in order.
        positive: The positive one of two classes; None with more.
        baseline: The system that the others are compared with.
        n: Rows of the test set.
        n_groups: Films among them; None where they are not named.
        resamples: Resampled test sets behind the intervals.
        seed: Of the resampling.
        gains: What each ensemble gains on its best member (see `ensemble_gains`).
        tests: Size of Holm's family: systems that predict the same classes, such as a model and
            the same one calibrated, are one test, and those that predict the baseline's are none.
    """

    models: pd.DataFrame
    pairs: pd.DataFrame
    classes: tuple[str, ...]
    positive: str | None
    baseline: str
    n: int
    n_groups: int | None
    resamples: int
    seed: int
    gains: pd.DataFrame = field(default_factory=pd.DataFrame)
    tests: int | None = None


def compare_systems(
    systems: Sequence[System], *, baseline: str, resamples: int = 10_000, seed: int = 0
) -> Comparison:
    """Compare systems by their predictions on the test set.

    Args:
        systems: At least one; their rows of the split ``test`` must be about the same ids.
        baseline: Name of the system that the others are compared with.
        resamples: Resampled test sets behind the intervals, 100 or more.
        seed: Of the resampling; the same seed gives the same table.

    Raises:
        UsageError: The baseline is unknown, a name stands twice, or ``resamples`` is too small.
        PredictionsError: A table has no test rows, or tables are about different rows.
    """
    _check_request(systems, baseline, resamples)
    runs = _aligned_runs(systems)
    firsts = [each[0] for each in runs]
    named_groups = next((each.groups for each in firsts if each.groups is not None), None)
    groups = resampling_groups(named_groups)
    known = uncertainties(firsts, groups, resamples=resamples, rng=np.random.default_rng(seed))
    figures = [evaluate(each) for each in firsts]
    classes = firsts[0].classes
    family = tested_family(firsts, baseline)
    pairs = _pairs(firsts, baseline, figures, known, groups, family=family)
    return Comparison(
        models=_models(systems, runs, figures, known),
        pairs=pairs,
        classes=classes,
        positive=classes[1] if len(classes) == 2 else None,
        baseline=baseline,
        n=len(firsts[0].frame),
        n_groups=None if named_groups is None else len(np.unique(named_groups)),
        resamples=resamples,
        seed=seed,
        gains=ensemble_gains(systems, pairs, resamples=resamples, seed=seed),
        tests=len(set(family.values())),
    )


def _check_request(systems: Sequence[System], baseline: str, resamples: int) -> None:
    names = [system.name for system in systems]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise UsageError(f"two systems are named '{doubled}'; give each a name of its own")
    if baseline not in names:
        raise unknown_name("baseline", baseline, names)
    if resamples < FEWEST_RESAMPLES:
        raise UsageError(
            f"resamples={resamples} is too few for a 95 % interval; give {FEWEST_RESAMPLES} or more"
        )


def _aligned_runs(systems: Sequence[System]) -> list[list[Predictions]]:
    """Test rows of each system's seeds, all in one order."""
    tables = [
        test_rows(
            Predictions(system.name, run.frame, run.classes), f"predictions of '{system.name}'"
        )
        for system in systems
        for run in system.runs
    ]
    aligned = iter(require_same_rows(tables))
    return [[next(aligned) for _ in system.runs] for system in systems]


def _models(
    systems: Sequence[System],
    runs: Sequence[Sequence[Predictions]],
    figures: Sequence[Mapping[Metric, float]],
    known: Mapping[Metric, Uncertainty],
) -> pd.DataFrame:
    rows = []
    for position, (system, seeds) in enumerate(zip(systems, runs, strict=True)):
        row: dict[str, object] = {
            "model": system.name,
            "title": system.title,
            "checkpoint": system.checkpoint,
            "seeds": len(seeds),
            "n": len(seeds[0].frame),
        }
        for metric in METRICS:
            low, high = known[metric].interval(position)
            row |= {metric: figures[position][metric], f"{metric}_low": low, f"{metric}_high": high}
        row["calibration_error_expected"] = expected_calibration_error(
            seeds[0].labels, seeds[0].probabilities
        )
        rows.append(row | _over_seeds(seeds) | vars(system.cost))
    return _typed(pd.DataFrame(rows))


def _over_seeds(seeds: Sequence[Predictions]) -> dict[str, float]:
    """Mean and sample standard deviation of accuracy; one seed has no standard deviation."""
    accuracies = [float((each.labels == each.predicted).mean()) for each in seeds]
    spread = float(np.std(accuracies, ddof=1)) if len(accuracies) > 1 else np.nan
    return {"accuracy_mean": float(np.mean(accuracies)), "accuracy_sd": spread}


def _pairs(
    firsts: Sequence[Predictions],
    baseline: str,
    figures: Sequence[Mapping[Metric, float]],
    known: Mapping[Metric, Uncertainty],
    groups: Groups,
    *,
    family: Mapping[str, str],
) -> pd.DataFrame:
    base = [each.name for each in firsts].index(baseline)
    comparisons = max(1, len(set(family.values())))
    rows = []
    for position in (position for position in range(len(firsts)) if position != base):
        for metric in METRICS:
            (low, high), error = known[metric].difference(position, base)
            row: dict[str, object] = {
                "model": firsts[position].name,
                "baseline": baseline,
                "metric": metric,
                "difference": figures[position][metric] - figures[base][metric],
                "low": low,
                "high": high,
                "resolvable_difference": resolvable_by_error(error, comparisons=comparisons),
            }
            if metric == TESTED_METRIC:
                test = paired_accuracy(
                    firsts[position], firsts[base], groups, comparisons=comparisons
                )
                row |= test._asdict()
            rows.append(row)
    pairs = pd.DataFrame(rows, columns=pd.Index(PAIR_COLUMNS))
    return _typed(pairs.assign(p_holm=_corrected(pairs, family)))


def _corrected(pairs: pd.DataFrame, family: Mapping[str, str]) -> pd.Series:
    """Holm's p over the family; 1 where nothing differs, missing where nothing is tested."""
    tested = pairs[pairs["metric"] == TESTED_METRIC].set_index("model")["p"].astype(float)
    members = tested[list(dict.fromkeys(family.values()))]
    adjusted = dict(zip(members.index, holm(members.to_numpy()), strict=True))
    by_model = {name: adjusted.get(family.get(name, ""), 1.0) for name in tested.index}
    return pairs["model"].map(by_model).where(pairs["metric"] == TESTED_METRIC)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Counts as whole numbers that may be missing, measurements as numbers that may be NaN."""
    kinds = dict.fromkeys(WHOLE_NUMBERS, "Int64") | dict.fromkeys(_MEASUREMENTS, "float64")
    return frame.astype({name: kind for name, kind in kinds.items() if name in frame.columns})
