"""The contract that every model meets, and what it is told about the machine it runs on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray

OnProgress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and a short note such as ``"epoch 2/3"``."""


class LabelledTexts(NamedTuple):
    """Texts with one label each, as handed to ``fit(validation=...)``."""

    texts: Sequence[str]
    labels: Sequence[str]


@dataclass(frozen=True)
class EpochRecord:
    """What one epoch of training came to; losses in nats a text, accuracy in [0, 1]."""

    epoch: float
    train_loss: float | None
    validation_loss: float | None
    validation_accuracy: float | None


@dataclass(frozen=True)
class Execution:
    """Where and how to run, as opposed to what to learn: nothing here enters a run's key but seed.

    Attributes:
        seed: Fixes initial weights, order of batches and dropout.
        device: ``"auto"`` (CUDA, else MPS, else CPU) or a torch device such as ``"cuda:1"``.
        checkpoint_dir: Where training keeps what it needs to resume; None: training cannot resume.
        local_checkpoints: Folders on this disk that stand for checkpoint names.
        on_progress: Told of every step; None: silence.
    """

    seed: int = 0
    device: str = "auto"
    checkpoint_dir: Path | None = None
    local_checkpoints: Mapping[str, Path] = field(default_factory=dict[str, Path])
    on_progress: OnProgress | None = None


@runtime_checkable
class Classifier(Protocol):
    """scikit-learn's estimator convention over raw texts.

    ``fit`` may also take ``validation=LabelledTexts(...)``. A classifier may further offer
    ``history_`` (list of `EpochRecord`), ``n_parameters_`` (int), ``save(folder)`` and
    ``load(folder)``; and, where it learns from the validation texts in the end,
    ``validation_proba_``, the probabilities that they had before, shape (n texts, n classes).
    """

    classes_: NDArray[np.generic]

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> Self:
        """Learn from texts and their labels."""
        ...

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """Probabilities of shape (n texts, n classes), columns in the order of ``classes_``."""
        ...
