"""What the two recurrent baselines share: vocabulary, shape and storage."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..exceptions import DataError
from ..models.neural import NeuralClassifier
from ..models.neural_settings import NeuralSettings
from ..models.settings import setting
from .word_vectors import WordVectors, learn_word_vectors, read_word_vectors, rows_for

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .recurrent import RecurrentNetwork, RecurrentShape  # noqa: F401 - named by the base class
    from .vocabulary import Vocabulary  # noqa: F401 - likewise

RANDOM, TRAIN = "random", "train"

_WEIGHTS = "model.safetensors"
_EMBEDDING = "embedding.weight"


@dataclass(frozen=True, kw_only=True)
class RecurrentSettings(NeuralSettings):
    """Settings of a network over words."""

    epochs: int = setting(
        5, "passes over the training texts, at most; short texts gain by the last two", low=1
    )
    max_words: int = setting(30_000, "words with a vector of their own", low=1)
    min_count: int = setting(2, "occurrences that a word needs to get one", low=1)
    vectors: str = setting(
        RANDOM,
        "word vectors to start from: random, train (learnt from the training texts), or a file in "
        "word2vec's form, as pretrain writes it",
    )
    vectors_rate: float = setting(
        0.0,
        "learning rate of vectors from texts or a file, as a share of the others'; 0 keeps them, "
        "and words without one at zero",
        low=0.0,
        high=1.0,
    )
    embedding_size: int = setting(100, "numbers a word; a file of vectors has its own", low=1)
    hidden_size: int = setting(128, "numbers a position, in each direction", low=1)
    dropout: float = setting(
        0.5, "embedding channels and pooled features left out", low=0.0, high=1.0, high_open=True
    )
    word_dropout: float = setting(
        0.1, "words replaced by the unknown one in training", low=0.0, high=1.0, high_open=True
    )


R = TypeVar("R", bound=RecurrentSettings)


class RecurrentClassifier(NeuralClassifier[R, "Vocabulary", "RecurrentNetwork"]):
    """A recurrent network over the words of the training texts.

    Attributes:
        vector_share_: Words of the vocabulary that started from a vector of texts or of a file, in
            (0, 1]; None where all of them started by chance.
    """

    vector_share_: float | None = None

    def _build(self, texts: Sequence[str]) -> None:
        from .recurrent import RecurrentNetwork
        from .vocabulary import Vocabulary

        self.encoder_ = Vocabulary.learn(
            texts,
            max_words=self.settings.max_words,
            min_count=self.settings.min_count,
            max_length=self.settings.max_length,
            truncation=self.settings.truncation,
        )
        vectors = self._vectors(texts)
        size = self.settings.embedding_size if vectors is None else vectors.matrix.shape[1]
        self.network_ = RecurrentNetwork(self._shape(size))
        if vectors is not None:
            self.network_.take_vectors(self._known_rows(vectors))

    def _known_rows(self, vectors: WordVectors) -> list[tuple[int, NDArray[np.float32]]]:
        """Of each word that has a vector its id and that; some word must have one."""
        rows = list(rows_for(vectors, self.encoder_.ids().items()))
        if not rows:
            raise DataError(
                f"{self.name}.vectors={self.settings.vectors}: no word of the training texts has a "
                "vector there; words are looked up in lower case"
            )
        self._tell_share(len(rows), len(self.encoder_.ids()))
        return rows

    def _tell_share(self, known: int, words: int) -> None:
        self.vector_share_ = known / words
        if self.execution.on_progress is not None:
            share = f"{100 * self.vector_share_:.0f} % of {words:,} words have a vector"
            self.execution.on_progress(known, words, share)

    def _description(self) -> dict[str, Any]:
        return {"vector_share": self.vector_share_}

    def _rate_factors(self) -> dict[str, float]:
        if self.settings.vectors == RANDOM:
            return {}
        rate = self.settings.vectors_rate
        names = (name for name, _ in self.network_.named_parameters())
        return {name: rate if name == _EMBEDDING else 1.0 for name in names}

    def _vectors(self, texts: Sequence[str]) -> WordVectors | None:
        """What the words start from; None where that is chance."""
        source = self.settings.vectors
        if source == RANDOM:
            return None
        if source != TRAIN:
            return read_word_vectors(Path(source))
        from .vocabulary import split_words

        return learn_word_vectors(
            split_words(texts),
            size=self.settings.embedding_size,
            seed=self.execution.seed,
            on_progress=self.execution.on_progress,
        )

    @abstractmethod
    def _shape(self, embedding_size: int) -> RecurrentShape:
        """The network's sizes, from settings, vocabulary, classes and the numbers a word."""

    def _save_network(self, folder: Path) -> None:
        from safetensors.torch import save_file

        weights = {
            name: value.detach().cpu().contiguous()
            for name, value in self.network_.state_dict().items()
        }
        save_file(weights, folder / _WEIGHTS)
        self.encoder_.save(folder)

    def _load_network(self, folder: Path, description: dict[str, Any]) -> None:
        from safetensors.torch import load_file

        from .recurrent import RecurrentNetwork
        from .vocabulary import Vocabulary

        settings = self.settings
        self.encoder_ = Vocabulary.load(folder, settings.max_length, settings.truncation)
        weights = load_file(folder / _WEIGHTS)
        self.network_ = RecurrentNetwork(self._shape(weights[_EMBEDDING].shape[1]))
        self.network_.load_state_dict(weights)
        self.vector_share_ = description.get("vector_share")
