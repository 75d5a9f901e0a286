"""Any scikit-learn pipeline over raw texts, behind the classifier contract."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.pipeline import Pipeline

from ..exceptions import DataError, UsageError
from .classifier import Execution
from .settings import DEFAULT_EXECUTION
from .skops_store import dump_estimator, load_estimator

MODEL_FILE = "model.skops"

_LEARNT = (
    "coef_",
    "intercept_",
    "coefs_",
    "intercepts_",
    "feature_log_prob_",
    "class_log_prior_",
)


class SklearnClassifier(ClassifierMixin, BaseEstimator):
    """Trains a copy of a scikit-learn pipeline that reads raw texts and gives probabilities.

    Args:
        pipeline: The pipeline or estimator, not fitted; it stays as it is.
        execution: Its seed goes to every ``random_state`` that is not set.

    Attributes:
        pipeline_: The fitted copy.
        classes_: Class names, in the order of the columns of probabilities.
        n_parameters_: Learnt weights of the last step; None where it is not known to count them.
    """

    def __init__(self, pipeline: Any, *, execution: Execution = DEFAULT_EXECUTION) -> None:
        self.pipeline = pipeline
        self.execution = execution

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> Self:
        """Learn from texts and their labels.

        Raises:
            UsageError: The pipeline gives no probabilities.
            DataError: scikit-learn refuses the texts or labels.
        """
        require_probabilities(self.pipeline)
        pipeline: Any = clone(self.pipeline)
        _seed(pipeline, self.execution.seed)
        with refusals_as_data_errors(_name(pipeline)):
            self.pipeline_ = pipeline.fit(list(texts), np.asarray(labels))
        return self._describe()

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of shape (n texts, n classes)."""
        return np.asarray(self.pipeline_.predict_proba(list(texts)), dtype=np.float64)

    def predict(self, texts: Sequence[str]) -> NDArray[np.generic]:
        """The likeliest class of every text, shape (n texts,)."""
        return self.classes_[self.predict_proba(texts).argmax(axis=1)]

    def save(self, folder: Path) -> None:
        """Write the fitted pipeline into an existing folder.

        Raises:
            RunError: It holds something that cannot be stored without pickle.
        """
        dump_estimator(self.pipeline_, folder / MODEL_FILE)

    @classmethod
    def from_fitted(cls, pipeline: Any, *, execution: Execution = DEFAULT_EXECUTION) -> Self:
        """A classifier around a pipeline that is fitted already."""
        made = cls(pipeline, execution=execution)
        made.pipeline_ = pipeline
        return made._describe()

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        execution: Execution = DEFAULT_EXECUTION,
        trusted: Sequence[str] = (),
    ) -> Self:
        """Read a classifier that `save` wrote.

        Args:
            folder: Where it was written.
            execution: Where and how to run.
            trusted: Full names of types to accept besides those that skops knows to be harmless.

        Raises:
            RunError: It is missing, damaged, or holds a type that is not trusted.
        """
        return cls.from_fitted(load_estimator(folder / MODEL_FILE, trusted), execution=execution)

    def __sklearn_clone__(self) -> Self:
        # clone() would copy `execution` deeply, and a progress callback need not be copyable.
        return type(self)(clone(self.pipeline), execution=self.execution)

    def _describe(self) -> Self:
        self.classes_ = np.asarray(self.pipeline_.classes_)
        self.n_parameters_ = count_parameters(self.pipeline_)
        return self


@contextmanager
def refusals_as_data_errors(name: str) -> Iterator[None]:
    """Turn scikit-learn's complaint about texts or labels into one line.

    Raises:
        DataError: scikit-learn raised a ``ValueError`` inside.
    """
    try:
        yield
    except ValueError as error:
        reason = str(error).partition("\n")[0]
        raise DataError(f"{name} cannot learn from these texts: {reason}") from error


def require_probabilities(pipeline: object) -> None:
    """Refuse an estimator without ``predict_proba``.

    Raises:
        UsageError: It has none; the message says how to give it one.
    """
    if not hasattr(pipeline, "predict_proba"):
        raise UsageError(
            f"{_name(pipeline)} gives no probabilities: "
            "wrap its classifier in sklearn.calibration.CalibratedClassifierCV"
        )


def count_parameters(estimator: object) -> int | None:
    """Learnt weights of a fitted estimator, of a pipeline's last step; None where unknown."""
    if isinstance(estimator, Pipeline):
        return count_parameters(estimator.steps[-1][1])
    found = [getattr(estimator, name) for name in _LEARNT if hasattr(estimator, name)]
    if found:
        return sum(_count(weights) for weights in found)
    counts = [count_parameters(part) for part in _members(estimator)]
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _members(estimator: Any) -> Iterable[object]:
    """What a meta-estimator is made of once it is fitted."""
    if hasattr(estimator, "best_estimator_"):
        return [estimator.best_estimator_]
    if hasattr(estimator, "calibrated_classifiers_"):
        return [each.estimator for each in estimator.calibrated_classifiers_]
    members = getattr(estimator, "estimators_", [])
    return members if isinstance(members, list) else []


def _count(weights: Any) -> int:
    if isinstance(weights, list):
        return sum(_count(each) for each in weights)
    return math.prod(np.shape(weights))


def _seed(pipeline: Any, seed: int) -> None:
    params = pipeline.get_params(deep=True)
    unset = [
        name
        for name, value in params.items()
        if name.rpartition("__")[2] == "random_state" and value is None
    ]
    pipeline.set_params(**dict.fromkeys(unset, seed))


def _name(pipeline: object) -> str:
    last = pipeline.steps[-1][1] if isinstance(pipeline, Pipeline) else pipeline
    return type(last).__name__
