"""Fits the bag of words: n-grams once, then one regression for each strength tried."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline

from ..exceptions import DataError
from ..models.classifier import Execution, LabelledTexts
from ..models.sklearn import SklearnClassifier, refusals_as_data_errors
from .log_count_ratio import LogCountRatio
from .logreg_settings import (
    STRENGTHS,
    WITHOUT_VALIDATION,
    LogisticRegressionSettings,
    Strength,
)

_WORDS = r"(?u)\b\w\w+\b"
_WORDS_AND_MARKS = r"(?u)\w+(?:'\w+)*|[^\w\s]"


class FittedPipeline(NamedTuple):
    """A fitted pipeline, the strength it was fitted with, and what was tried on validation."""

    classifier: SklearnClassifier
    C: float
    strengths: tuple[Strength, ...]


def fit_pipeline(
    settings: LogisticRegressionSettings,
    execution: Execution,
    texts: Sequence[str],
    labels: Sequence[str],
    validation: LabelledTexts | None,
) -> FittedPipeline:
    """Fit n-grams and regression.

    Raises:
        DataError: The labels are all the same, or scikit-learn refuses the texts or labels.
    """
    report = execution.on_progress or _silence
    n_classes = len(np.unique(np.asarray(labels)))
    if n_classes < 2:
        raise DataError(
            f"logreg needs texts of 2 classes or more to learn from, not of {n_classes}"
        )
    with refusals_as_data_errors("logreg"):
        report(0, 2, "counting n-grams")
        terms = _terms(settings)
        counts, wanted = terms.fit_transform(texts), np.asarray(labels)
        report(1, 2, "fitting")
        head = _Head(settings, n_classes, execution.seed)
        if settings.C is None and validation is not None:
            held_out = (terms.transform(validation.texts), np.asarray(validation.labels))
            fitted, strengths = _climb(head, (counts, wanted), held_out)
        else:
            strength = settings.C or WITHOUT_VALIDATION[settings.weighting]
            fitted, strengths = _Attempt(strength, head.fit(strength, counts, wanted)), ()
    report(2, 2, f"fitted with C={fitted.C:g}")
    pipeline = Pipeline([("terms", terms), ("classifier", fitted.head)])
    return FittedPipeline(
        SklearnClassifier.from_fitted(pipeline, execution=execution), fitted.C, strengths
    )


class _Attempt(NamedTuple):
    C: float
    head: Any


class _Head(NamedTuple):
    """All that follows the counting of terms."""

    settings: LogisticRegressionSettings
    n_classes: int
    seed: int

    def fit(self, strength: float, counts: Any, labels: Any) -> Any:
        """Fit it with an inverse regularisation strength."""
        regression = LogisticRegression(
            C=strength,
            class_weight="balanced" if self.settings.balanced else None,
            max_iter=self.settings.max_iter,
            random_state=self.seed,
            **self._solver(),
        )
        if self.settings.weighting != "nb":
            return regression.fit(counts, labels)
        weighted = Pipeline([("ratio", LogCountRatio()), ("regression", regression)])
        # A ratio weighs two classes against each other; of more, each against the rest.
        head = weighted if self.n_classes <= 2 else OneVsRestClassifier(weighted)
        return head.fit(counts, labels)

    def _solver(self) -> dict[str, Any]:
        if self.n_classes > 2 and self.settings.weighting != "nb":
            return {"solver": "lbfgs"}
        # On millions of n-grams the dual form is the fastest, but it crawls on raw counts, since
        # long texts make long vectors.
        return {"solver": "liblinear", "dual": self.settings.weighting != "counts"}


def _climb(
    head: _Head, train: tuple[Any, Any], held_out: tuple[Any, Any]
) -> tuple[_Attempt, tuple[Strength, ...]]:
    """Weaken the regularisation as long as log-loss on held-out texts falls."""
    attempts: list[_Attempt] = []
    tried: list[Strength] = []
    for strength in STRENGTHS[head.settings.weighting]:
        attempts.append(_Attempt(strength, head.fit(strength, *train)))
        tried.append(_score(attempts[-1], *held_out))
        if len(tried) > 1 and tried[-1].log_loss >= tried[-2].log_loss:
            return attempts[-2], tuple(tried)
    return attempts[-1], tuple(tried)


def _score(attempt: _Attempt, counts: Any, labels: Any) -> Strength:
    classes = attempt.head.classes_
    probabilities = attempt.head.predict_proba(counts)
    return Strength(
        C=attempt.C,
        log_loss=float(log_loss(labels, probabilities, labels=classes)),
        accuracy=float(np.mean(classes[probabilities.argmax(axis=1)] == labels)),
    )


def _terms(settings: LogisticRegressionSettings) -> CountVectorizer:
    shared: dict[str, Any] = {
        "ngram_range": (1, settings.ngrams),
        "min_df": settings.min_df,
        "token_pattern": _WORDS_AND_MARKS if settings.punctuation else _WORDS,
        "dtype": np.float64,  # the solver's own: counted as integers they would be copied
    }
    if settings.weighting == "tfidf":
        return TfidfVectorizer(sublinear_tf=settings.sublinear, **shared)
    return CountVectorizer(binary=settings.weighting in ("binary", "nb"), **shared)


def _silence(_done: int, _total: int, _note: str) -> None:
    """Report to nobody."""
