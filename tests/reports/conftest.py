"""Made-up comparisons and frames in the shapes that analysis returns."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.comparison import Comparison
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
def make_categories() -> Callable[[Sequence[str]], pd.DataFrame]:
    """Shares of three categories among the errors of the named models."""

    def make(names: Sequence[str]) -> pd.DataFrame:
        rows = []
        for i, name in enumerate(names):
            for j, (category, share) in enumerate(
                {"sarcasm": 0.06, "mixed": 0.21, "domain": 0.13}.items()
            ):
                here = share + 0.01 * i
                lift = (1.9, 1.1, 0.6)[j]
                row = {"model": name, "category": category, "n_errors": 598 - 40 * i}
                row |= {"errors_tagged": round(here * (598 - 40 * i)), "share": here}
                row |= {"low": here - 0.02, "high": here + 0.025, "share_correct": here / lift}
                row |= {"lift": lift, "lift_low": lift * 0.8, "lift_high": lift * 1.3}
                rows.append(row)
        return pd.DataFrame(rows)

    return make


@pytest.fixture
def taggers() -> pd.DataFrame:
    """What was measured of each tagger; nothing yet for the last."""
    known = {"gold": "made-up gold", "n": 836.0, "precision": 0.41, "precision_low": 0.3}
    known |= {"precision_high": 0.52, "recall": 0.35, "recall_low": 0.25, "recall_high": 0.46}
    missing: dict = dict.fromkeys(known)
    rows = [{"category": "sarcasm"} | known, {"category": "mixed"} | known]
    return pd.DataFrame([*rows, {"category": "domain"} | missing])


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
