"""The models that are known by name, each loaded only when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import Any

from ..exceptions import unknown_name
from ..models.settings import Settings


@dataclass(frozen=True)
class ModelEntry:
    """A model known by name.

    Attributes:
        name: What ``--model`` takes and the row is called.
        summary: One line for the list of models.
        module: Module of the classifier, relative to this package.
        classifier: Name of the classifier's class in that module.
        settings: Name of its settings' class, in the same module.
        neural: Whether it needs the extra ``train`` and a device.
        imports: Modules that fitting imports, relative to this package: loaded before anything is
            timed.
    """

    name: str
    summary: str
    module: str
    classifier: str
    settings: str
    neural: bool = True
    imports: tuple[str, ...] = ("..models.training",)

    def settings_class(self) -> type[Settings]:
        """The dataclass of the model's settings; needs no extra."""
        return getattr(self._import(self.module), self.settings)

    def classifier_class(self) -> type[Any]:
        """The classifier's class; needs no extra either, until it is fitted or loaded."""
        return getattr(self._import(self.module), self.classifier)

    def warm_up(self) -> None:
        """Import what fitting needs."""
        for module in self.imports:
            self._import(module)

    def _import(self, module: str) -> ModuleType:
        return import_module(module, package=__package__)


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
                neural=False,
                imports=("..baselines.logreg_fit",),
            ),
            ModelEntry(
                name="lstm",
                summary="LSTM over word embeddings, trained from scratch",
                module="..baselines.lstm",
                classifier="LSTMClassifier",
                settings="LSTMSettings",
            ),
            ModelEntry(
                name="bilstm-attention",
                summary="bidirectional LSTM with additive attention, trained from scratch",
                module="..baselines.bilstm_attention",
                classifier="BiLSTMAttentionClassifier",
                settings="BiLSTMAttentionSettings",
            ),
            ModelEntry(
                name="embeddings",
                summary="logistic regression on the embeddings of a frozen encoder, of all texts, "
                "of a few of each class (shots=8), or none (shots=0)",
                module="..models.embeddings_classifier",
                classifier="EmbeddingsClassifier",
                settings="EmbeddingsSettings",
                imports=("..models.prediction", "..models.pooling"),
            ),
            ModelEntry(
                name="bert",
                summary="a pretrained encoder, fine-tuned; on rotten-tomatoes the checkpoint is "
                "all-MiniLM-L6-v2 unless it is set",
                module="..models.bert",
                classifier="BertClassifier",
                settings="BertSettings",
            ),
        )
    }
)

DEFAULT_MODELS = ("logreg", "lstm", "bilstm-attention", "bert")


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
