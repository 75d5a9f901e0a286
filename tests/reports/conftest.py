"""Made-up comparisons and frames in the shapes that analysis returns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.category_changes import CATEGORY_CHANGE_COLUMNS
from sentiment_lab.analysis.category_overlap import CATEGORY_OVERLAP_COLUMNS
from sentiment_lab.analysis.category_table import CATEGORY_COLUMNS
from sentiment_lab.analysis.comparison import Comparison
from sentiment_lab.analysis.headroom_floor import FLOOR_COLUMNS
from sentiment_lab.analysis.main_causes import MAIN_CAUSE_COLUMNS
from sentiment_lab.analysis.system import DatasetDescription

NAMES = ("logreg", "lstm", "bilstm-attention", "bert", "nbsvm", "ensemble", "fasttext", "roberta")
METRICS = {
    "accuracy": 0.767,
    "f1": 0.771,
    "precision": 0.765,
    "recall": 0.777,
    "mcc": 0.534,
    "auc": 0.851,
    "log_loss": 0.497,
    "brier": 0.163,
    "calibration_error": 0.031,
}
COUNTS = ("seeds", "n", "parameters", "peak_memory_bytes", "size_bytes")
TIMES = ("train_seconds", "predict_reviews_per_second")
GAINS = (0.0, 0.004, 0.013, 0.061, -0.031, 0.055, 0.002, 0.09)


@dataclass(frozen=True)
class Breakdown:
    """The frames of a breakdown by category."""

    categories: pd.DataFrame
    main_causes: pd.DataFrame
    changes: pd.DataFrame
    together: pd.DataFrame
    floor: pd.DataFrame
    reliability: pd.DataFrame
    doubt: pd.DataFrame = field(default_factory=pd.DataFrame)
    doubt_pairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    truncation: pd.DataFrame = field(default_factory=pd.DataFrame)


def models_frame(names: Sequence[str], *, seeds: int = 1, cost: bool = True) -> pd.DataFrame:
    """One row a model, accuracy rising by known gains."""
    rows = []
    for i, name in enumerate(names):
        row: dict = {"model": name, "title": None, "checkpoint": None, "seeds": seeds, "n": 2562}
        for key, value in METRICS.items():
            middle = value + GAINS[i % len(GAINS)]
            row |= {key: middle, f"{key}_low": middle - 0.016, f"{key}_high": middle + 0.0158}
        row["calibration_error_expected"] = 0.018
        row["accuracy_mean"] = row["accuracy"] - (0.001 if seeds > 1 else 0)
        row["accuracy_sd"] = 0.0042 if seeds > 1 else np.nan
        row |= {
            "parameters": 100_000 * 8**i if cost else None,
            "train_seconds": 1.2 * 6.0**i if cost else None,
            "predict_reviews_per_second": 12_400 / 7**i if cost else None,
            "peak_memory_bytes": 312_000_000 * (i + 1) if cost else None,
            "size_bytes": 91_000 * 10**i if cost else None,
        }
        rows.append(row)
    frame = pd.DataFrame(rows).astype(dict.fromkeys(COUNTS, "Int64") | dict.fromkeys(TIMES, float))
    is_bert = frame["model"] == "bert"
    frame.loc[is_bert, "title"] = "bert (all-MiniLM-L6-v2, 6 layers)"
    frame.loc[is_bert, "checkpoint"] = "all-MiniLM-L6-v2"
    return frame


def pairs_frame(names: Sequence[str]) -> pd.DataFrame:
    """Each model but the first beside the first, for accuracy and F1."""
    rows = []
    for i, name in enumerate(names[1:], start=1):
        gain = GAINS[i % len(GAINS)]
        for metric in ("accuracy", "f1"):
            row = {"model": name, "baseline": names[0], "metric": metric, "difference": gain}
            row |= {"low": gain - 0.0161, "high": gain + 0.0167, "p": None, "p_holm": None}
            row |= {"resolvable_difference": None}
            row |= {"only_model_right": None, "only_baseline_right": None}
            if metric == "accuracy":
                p = 0.00001 if abs(gain) > 0.02 else 0.27
                row |= {"p": p, "p_holm": min(1.0, 2 * p), "resolvable_difference": 0.023}
                row |= {"only_model_right": 300 + i, "only_baseline_right": 280}
            rows.append(row)
    columns = "model baseline metric difference low high p p_holm resolvable_difference"
    columns += " only_model_right only_baseline_right"
    frame = pd.DataFrame(rows, columns=columns.split())
    counts = dict.fromkeys(("only_model_right", "only_baseline_right"), "Int64")
    numbers = ("difference", "low", "high", "p", "p_holm", "resolvable_difference")
    return frame.astype(counts | dict.fromkeys(numbers, float))


@pytest.fixture
def make_comparison() -> Callable[..., Comparison]:
    """A comparison of the first ``count`` made-up models."""

    def make(
        count: int = 4,
        *,
        seeds: int = 1,
        cost: bool = True,
        classes: tuple[str, ...] = ("rotten", "fresh"),
        n_groups: int | None = 312,
        names: Sequence[str] | None = None,
    ) -> Comparison:
        chosen = tuple(names or NAMES[:count])
        return Comparison(
            models=models_frame(chosen, seeds=seeds, cost=cost),
            pairs=pairs_frame(chosen),
            classes=classes,
            positive=classes[1] if len(classes) == 2 else None,
            baseline=chosen[0],
            n=2562,
            n_groups=n_groups,
            resamples=10_000,
            seed=0,
        )

    return make


@pytest.fixture
def description() -> DatasetDescription:
    """A data set like the embedded one."""
    return DatasetDescription(
        name="rotten-tomatoes",
        unit="critics' snippets",
        n_test=2562,
        n_train=9200,
        n_validation=1046,
        class_shares=(("rotten", 0.501), ("fresh", 0.499)),
        median_words=20.0,
        n_groups=312,
        published="about 76 % for a bag of words, 85 to 90 % for large models",
        group_unit="films",
    )


@pytest.fixture
def make_confusion() -> Callable[[Sequence[str], Sequence[str]], pd.DataFrame]:
    """Confusion counts of the named models over the named classes."""

    def make(names: Sequence[str], classes: Sequence[str]) -> pd.DataFrame:
        rows = []
        for name in names:
            for label in classes:
                for predicted in classes:
                    n = 1000 if label == predicted else 250 // (len(classes) - 1)
                    rows.append((name, label, predicted, n, n / 1250))
        return pd.DataFrame(rows, columns=["model", "label", "predicted", "n", "share"])

    return make


@pytest.fixture
def make_reliability() -> Callable[[Sequence[str]], pd.DataFrame]:
    """Reliability curves of the named models, each a little less sure than the last."""

    def make(names: Sequence[str]) -> pd.DataFrame:
        parts = []
        for i, name in enumerate(names):
            predicted = np.linspace(0.05, 0.95, 10)
            observed = 0.5 + (predicted - 0.5) * (1 - 0.06 * i)
            n = np.array([500, 260, 150, 90, 60, 55, 95, 160, 270, 480])
            part = {"model": name, "predicted": predicted, "observed": observed, "n": n}
            part |= {"low": observed - 0.8 / np.sqrt(n), "high": observed + 0.8 / np.sqrt(n)}
            parts.append(pd.DataFrame(part))
        return pd.concat(parts, ignore_index=True)

    return make


@pytest.fixture
def make_categories() -> Callable[..., pd.DataFrame]:
    """Shares of three categories among the errors of the named models.

    Corrected, sarcasm is more common among errors, mixed as common, and domain has too little gold.
    """

    def make(names: Sequence[str], *, gold: bool = True) -> pd.DataFrame:
        rows = [
            category_row(name, 598 - 40 * i, category, raw, 0.01 * i, gold=gold)
            for i, name in enumerate(names)
            for category, raw in {"sarcasm": 0.06, "mixed": 0.21, "domain": 0.13}.items()
        ]
        return pd.DataFrame(rows, columns=list(CATEGORY_COLUMNS))

    return make


def category_row(
    model: str, n_errors: int, category: str, raw: float, more: float, *, gold: bool
) -> dict:
    """One row of a table of categories."""
    known, raw = gold and category != "domain", raw + more
    method = "prediction-powered" if known else "withheld" if gold else "raw"
    share = raw + 0.1 if known else np.nan
    ahead = 0.08 if category == "sarcasm" else 0.01
    cell = {"method": method, "n_gold": 92 if gold else 0, "n_effective": 61.0 if gold else 0.0}
    cell |= {"largest_weight": 0.03 if gold else np.nan, "n_more": 0 if known else 40}
    cell |= {"precision": 0.43 if gold else np.nan, "recall": 0.31 if gold else np.nan}
    cell |= {"n_gold_tagged": 20 if gold else 0, "n_gold_present": 30 if gold else 0}
    row: dict = {"model": model, "category": category, "n": 2562, "n_tagged": 300}
    row |= {"n_errors": n_errors, "errors_tagged": round(raw * n_errors)}
    row |= cell | {f"{key}_correct": value for key, value in cell.items()}
    row |= ends("raw", raw, 0.02) | ends("raw", raw - 0.02, 0.02, "_correct")
    row |= ends("share", share, 0.03) | ends("share", share - ahead, 0.03, "_correct")
    row |= {"raw_share": raw, "raw_share_correct": raw - 0.02}
    row |= {"share": share, "share_correct": share - ahead}
    row |= value("difference", ahead if known else np.nan, 0.05)
    row |= value("ratio", 1.4 if known else np.nan, 0.2)
    row |= value("error_rate_inside", 0.31, 0.04) | value("error_rate_outside", 0.22, 0.01)
    row |= {"excess_errors": 27.0, "excess_standardised": 14.2, "standardised_over": 0.98}
    row |= {"p": 0.0004, "p_adjusted": 0.0012, "ranked": category != "mixed"}
    row |= {"evidence": "not enough evidence" if category == "mixed" else "enough"}
    row |= {"rank": {"sarcasm": 1, "mixed": 0, "domain": 2}[category]}
    return row | value("headroom", share * 0.23, 0.01)


def around(middle: float, half: float) -> tuple[float, float, float]:
    """A figure and the ends of its interval."""
    return (middle, middle - half, middle + half)


def value(name: str, middle: float, half: float) -> dict[str, float]:
    """A figure with its interval."""
    return {name: middle} | ends(name, middle, half)


def ends(name: str, middle: float, half: float, suffix: str = "") -> dict[str, float]:
    """The interval of a figure."""
    return {f"{name}_low{suffix}": middle - half, f"{name}_high{suffix}": middle + half}


@pytest.fixture
def make_main_causes() -> Callable[..., pd.DataFrame]:
    """Main causes of the errors of the named models; they add to 1."""

    def make(names: Sequence[str], *, gold: bool = True) -> pd.DataFrame:
        shares = {"mixed": 0.4, "sarcasm": 0.2, "unclear": 0.1, "none": 0.3}
        rows = []
        for name in names:
            for cause, share in shares.items():
                row: dict = {"model": name, "cause": cause, "n_errors": 598}
                row |= {"errors_of_cause": round(598 * share), "raw_share": share}
                row |= ends("raw", share, 0.02) | {"share": share if gold else np.nan}
                row |= {"low": share - 0.05 if gold else np.nan}
                row |= {"high": share + 0.06 if gold else np.nan}
                row |= {"method": "prediction-powered" if gold else "raw"}
                row |= {"n_gold": 92 if gold else 0, "n_effective": 61.0 if gold else 0.0}
                row |= {"largest_weight": 0.03 if gold else np.nan, "n_more": 0}
                rows.append(row)
        return pd.DataFrame(rows, columns=list(MAIN_CAUSE_COLUMNS))

    return make


@pytest.fixture
def make_breakdown(
    make_categories, make_main_causes, taggers: pd.DataFrame
) -> Callable[..., Breakdown]:
    """Every table of a breakdown by category; without gold, nothing is corrected."""

    def make(names: Sequence[str], *, gold: bool = True) -> Breakdown:
        first, *others = names
        changes = [
            (name, first, category, 300, 40, 10, 30, 0.1, 0.02, 0.08, 0.03, 0.13, 0.002, p)
            for name in others
            for category, p in (("sarcasm", 0.006), ("mixed", 0.4))
        ]
        together = [("sarcasm", "mixed", 40, 130, 21, 8.7, 0.14, 0.19)]
        limits = {"label contradicted": 0.08, "no verdict": 0.04, "either": 0.12}
        gold_weight = ("prediction-powered", 92, 61.0, 0.03, 0)
        floor = [
            (name, limit, 598, *around(share, 0.02), *around(share * 0.2, 0.005), *gold_weight)
            for name in names
            for limit, share in limits.items()
        ]
        return Breakdown(
            categories=make_categories(names, gold=gold),
            main_causes=make_main_causes(names, gold=gold),
            changes=pd.DataFrame(changes, columns=list(CATEGORY_CHANGE_COLUMNS)),
            together=pd.DataFrame(together, columns=list(CATEGORY_OVERLAP_COLUMNS)),
            floor=pd.DataFrame(floor, columns=list(FLOOR_COLUMNS)) if gold else pd.DataFrame(),
            reliability=taggers,
        )

    return make


@pytest.fixture
def taggers() -> pd.DataFrame:
    """What was measured of each tagger; nothing yet for domain."""
    known = {"gold": "made-up gold", "n": 836, "precision": 0.41, "precision_low": 0.3}
    known |= {"precision_high": 0.52, "recall": 0.35, "recall_low": 0.25, "recall_high": 0.46}
    return pd.DataFrame([{"category": "sarcasm"} | known, {"category": "mixed"} | known])


@pytest.fixture
def make_overlap() -> Callable[[Sequence[str]], pd.DataFrame]:
    """Shared errors of each two of the named models."""

    def make(names: Sequence[str]) -> pd.DataFrame:
        rows = []
        for i, model in enumerate(names):
            for j in range(i + 1, len(names)):
                shared, mine, other = 300 + 10 * j, 298 - 10 * j, 250 - 5 * i
                rows.append(
                    (model, names[j], shared, mine, other, shared / (shared + mine + other))
                )
        columns = ["model", "other", "shared", "only_model", "only_other", "jaccard"]
        return pd.DataFrame(rows, columns=columns)

    return make


@pytest.fixture
def make_lengths() -> Callable[[Sequence[str]], pd.DataFrame]:
    """Accuracy of the named models in five bins of length."""

    def make(names: Sequence[str]) -> pd.DataFrame:
        rows = []
        edges = [(1, 9), (10, 19), (20, 29), (30, 49), (50, 61)]
        for i, name in enumerate(names):
            for (low, high), n in zip(edges, (310, 980, 870, 380, 22), strict=True):
                accuracy, half = 0.72 + 0.01 * i + low / 500, 1 / np.sqrt(n)
                bounds = (accuracy - half, min(accuracy + half, 1.0))
                rows.append((name, low, high, n, accuracy, *bounds))
        columns = ["model", "words_low", "words_high", "n", "accuracy", "low", "high"]
        return pd.DataFrame(rows, columns=columns)

    return make


@pytest.fixture
def make_history() -> Callable[[Sequence[str]], pd.DataFrame]:
    """Training curves of the named models over a growing number of epochs."""

    def make(names: Sequence[str]) -> pd.DataFrame:
        rows = [
            (name, epoch, 0.6 / epoch + 0.03 * i, 0.5 + 0.02 * i, 0.72 + 0.01 * (epoch + i))
            for i, name in enumerate(names)
            for epoch in range(1, 4 + i)
        ]
        columns = ["model", "epoch", "train_loss", "validation_loss", "validation_accuracy"]
        return pd.DataFrame(rows, columns=columns)

    return make
