"""Logistic regression on the embeddings of a frozen encoder: the cheap middle ground.

The encoder is not trained. Its mean-pooled states are the features of a logistic regression, on all
training texts or on a few of each class. This is SetFit (Tunstall et al. 2022) without its
contrastive tuning. With no training text at all, a text belongs to the class whose name, put into a
sentence, has the nearest embedding (Yin et al. 2019 call the sentence a hypothesis).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self, cast

import numpy as np
from numpy.typing import NDArray

from ..exceptions import RunError, UsageError
from .bert import SubwordEncoder
from .classifier import Execution, LabelledTexts
from .device import choose_device, prediction_precision, require_training_extra
from .embeddings_settings import PLACE, EmbeddingsSettings
from .encoder_limits import require_length
from .inputs import class_indices, require_classes, require_texts
from .linear_head import LinearHead, Strength, choose_head, draw_shots, fit_head, unit_length
from .pretrained import Pretrained, load_checkpoint, load_folder
from .quiet import quiet_transformers
from .randomness import isolated_randomness
from .settings import DEFAULT_EXECUTION, ConfiguredClassifier

if TYPE_CHECKING:
    from .pooling import PooledClassifier

DESCRIPTION_FILE = "classifier.json"
HEAD_FILE = "head.safetensors"

SIMILARITY_SCALE = 20.0
"""What cosine similarities are multiplied by before the softmax, as sentence-transformers does when
it trains encoders on pairs (MultipleNegativesRankingLoss)."""


class EmbeddingsClassifier(ConfiguredClassifier[EmbeddingsSettings]):
    """A frozen encoder, and a linear layer that is fitted on its embeddings.

    Attributes:
        classes_: Class names, sorted.
        n_parameters_: Numbers that the encoder and the linear layer hold.
        C_: The inverse regularisation strength in use; None with ``shots=0``.
        strengths_: What was tried on validation, in that order; empty where nothing was.
        checkpoint_name_: Last part of the checkpoint's name.
        n_layers_: Layers of the encoder.
        device_: Where it ran, such as ``"cuda:0"``.
    """

    name: ClassVar[str] = "embeddings"
    settings_class = EmbeddingsSettings
    C_: float | None
    strengths_: tuple[Strength, ...]

    def fit(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        validation: LabelledTexts | None = None,
    ) -> Self:
        """Learn from texts and their labels.

        Args:
            texts: What to learn from; with ``shots`` a few of each class, drawn by the seed.
            labels: One label a text, of two classes or more.
            validation: What ``C`` is chosen on, unless it or ``shots`` is set: who has few labels
                has none to choose it on.

        Raises:
            DataError: Texts or labels are missing, or there is but one class.
            CheckpointError: The encoder cannot be had.
        """
        require_training_extra(f"the model '{self.name}'")
        texts = require_texts(texts)
        self.classes_ = require_classes(labels, len(texts))
        codes = class_indices(labels, self.classes_)
        settings, seed = self.settings, self.execution.seed
        with isolated_randomness(seed):
            local = self.execution.local_checkpoints
            found = load_checkpoint(settings.checkpoint, self._names(), local, "mean")
        self._adopt(found, Path(settings.checkpoint).name)
        self.device_ = str(choose_device(self.execution.device))
        self.C_, self.strengths_ = settings.C, ()
        if settings.shots == 0:
            self.C_, self.head_ = None, self._head_of_names()
        elif settings.shots is None and settings.C is None and validation is not None:
            held_out = self.embed(validation.texts)
            known = class_indices(validation.labels, self.classes_)
            self.head_, self.strengths_ = choose_head(
                self.embed(texts), codes, held_out, known, seed=seed
            )
            self.C_ = min(self.strengths_, key=lambda each: each.log_loss).C
        else:
            self.C_ = settings.C or 1.0
            rows = draw_shots(codes, settings.shots, np.random.default_rng(seed))
            shown = self.embed([texts[row] for row in rows])
            self.head_ = fit_head(shown, codes[rows], self.C_, seed=seed)
        return self._count()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Embeddings of shape (n texts, width), of length 1 with ``normalize``.

        Raises:
            DataError: A text is missing.
            UsageError: The model is neither trained nor loaded.
        """
        if not hasattr(self, "network_"):
            raise UsageError(f"the model '{self.name}' is not trained yet: call fit or load first")
        from .encoding import EncodedTexts
        from .prediction import predict_logits

        device = choose_device(self.execution.device)
        found = predict_logits(
            self.network_,
            EncodedTexts(self.encoder_.encode(require_texts(texts))),
            pad_id=self.encoder_.pad_id,
            device=device,
            precision=prediction_precision(self.settings.precision, device),
            on_progress=self.execution.on_progress,
        )
        return unit_length(found) if self.settings.normalize else found

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of shape (n texts, n classes), columns in the order of ``classes_``."""
        embeddings = self.embed(texts)
        return self.head_.predict_proba(embeddings)

    def save(self, folder: Path) -> None:
        """Write encoder, linear layer, settings and classes to a folder, which is made if need be.

        Raises:
            UsageError: The model is neither trained nor loaded.
            RunError: The folder cannot be written.
        """
        if not hasattr(self, "head_"):
            raise UsageError(f"the model '{self.name}' is not trained yet: call fit or load first")
        from .checkpoints import writing_to

        description = {
            "model": self.name,
            "settings": self.settings.values(),
            "classes": self.classes_.tolist(),
            "checkpoint_name": self.checkpoint_name_,
            "C": self.C_,
            "strengths": [each._asdict() for each in self.strengths_],
        }
        with writing_to(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with quiet_transformers():
                self.network_.encoder.save_pretrained(folder)
                self.encoder_.tokenizer.save_pretrained(folder)
            self.head_.save(folder / HEAD_FILE)
            text = json.dumps(description, indent=2, ensure_ascii=False)
            (folder / DESCRIPTION_FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, *, execution: Execution = DEFAULT_EXECUTION) -> Self:
        """A classifier as `save` left it.

        Raises:
            RunError: The folder holds no such classifier, or a part of it is damaged.
        """
        require_training_extra(f"the model '{cls.name}'")
        from safetensors import SafetensorError

        path = Path(folder) / DESCRIPTION_FILE
        try:
            description = json.loads(path.read_text(encoding="utf-8"))
            loaded = cls(execution=execution, **description["settings"])
            loaded.classes_ = np.asarray(description["classes"])
            loaded.C_ = description["C"]
            loaded.strengths_ = tuple(Strength(**each) for each in description["strengths"])
            with isolated_randomness(execution.seed):
                found = load_folder(Path(folder), loaded._names(), "mean")
            loaded._adopt(found, description["checkpoint_name"])
            loaded.head_ = LinearHead.load(Path(folder) / HEAD_FILE)
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, UsageError) as error:
            raise _damaged(path, error) from error
        except SafetensorError as error:
            raise _damaged(path, error) from error
        return loaded._count()

    def _adopt(self, found: Pretrained, name: str) -> None:
        from torch import nn

        require_length(found.network, name, self.settings)
        self.network_ = cast("PooledClassifier", found.network)
        # What comes out of the pooling is the embedding; the linear layer on it is fitted apart.
        setattr(self.network_, "classifier", nn.Identity())  # noqa: B010 - no Linear any more
        self.network_.requires_grad_(False)
        self.encoder_ = SubwordEncoder(
            found.tokenizer, self.settings.max_length, self.settings.truncation
        )
        self.checkpoint_name_ = name
        self.n_layers_ = int(getattr(found.network.config, "num_hidden_layers", 0))

    def _head_of_names(self) -> LinearHead:
        """Scores by the similarity to the names of the classes, each in the template."""
        named = [self.settings.template.replace(PLACE, name) for name in self._names()]
        weights = SIMILARITY_SCALE * unit_length(self.embed(named))  # (n classes, width)
        return LinearHead(weights, np.zeros(len(named)))

    def _names(self) -> list[str]:
        return [str(each) for each in self.classes_]

    def _count(self) -> Self:
        encoder = sum(each.numel() for each in self.network_.parameters())
        self.n_parameters_ = encoder + self.head_.weights.size + self.head_.bias.size
        return self


def _damaged(path: Path, error: Exception) -> RunError:
    reason = str(error).partition("\n")[0]
    return RunError(f"{path}: no stored 'embeddings' model, or a damaged one: {reason}")
