"""What will be trained: a model, its settings and its seed, before anything runs."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from ..exceptions import UsageError, unknown_name
from ..models.bert import BertSettings
from ..models.classifier import Classifier, Execution
from ..models.device import choose_device, choose_precision, require_training_extra
from ..models.embeddings_settings import EmbeddingsSettings
from ..models.encoder_limits import require_layers, require_length
from ..models.lora import require_lora_extra
from ..models.settings import Settings, apply_settings
from .digests import KEY_LENGTH, source_digest
from .model_files import by_content, require_model_files
from .registry import MODELS, ModelEntry, model_entry

Recipe = Literal["default", "published"]

EMBEDDED_CHECKPOINT = "all-MiniLM-L6-v2"
EMBEDDED_DATASET = "rotten-tomatoes"

TRAINING_FORMAT = 1
"""Raised when equal settings come to train something else: older runs no longer count."""


class ModelPlan(Protocol):
    """A model with its settings, ready to be built for any seed and machine."""

    @property
    def name(self) -> str:
        """What the row is called."""
        ...

    def identity(self) -> dict[str, Any]:
        """All that decides what the model learns, but data and seed; fit for JSON."""
        ...

    def build(self, execution: Execution) -> Classifier:
        """The classifier, not fitted."""
        ...

    def changes(self) -> Mapping[str, str]:
        """The settings that differ from the data set's defaults, as text."""
        ...

    def require(self, device: str, checkpoints: Mapping[str, Path]) -> None:
        """Raise unless all that training needs is here.

        Args:
            device: The device that was asked for.
            checkpoints: Folders on this disk that stand for checkpoint names.
        """
        ...


@dataclass(frozen=True)
class KnownModel:
    """One of the package's own models."""

    entry: ModelEntry
    settings: Settings
    default: Settings

    @property
    def name(self) -> str:
        """What the row is called."""
        return self.entry.name

    def identity(self) -> dict[str, Any]:
        """Name and every setting; what lies in files of the user's by content, not by path."""
        return {"model": self.name, "settings": by_content(self.settings.values())}

    def build(self, execution: Execution) -> Classifier:
        """The classifier, not fitted, with all that fitting imports."""
        self.entry.warm_up()
        return self.entry.classifier_class()(execution=execution, **self.settings.values())

    def changes(self) -> Mapping[str, str]:
        """The settings that differ from the data set's defaults, as text."""
        default = self.default.values()
        return {
            name: str(value)
            for name, value in self.settings.values().items()
            if value != default[name] and name != "checkpoint"
        }

    def require(self, device: str, checkpoints: Mapping[str, Path]) -> None:
        """Raise unless all that training needs is here.

        Raises:
            MissingExtraError: The extra ``train`` is not installed, or that of a setting.
            UsageError: There is no such device, file of word vectors or folder of a language model,
                the device cannot compute in the precision, or the checkpoint cannot be trained by
                these settings.
            CheckpointError: The checkpoint cannot be had.
        """
        if self.entry.neural:
            require_training_extra(f"the model '{self.name}'")
            precision = self.settings.values().get("precision", "auto")
            choose_precision(precision, choose_device(device))
        if checkpoint := self.settings.values().get("checkpoint"):
            from ..models.pretrained import load_checkpoint

            loaded = load_checkpoint(checkpoint, ("one", "other"), checkpoints)
            if isinstance(self.settings, BertSettings | EmbeddingsSettings):
                require_length(loaded.network, checkpoint, self.settings)
            if isinstance(self.settings, BertSettings):
                require_layers(loaded.network, self.settings)
        if self.settings.values().get("lora_rank"):
            require_lora_extra()
        require_model_files(self.name, self.settings.values())


