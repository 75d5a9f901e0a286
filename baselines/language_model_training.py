"""Trains a language model over words, and stores it for an LSTM to start from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ..exceptions import DataError
from ..models.classifier import EpochRecord, Execution
from ..models.encoding import Batch, Collator, Example
from ..models.pretraining import train_on_rows
from ..models.pretraining_data import Objectives, PretrainingData
from ..models.randomness import isolated_randomness
from ..models.token_file import Row
from ..models.windows import cut_into_stretches
from .language_model import LanguageModel, LanguageModelShape, n_predicted
from .language_model_settings import LanguageModelSettings
from .vocabulary import PAD_ID, UNKNOWN_ID, Vocabulary
from .word_vectors import WordVectors, rows_for

_WEIGHTS = "language_model.safetensors"
_VECTORS = "embedding.weight"
_DIRECTIONS = ("forward_lstm", "backward_lstm")


class PretrainedStates(NamedTuple):
    """What a stored language model hands to a classifier.

    Attributes:
        vectors: Of its words, on the scale that its LSTMs read.
        directions: Weights of the forward and of the backward LSTM, by ``"forward_lstm"`` and
            ``"backward_lstm"``, then by the names of ``torch.nn.LSTM``.
        hidden_size: Numbers a position, in each direction.
    """

    vectors: WordVectors
    directions: Mapping[str, Mapping[str, Tensor]]
    hidden_size: int


class NextWords:
    """Batches of rows whose every word is predicted from those before it, and from those behind."""

    def __init__(self) -> None:
        self._collate = Collator(PAD_ID)

    def set_epoch(self, epoch: int) -> None:
        """The same words are predicted in every epoch."""

    def __call__(self, rows: Sequence[Row]) -> Batch:
        """``input_ids`` and ``attention_mask``, both of shape (batch, longest)."""
        return self._collate([Example(row.token_ids, None) for row in rows])

    def loss(self, network: nn.Module, batch: Batch) -> Tensor:
        """Mean loss of the words predicted, in nats."""
        return network(**batch)["loss"]

    def n_predicted(self, batch: Batch) -> int:
        """How many words are predicted."""
        return n_predicted(batch["input_ids"])


class LanguageModelLearner:
    """A language model over the words of some vectors, from rows of texts to files.

    Args:
        vectors: Its words and their vectors, which stay as they are.
        settings: Its sizes, and how it is trained.
    """

    def __init__(self, vectors: WordVectors, settings: LanguageModelSettings) -> None:
        self._settings = settings
        self._vocabulary = Vocabulary.of(vectors.words, max_length=settings.max_length)
        ids = self._vocabulary.ids()
        self._matrix = np.zeros((len(ids) + 2, vectors.matrix.shape[1]), dtype=np.float32)
        for number, vector in rows_for(vectors, ids.items()):
            self._matrix[number] = vector
        self._network: LanguageModel | None = None

    def digest(self) -> str:
        """SHA-256 of words and vectors, in hexadecimal digits."""
        digest = hashlib.sha256(self._matrix.tobytes())
        digest.update("\0".join(self._vocabulary.ids()).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def encode_stretches(self, texts: Sequence[str]) -> list[list[list[int]]]:
        """Ids of all words of every text, cut into stretches."""
        whole = self._vocabulary.encode_whole(texts)
        return [cut_into_stretches(ids, self._settings.max_length) for ids in whole]

    def teaches(self, token_ids: Sequence[int]) -> bool:
        """Whether any word of a stretch can be predicted."""
        return len(token_ids) > 1 and any(number != UNKNOWN_ID for number in token_ids)

    def fit(self, data: PretrainingData, execution: Execution) -> list[EpochRecord]:
        """Train it; see `train_on_rows`.

        Raises:
            TrainingError: The loss became infinite or undefined.
            RunError: A checkpoint cannot be written.
        """
        settings = self._settings
        shape = LanguageModelShape(settings.hidden_size, settings.dropout, settings.noise)
        counts = torch.from_numpy(data.train.counts(len(self._matrix)))
        with isolated_randomness(execution.seed):
            self._network = LanguageModel(torch.from_numpy(self._matrix), counts, shape)
        objectives = Objectives(NextWords(), NextWords())
        return train_on_rows(self._network, data, objectives, settings, execution)

    def save(self, folder: Path) -> None:
        """Write words, vectors and weights to a folder, for `read_language_model`.

        Raises:
            OSError: It cannot be written.
        """
        if self._network is None:
            raise TypeError("the language model is not trained yet: call fit first")
        folder.mkdir(parents=True, exist_ok=True)
        state = self._network.state_dict()
        save_file(
            {name: value.detach().cpu().contiguous() for name, value in state.items()},
            folder / _WEIGHTS,
        )
        self._vocabulary.save(folder)


def read_language_model(folder: Path) -> PretrainedStates:
    """What `LanguageModelLearner.save` left in a folder.

    Raises:
        DataError: It cannot be read as such.
    """
    try:
        weights = load_file(folder / _WEIGHTS)
        ids = Vocabulary.load(folder, 1, "head").ids()
        directions = {
            direction: {
                name.removeprefix(f"{direction}."): value
                for name, value in weights.items()
                if name.startswith(f"{direction}.")
            }
            for direction in _DIRECTIONS
        }
        words = tuple(ids)
        matrix = weights[_VECTORS].numpy()[[ids[word] for word in words]]
        hidden_size = directions["forward_lstm"]["weight_hh_l0"].shape[1]
    except (OSError, ValueError, KeyError, IndexError, SafetensorError) as error:
        raise DataError(
            f"{folder}: no language model over words can be read there "
            f"({str(error)[:80]}): give a folder that 'sentiment-lab pretrain lstm' wrote"
        ) from error
    return PretrainedStates(WordVectors(words, matrix), directions, hidden_size)
