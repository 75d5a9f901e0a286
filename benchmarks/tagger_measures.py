"""Figures of scores against gold, and paired differences with bootstrap intervals."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union

DRAWS = 1000

Metric = Callable[[np.ndarray, np.ndarray], float]


class Estimate(NamedTuple):
    """A figure with its 95 % percentile interval over resampled rows."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


class Scored(NamedTuple):
    """Scores of a method with its yes or no, shape (n,) each."""

    scores: np.ndarray
    present: np.ndarray


def auc(labels: np.ndarray, scores: np.ndarray) -> float:
    """Area under the ROC curve."""
    return float(roc_auc_score(labels, scores))


def precision_area(labels: np.ndarray, scores: np.ndarray) -> float:
    """Average precision."""
    return float(average_precision_score(labels, scores))


def f1(labels: np.ndarray, present: np.ndarray) -> float:
    """F1 of the positive side."""
    return float(f1_score(labels, present))


def estimate(metric: Metric, labels: np.ndarray, values: np.ndarray) -> Estimate:
    """A metric with its interval."""
    draws = [metric(labels[rows], values[rows]) for rows in _resamples(labels)]
    return Estimate(metric(labels, values), *np.quantile(draws, [0.025, 0.975]).tolist())


def difference(metric: Metric, labels: np.ndarray, one: np.ndarray, other: np.ndarray) -> Estimate:
    """A metric of one method minus that of another on the same resampled rows."""

    def gap(rows: np.ndarray) -> float:
        return metric(labels[rows], one[rows]) - metric(labels[rows], other[rows])

    draws = [gap(rows) for rows in _resamples(labels)]
    return Estimate(gap(np.arange(len(labels))), *np.quantile(draws, [0.025, 0.975]).tolist())


def plain_features() -> FeatureUnion:
    """Tf-idf of words and characters."""
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2),
    )


def plain_model() -> Pipeline:
    """Tf-idf of words and characters with logistic regression."""
    return make_pipeline(plain_features(), LogisticRegression(C=10, max_iter=1000))


class Carried:
    """The plain model trained on some texts and carried over to others."""

    def __init__(self, texts: Sequence[str], others: Sequence[str]) -> None:
        features = plain_features()
        self._seen = features.fit_transform(list(texts))
        self._others = features.transform(list(others))

    def score(self, labels: np.ndarray) -> np.ndarray:
        """Scores of the others by a model that learned these labels, shape (n_others,)."""
        model = LogisticRegression(C=10, solver="liblinear", random_state=0)
        return model.fit(self._seen, labels).decision_function(self._others)


def plain_scores(
    texts: Sequence[str],
    labels: np.ndarray,
    folds: np.ndarray,
) -> Scored:
    """The plain model out of fold, with the threshold of the best F1 on the other folds.

    Args:
        texts: Of the gold, shape (n,).
        labels: 0 or 1, shape (n,).
        folds: Shape (n,).
    """
    held = np.asarray(texts, dtype=object)
    scores = np.zeros(len(held))
    for fold in np.unique(folds):
        seen = folds != fold
        model = plain_model().fit(held[seen].tolist(), labels[seen])
        scores[~seen] = model.predict_proba(held[~seen])[:, 1]
    present = np.zeros(len(held), dtype=bool)
    for fold in np.unique(folds):
        seen = folds != fold
        present[~seen] = scores[~seen] >= best_threshold(labels[seen], scores[seen])
    return Scored(scores, present)


def best_threshold(labels: np.ndarray, scores: np.ndarray) -> float:
    """The threshold of the best F1."""
    order = np.argsort(-scores)
    hits = np.cumsum(labels[order])
    f1s = 2 * hits / (np.arange(1, len(order) + 1) + labels.sum())
    return float(scores[order][f1s.argmax()])


def _resamples(labels: np.ndarray) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    drawn = (rng.integers(0, len(labels), len(labels)) for _ in range(DRAWS))
    return [rows for rows in drawn if 0 < labels[rows].sum() < len(rows)]
