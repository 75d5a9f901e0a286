"""Trains an encoder further on texts without labels, and stores it as a checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..data.text_batches import TextFile
from ..models.classifier import EpochRecord, Execution
from ..models.masked_settings import MaskedLanguageSettings
from .checkpoints import local_folders
from .listener import Listener, Silent
from .pretraining_run import (
    PretrainingRecord,
    PretrainingRequest,
    pretrain_learner,
    require_pretraining,
)

if TYPE_CHECKING:
    from ..models.masked_checkpoint import MaskedCheckpoint
    from ..models.pretraining_data import PretrainingData


def pretrain_encoder(
    request: PretrainingRequest[MaskedLanguageSettings],
    file: TextFile,
    output: Path,
    listener: Listener | None = None,
) -> PretrainingRecord:
    """Train an encoder by masked language modelling and write it to a folder.

    The folder is a checkpoint of the same kind, which ``bert.checkpoint`` and this function take.
    For resuming and repeating see `pretrain_learner`.

    Args:
        request: A folder, the embedded checkpoint's name or a name of the Hub, and how to train it.
        file: The texts. Neither they nor their tokens are held in memory.
        output: The folder.
        listener: Told of the progress.

    Raises:
        AssetError: The embedded checkpoint cannot be fetched.
        CheckpointError: The checkpoint cannot be had or cannot predict hidden tokens.
        DataError: The texts are too few or cannot be read.
        RunError: The folder holds something else, or cannot be written.
        TrainingError: The loss became infinite or undefined.
        UsageError: A setting does not fit the encoder or the device, or several processes run.
        MissingExtraError: The extra ``train`` is not installed.
    """
    listener, name = listener or Silent(), request.start
    require_pretraining(request, output)
    listener.started(output.name)
    from ..models.masked_checkpoint import load_masked_checkpoint

    loaded = load_masked_checkpoint(name, local_folders(name, listener), request.seed)
    if loaded.head_is_fresh:
        listener.say(
            f"{name} has no masked-language head: a fresh one, its output layer tied to the "
            "word embeddings, is trained with it"
        )
    learner = EncoderLearner(loaded, request.settings)
    return pretrain_learner(learner, request, file, output, listener)


class EncoderLearner:
    """An encoder that learns to predict hidden tokens: a `Learner`.

    Args:
        loaded: The encoder.
        settings: Of the training.

    Raises:
        UsageError: It does not read as many tokens as the settings say.
    """

    def __init__(self, loaded: MaskedCheckpoint, settings: MaskedLanguageSettings) -> None:
        self._loaded, self._settings = loaded, settings
        self._encoder = loaded.encoder(settings.max_length)
        self._vocabulary = loaded.vocabulary()

    def digest(self) -> str:
        """Of all its weights and its vocabulary."""
        return self._loaded.digest()

    def encode_stretches(self, texts: Sequence[str]) -> list[list[list[int]]]:
        """Token ids of the stretches of every text, special tokens included."""
        return self._encoder.encode_stretches(texts)

    def teaches(self, token_ids: Sequence[int]) -> bool:
        """Whether a stretch holds a token that can be hidden."""
        return self._vocabulary.teaches(token_ids)

    def fit(self, data: PretrainingData, execution: Execution) -> list[EpochRecord]:
        """Train it in place."""
        from ..models.masked_language import train_masked_language

        return train_masked_language(self._loaded, data, self._settings, execution)

    def save(self, folder: Path) -> None:
        """Write it as a checkpoint."""
        self._loaded.save(folder)
