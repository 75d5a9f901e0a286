"""Fits the bag of words: n-grams once, then one regression for each strength tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
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
    """A fitted pipeline and how its strength was chosen.

    Attributes:
        classifier: The pipeline.
        C: The strength it was fitted with.
        strengths: What was tried on validation.
        validation_proba: Probabilities of the validation texts from a model that had not learnt
            from them, shape (n texts, n classes); None where the pipeline itself is that model.
    """

    classifier: SklearnClassifier
    C: float
    strengths: tuple[Strength, ...]
    validation_proba: NDArray[np.float64] | None


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
    n_classes = len(np.unique(np.asarray(labels)))
    if n_classes < 2:
        raise DataError(
            f"logreg needs texts of 2 classes or more to learn from, not of {n_classes}"
        )
    fitting = _Fitting(settings, execution, n_classes)
    with refusals_as_data_errors("logreg"):
        return fitting.run(LabelledTexts(texts, labels), validation)


@dataclass(frozen=True)
class _Fitting:
    """One fit, from texts to a pipeline."""

    settings: LogisticRegressionSettings
    execution: Execution
    n_classes: int

    def run(self, train: LabelledTexts, validation: LabelledTexts | None) -> FittedPipeline:
        """Fit, choosing the strength where it is neither set nor without texts to choose it on."""
        settings, report = self.settings, self.execution.on_progress or _silence
        head = _Head(settings, self.n_classes, self.execution.seed)
        report(0, 2, "counting n-grams")
        terms = _terms(settings)
        counts = terms.fit_transform(train.texts), np.asarray(train.labels)
        report(1, 2, "fitting")
        strengths, held_out = (), None
        if settings.C is None and validation is not None:
            seen = terms.transform(validation.texts), np.asarray(validation.labels)
            fitted, strengths = _climb(head, counts, seen)
            if settings.refit:
                held_out = fitted.head.predict_proba(seen[0])
                both = _joined(train, validation)
                counts = terms.fit_transform(both.texts), np.asarray(both.labels)
                fitted = _Attempt(fitted.C, head.fit(fitted.C, *counts))
        else:
            strength = settings.C or WITHOUT_VALIDATION[settings.weighting]
            fitted = _Attempt(strength, head.fit(strength, *counts))
        report(2, 2, f"fitted with C={fitted.C:g}")
        pipeline = Pipeline([("terms", terms), ("classifier", fitted.head)])
        classifier = SklearnClassifier.from_fitted(pipeline, execution=self.execution)
        return FittedPipeline(classifier, fitted.C, strengths, held_out)


def _joined(one: LabelledTexts, other: LabelledTexts) -> LabelledTexts:
    return LabelledTexts([*one.texts, *other.texts], [*one.labels, *other.labels])


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
        if not self._weighs_ratios:
            return regression.fit(counts, labels)
        ratio = LogCountRatio(idf=self.settings.weighting == "nb_tfidf")
        weighted = Pipeline([("ratio", ratio), ("regression", regression)])
        # A ratio weighs two classes against each other; of more, each against the rest.
        head = weighted if self.n_classes <= 2 else OneVsRestClassifier(weighted)
        return head.fit(counts, labels)

    @property
    def _weighs_ratios(self) -> bool:
        return self.settings.weighting in ("nb", "nb_tfidf")

    def _solver(self) -> dict[str, Any]:
        if self.n_classes > 2 and not self._weighs_ratios:
            return {"solver": "lbfgs"}
        if self.settings.weighting == "counts":
            return {"solver": "liblinear"}
        # On millions of n-grams the dual form is the fastest, but it crawls on raw counts, since
        # long texts make long vectors. LIBLINEAR's own tolerance of it is 0.1: with 0.0001, which
        # scikit-learn sets, training takes four times as long for the same probabilities.
        return {"solver": "liblinear", "dual": True, "tol": 0.01}


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
    return CountVectorizer(binary=settings.weighting != "counts", **shared)


def _silence(_done: int, _total: int, _note: str) -> None:
    """Report to nobody."""
