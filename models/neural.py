"""What BERT, LSTM and BiLSTM with attention share: everything but network and encoding."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..exceptions import RunError, UsageError
from .classifier import EpochRecord, Execution, LabelledTexts
from .device import choose_device, prediction_precision, require_training_extra
from .inputs import class_indices, require_classes, require_texts
from .neural_settings import NeuralSettings
from .randomness import isolated_randomness
from .settings import DEFAULT_EXECUTION, ConfiguredClassifier

if TYPE_CHECKING:
    from torch import nn

    from .encoding import EncodedTexts, Encoder

DESCRIPTION_FILE = "classifier.json"

N = TypeVar("N", bound=NeuralSettings)
E = TypeVar("E", bound="Encoder")
M = TypeVar("M", bound="nn.Module")


class NeuralClassifier(ConfiguredClassifier[N], ABC, Generic[N, E, M]):
    """A classifier whose network is trained by the one training loop.

    A subclass says how texts become token ids and which network reads them.

    Attributes:
        classes_: Class labels, sorted.
        history_: One record an evaluation on validation.
        n_parameters_: Numbers that the network holds, those that training left alone among them.
        device_: Where it was trained, such as ``"cuda:0"``.
    """

    name: ClassVar[str]
    classes_: NDArray[np.generic]
    history_: list[EpochRecord]
    n_parameters_: int
    device_: str
    network_: M
    encoder_: E

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
            labels: One label a text, of two classes or more.
            validation: Further texts and labels, on which the best weights are chosen and training
                is stopped early; without them all epochs run and the last weights stay.

        Raises:
            DataError: Texts or labels are missing, or there is but one class.
            TrainingError: The loss became infinite or undefined.
        """
        require_training_extra(f"the model '{self.name}'")
        from .training import TrainingData, train_network

        train = LabelledTexts(require_texts(texts), labels)
        self.classes_ = require_classes(labels, len(train.texts))
        if validation is not None:
            validation = LabelledTexts(require_texts(validation.texts), validation.labels)
        self.device_ = str(choose_device(self.execution.device))
        with isolated_randomness(self.execution.seed):
            self._build(train.texts)
            data = TrainingData(
                self._encode_to_train(train),
                None if validation is None else self._encode_to_predict(*validation),
                self.encoder_.pad_id,
                self._training_key(train, validation),
            )
            self.history_ = train_network(
                self.network_,
                data,
                self.settings,
                self.execution,
                rate_factors=self._rate_factors(),
            )
            self._finish_training()
        self.n_parameters_ = _size(self.network_)
        return self

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of shape (n texts, n classes), columns in the order of ``classes_``.

        Raises:
            DataError: A text is missing.
            UsageError: The model is neither trained nor loaded.
        """
        self._require_fitted()
        from .prediction import predict_logits, softmax

        encoded = self._encode_to_predict(require_texts(texts))
        device = choose_device(self.execution.device)
        logits = predict_logits(
            self.network_,
            encoded,
            pad_id=self.encoder_.pad_id,
            device=device,
            precision=prediction_precision(self.settings.precision, device),
            on_progress=self.execution.on_progress,
        )
        return softmax(logits)

    def save(self, folder: Path) -> None:
        """Write weights, vocabulary, settings, classes and history to a folder.

        Raises:
            UsageError: The model is neither trained nor loaded.
            RunError: The folder cannot be written.
        """
        self._require_fitted()
        from .checkpoints import writing_to

        folder = Path(folder)
        description = {
            "model": self.name,
            "settings": self.settings.values(),
            "classes": self.classes_.tolist(),
            "history": [asdict(record) for record in self.history_],
            **self._description(),
        }
        text = json.dumps(description, indent=2, ensure_ascii=False)
        with writing_to(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._save_network(folder)
            (folder / DESCRIPTION_FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, *, execution: Execution = DEFAULT_EXECUTION) -> Self:
        """A classifier as `save` left it.

        Raises:
            RunError: The folder holds no such classifier, or a part of it is damaged.
        """
        require_training_extra(f"the model '{cls.name}'")
        from safetensors import SafetensorError

        folder = Path(folder)
        description = _read_description(folder, cls.name)
        loaded = cls(execution=execution, **description["settings"])
        loaded.classes_ = np.asarray(description["classes"])
        loaded.history_ = [EpochRecord(**record) for record in description["history"]]
        try:
            loaded._load_network(folder, description)
        except (OSError, ValueError, RuntimeError, SafetensorError) as error:
            reason = str(error).split("\n", 1)[0]
            raise RunError(f"{folder}: the stored '{cls.name}' cannot be read: {reason}") from error
        loaded.n_parameters_ = _size(loaded.network_)
        return loaded

    @abstractmethod
    def _build(self, texts: Sequence[str]) -> None:
        """Set ``encoder_`` and an untrained ``network_`` for ``classes_``."""

    @abstractmethod
    def _save_network(self, folder: Path) -> None:
        """Write what `_load_network` reads."""

    @abstractmethod
    def _load_network(self, folder: Path, description: dict[str, Any]) -> None:
        """Set ``encoder_`` and ``network_`` from a folder."""

    def _rate_factors(self) -> dict[str, float]:
        """What each parameter's learning rate is multiplied by, by name; empty: all by 1."""
        return {}

    def _finish_training(self) -> None:
        """Bring the trained network into the form in which it predicts and is stored."""

    def _description(self) -> dict[str, Any]:
        """What a subclass adds to the stored description."""
        return {}

    def _encode_to_train(self, labelled: LabelledTexts) -> EncodedTexts:
        from .encoding import EncodedTexts

        labels = class_indices(labelled.labels, self.classes_)
        return EncodedTexts(self.encoder_.encode(labelled.texts), labels)

    def _encode_to_predict(
        self, texts: Sequence[str], labels: Sequence[str] | None = None
    ) -> EncodedTexts:
        from .encoding import EncodedTexts

        indices = None if labels is None else class_indices(labels, self.classes_)
        return EncodedTexts(self.encoder_.encode(texts), indices)

    def _training_key(self, train: LabelledTexts, validation: LabelledTexts | None) -> str:
        """Digest of all that decides what training comes to."""
        digest = hashlib.sha256()
        head = [self.name, self.settings.values(), self.execution.seed]
        digest.update(json.dumps(head, sort_keys=True).encode())
        for part in (train, validation):
            if part is not None:
                listed = [list(part.texts), [str(label) for label in part.labels]]
                digest.update(json.dumps(listed).encode())
        return digest.hexdigest()

    def _require_fitted(self) -> None:
        if not hasattr(self, "network_"):
            raise UsageError(f"the model '{self.name}' is not trained yet: call fit or load first")


def _size(network: nn.Module) -> int:
    return sum(each.numel() for each in network.parameters())


def _read_description(folder: Path, name: str) -> dict[str, Any]:
    path = folder / DESCRIPTION_FILE
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(f"{path}: no stored classifier can be read there") from error
    if description["model"] != name:
        raise RunError(f"{path}: holds the model '{description['model']}', not '{name}'")
    return description
