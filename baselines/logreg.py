"""Logistic regression on a bag of words."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from ..exceptions import RunError, UsageError
from ..models.classifier import Execution, LabelledTexts
from ..models.settings import DEFAULT_EXECUTION, ConfiguredClassifier
from .logreg_settings import LogisticRegressionSettings, Strength

if TYPE_CHECKING:
    from ..models.sklearn import SklearnClassifier

_DESCRIPTION = "logreg.json"
_OWN_TYPES = ("sentiment_lab.baselines.log_count_ratio.LogCountRatio",)


class LogisticRegressionClassifier(ConfiguredClassifier[LogisticRegressionSettings]):
    """Logistic regression on counts of words and n-grams.

    With ``C=none`` and validation texts, ``C`` is the first of a fixed ladder (`STRENGTHS`) after
    which log-loss on validation rises; with ``refit`` the model then learns from train and
    validation together.

    Attributes:
        classes_: Class names, in the order of the columns of probabilities.
        n_parameters_: Weights and intercepts.
        C_: The inverse regularisation strength in use.
        strengths_: What was tried on validation, in that order; empty where nothing was.
        validation_proba_: Where ``refit`` applied, the probabilities that the validation texts had
            before the model learnt from them, shape (n texts, n classes); else None.
    """

    name: ClassVar[str] = "logreg"
    settings_class = LogisticRegressionSettings
    validation_proba_: NDArray[np.float64] | None = None

    def fit(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        validation: LabelledTexts | None = None,
    ) -> Self:
        """Learn from texts and their labels.

        Args:
            texts: What to learn from.
            labels: One class name for every text.
            validation: What ``C`` is chosen on, unless it is set.

        Raises:
            DataError: The texts hold no usable word, or the labels are all the same.
        """
        from .logreg_fit import fit_pipeline

        fitted = fit_pipeline(self.settings, self.execution, texts, labels, validation)
        self.C_, self.strengths_ = fitted.C, fitted.strengths
        self.validation_proba_ = fitted.validation_proba
        return self._adopt(fitted.classifier)

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of shape (n texts, n classes)."""
        return self.classifier_.predict_proba(texts)

    def save(self, folder: Path) -> None:
        """Write the model to a folder, which is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        self.classifier_.save(folder)
        description = {
            "settings": self.settings.values(),
            "C": self.C_,
            "strengths": [each._asdict() for each in self.strengths_],
        }
        beside = folder / f"{_DESCRIPTION}.new"
        beside.write_text(json.dumps(description, indent=2), encoding="utf-8")
        beside.replace(folder / _DESCRIPTION)

    @classmethod
    def load(cls, folder: Path, *, execution: Execution = DEFAULT_EXECUTION) -> Self:
        """Read a model that `save` wrote.

        Raises:
            RunError: It is missing or damaged.
        """
        from ..models.sklearn import SklearnClassifier

        path = folder / _DESCRIPTION
        try:
            description = json.loads(path.read_text(encoding="utf-8"))
            loaded = cls(execution=execution, **description["settings"])
            loaded.C_ = description["C"]
            loaded.strengths_ = tuple(Strength(**each) for each in description["strengths"])
        except (OSError, ValueError, KeyError, TypeError, UsageError) as error:
            raise RunError(f"{path}: no stored logreg model, or a damaged one: {error}") from error
        return loaded._adopt(
            SklearnClassifier.load(folder, execution=execution, trusted=_OWN_TYPES)
        )

    def _adopt(self, classifier: "SklearnClassifier") -> Self:
        self.classifier_ = classifier
        self.classes_ = classifier.classes_
        self.n_parameters_ = classifier.n_parameters_
        return self
