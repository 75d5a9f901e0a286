"""What the two recurrent baselines share: vocabulary, shape and storage."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..exceptions import DataError, UsageError
from ..models.neural import NeuralClassifier
from ..models.neural_settings import NeuralSettings
from ..models.settings import setting
from .word_vectors import WordVectors, learn_word_vectors, read_word_vectors, rows_for

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .language_model_training import PretrainedStates
    from .recurrent import RecurrentNetwork, RecurrentShape  # noqa: F401 - named by the base class
    from .vocabulary import Vocabulary  # noqa: F401 - likewise

RANDOM, TRAIN = "random", "train"

_WEIGHTS = "model.safetensors"
_EMBEDDING, _STATES = "embedding.weight", "forward_lstm.weight_hh_l0"


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
    language_model: str | None = setting(
        None, "folder of pretrain lstm: word vectors, LSTMs and their sizes to start from"
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

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.language_model is not None and self.vectors != RANDOM:
            raise UsageError(
                f"{self.prefix}.language_model has word vectors of its own: leave "
                f"{self.prefix}.vectors={self.vectors} out"
            )

    @property
    def has_vectors(self) -> bool:
        """Whether word vectors start from more than chance."""
        return self.vectors != RANDOM or self.language_model is not None


R = TypeVar("R", bound=RecurrentSettings)


class _Start(NamedTuple):
    """What a network starts from; None where that is chance."""

    vectors: WordVectors | None
    language_model: PretrainedStates | None


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
        start = self._start(texts)
        size, hidden = self.settings.embedding_size, self.settings.hidden_size
        if start.vectors is not None:
            size = self._adopted("embedding_size", start.vectors.matrix.shape[1])
        if start.language_model is not None:
            hidden = self._adopted("hidden_size", start.language_model.hidden_size)
        self.network_ = RecurrentNetwork(self._shape(size, hidden))
        if start.vectors is not None:
            self.network_.take_vectors(self._known_rows(start.vectors))
        if start.language_model is not None:
            self.network_.take_states(start.language_model.directions)

    def _adopted(self, name: str, size: int) -> int:
        """The size of what training starts from, unless the user asks for another."""
        asked, default = getattr(self.settings, name), getattr(self.settings_class(), name)
        if asked not in (default, size):
            raise UsageError(
                f"{self.name}.{name} is {asked}, but what it starts from has {size}: leave it out"
            )
        return size

    def _known_rows(self, vectors: WordVectors) -> list[tuple[int, NDArray[np.float32]]]:
        """Of each word that has a vector its id and that; some word must have one."""
        rows = list(rows_for(vectors, self.encoder_.ids().items()))
        if not rows:
            raise DataError(
                f"{self.settings.language_model or self.settings.vectors}: no word of the "
                f"training texts of '{self.name}' has a vector there; words are looked up in lower "
                "case"
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
        if not self.settings.has_vectors:
            return {}
        rate = self.settings.vectors_rate
        names = (name for name, _ in self.network_.named_parameters())
        return {name: rate if name == _EMBEDDING else 1.0 for name in names}

    def _start(self, texts: Sequence[str]) -> _Start:
        source, folder = self.settings.vectors, self.settings.language_model
        if folder is not None:
            from .language_model_training import read_language_model

            pretrained = read_language_model(Path(folder).expanduser())
            return _Start(pretrained.vectors, pretrained)
        if source == RANDOM:
            return _Start(None, None)
        if source != TRAIN:
            return _Start(read_word_vectors(Path(source).expanduser()), None)
        from .vocabulary import split_words

        learnt = learn_word_vectors(
            split_words(texts),
            size=self.settings.embedding_size,
            seed=self.execution.seed,
            on_progress=self.execution.on_progress,
        )
        return _Start(learnt, None)

    @abstractmethod
    def _shape(self, embedding_size: int, hidden_size: int) -> RecurrentShape:
        """The network's sizes: these, and those of settings, vocabulary and classes."""

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
        size, hidden = weights[_EMBEDDING].shape[1], weights[_STATES].shape[1]
        self.network_ = RecurrentNetwork(self._shape(size, hidden))
        self.network_.load_state_dict(weights)
        self.vector_share_ = description.get("vector_share")
