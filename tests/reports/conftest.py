"""Made-up comparisons and frames in the shapes that analysis returns."""

from collections.abc import Callable, Sequence

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

from .made_up_categories import Breakdown, around, category_row, ends
from .made_up_models import NAMES, models_frame, pairs_frame


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