@dataclass(frozen=True)
class OwnModel:
    """A user's class, factory or pipeline, named ``package.module:object``.

    Attributes:
        spec: The name as given.
        given: Settings as text, handed to its constructor.
        source: Digest of its module's or package's source, so that an edited model is trained anew.
    """

    spec: str
    given: tuple[tuple[str, str], ...]
    source: str

    @property
    def name(self) -> str:
        """What the row is called."""
        return self.spec

    def identity(self) -> dict[str, Any]:
        """Spec, settings and the digest of the source."""
        return {"model": self.spec, "settings": dict(self.given), "source": self.source}

    def build(self, execution: Execution) -> Classifier:
        """The classifier, not fitted.

        Raises:
            UsageError: The object cannot be loaded or does not meet the contract.
        """
        from ..models.custom import as_classifier, load_object

        return as_classifier(load_object(self.spec), execution, dict(self.given))

    def changes(self) -> Mapping[str, str]:
        """The settings that were given."""
        return dict(self.given)

    def require(self, device: str, checkpoints: Mapping[str, Path]) -> None:
        """Nothing: what an own model needs, its own code knows."""


def plan_models(
    names: Sequence[str],
    *,
    dataset: str,
    changes: Sequence[str] = (),
    recipe: Recipe = "default",
) -> list[ModelPlan]:
    """Plan the models of a comparison.

    Args:
        names: Names of known models, or ``package.module:object``.
        dataset: Name of the data set: the default checkpoint depends on it alone.
        changes: ``MODEL.SETTING=VALUE``, as after ``--set``.
        recipe: Where settings start from.

    Raises:
        UsageError: An unknown or doubled model, an unknown setting, or a value that is not allowed.
    """
    doubled = {name for name in names if list(names).count(name) > 1}
    if doubled:
        raise UsageError(f"the model '{min(doubled)}' is named twice: name each model once")
    wanted = parse_changes(changes, names)
    return [_plan(name, dataset, wanted.get(name, {}), recipe) for name in names]


def parse_changes(changes: Sequence[str], models: Sequence[str]) -> dict[str, dict[str, str]]:
    """Settings as text for each model, from ``MODEL.SETTING=VALUE``.

    Raises:
        UsageError: A change has another form, or names a model that is not asked for.
    """
    wanted: dict[str, dict[str, str]] = {}
    for change in changes:
        target, equals, value = change.partition("=")
        model, dot, setting = target.rpartition(".")
        if not (equals and dot and model and setting):
            raise UsageError(
                f"--set takes MODEL.SETTING=VALUE, such as bert.epochs=3, not '{change}'"
            )
        if model not in models:
            raise unknown_name("model in --set", model, models)
        wanted.setdefault(model, {})[setting] = value
    return wanted


def run_key(plan: ModelPlan, fingerprint: str, seed: int) -> str:
    """The key of a run: equal settings, data and seed give the same one.

    Args:
        plan: The model.
        fingerprint: Of the data set.
        seed: Of weights, batches and dropout.

    Returns:
        Twelve hexadecimal digits.
    """
    content = {
        **plan.identity(),
        "data": fingerprint,
        "seed": seed,
        "format": TRAINING_FORMAT,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:KEY_LENGTH]


def _plan(name: str, dataset: str, changes: Mapping[str, str], recipe: Recipe) -> ModelPlan:
    if ":" in name and name not in MODELS:
        return OwnModel(name, tuple(sorted(changes.items())), source_digest(name))
    entry = model_entry(name)
    base = default_settings(entry, dataset, recipe)
    return KnownModel(
        entry, apply_settings(base, changes), default_settings(entry, dataset, "default")
    )


def default_settings(entry: ModelEntry, dataset: str, recipe: Recipe) -> Settings:
    """The settings a model starts from; they depend on the data set's name and nothing else."""
    cls = entry.settings_class()
    base = cls.published() if recipe == "published" else cls()
    if entry.name == "bert" and dataset == EMBEDDED_DATASET:
        return apply_settings(base, {"checkpoint": EMBEDDED_CHECKPOINT})
    return base
