"""The models that are known by name, each loaded only when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any

from ..exceptions import MissingExtraError, unknown_name
from ..models.settings import Settings

TRAIN_EXTRA_MODULES = frozenset(
    {"accelerate", "datasets", "safetensors", "tokenizers", "torch", "transformers"}
)


@dataclass(frozen=True)
class ModelEntry:
    """A model known by name.

    Attributes:
        name: What ``--model`` takes and the row is called.
        summary: One line for the list of models.
        module: Module of the classifier, relative to this package.
        classifier: Name of the classifier's class in that module.
        settings: Name of its settings' class.
        settings_module: Where the settings live; the classifier's module unless given.
    """

    name: str
    summary: str
    module: str
    classifier: str
    settings: str
    settings_module: str

    def settings_class(self) -> type[Settings]:
        """The dataclass of the model's settings; needs no extra."""
        return getattr(self._import(self.settings_module), self.settings)

    def classifier_class(self) -> type[Any]:
        """The classifier's class.

        Raises:
            MissingExtraError: A package of the ``train`` extra is not installed.
        """
        return getattr(self._import(self.module), self.classifier)

    def _import(self, module: str) -> Any:
        try:
            return import_module(module, package=__package__)
        except ModuleNotFoundError as error:
            if error.name and error.name.partition(".")[0] in TRAIN_EXTRA_MODULES:
                raise MissingExtraError(f"the model '{self.name}'", "train") from error
            raise


MODELS: Mapping[str, ModelEntry] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            ModelEntry(
                name="logreg",
                summary="logistic regression on a bag of words",
                module="..baselines.logreg",
                classifier="LogisticRegressionClassifier",
                settings="LogisticRegressionSettings",
                settings_module="..baselines.logreg",
            ),
            ModelEntry(
                name="lstm",
                summary="LSTM over word embeddings, trained from scratch",
                module="..baselines.lstm",
                classifier="LSTMClassifier",
                settings="LSTMSettings",
                settings_module="..baselines.settings",
            ),
            ModelEntry(
                name="bilstm-attention",
                summary="bidirectional LSTM with additive attention, trained from scratch",
                module="..baselines.bilstm_attention",
                classifier="BiLSTMAttentionClassifier",
                settings="BiLSTMAttentionSettings",
                settings_module="..baselines.settings",
            ),
            ModelEntry(
                name="bert",
                summary="a pretrained encoder, fine-tuned",
                module="..models.bert",
                classifier="BertClassifier",
                settings="BertSettings",
                settings_module="..models.bert_settings",
            ),
        )
    }
)

DEFAULT_MODELS = tuple(MODELS)


def model_entry(name: str) -> ModelEntry:
    """The entry of a model by its name.

    Raises:
        UsageError: No model has that name.
    """
    if name not in MODELS:
        own = "; your own is named package.module:object"
        error = unknown_name("model", name, MODELS)
        raise type(error)(f"{error}{own}")
    return MODELS[name]
