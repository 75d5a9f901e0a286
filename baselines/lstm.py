"""An LSTM that reads words from first to last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from ..models.settings import setting
from .recurrent_classifier import RecurrentClassifier, RecurrentSettings

if TYPE_CHECKING:
    from .recurrent import RecurrentShape


@dataclass(frozen=True, kw_only=True)
class LSTMSettings(RecurrentSettings):
    """Settings of the LSTM."""

    prefix: ClassVar[str] = "lstm"

    pooling: Literal["last", "max_mean"] = setting(
        "max_mean", "all positions by maximum and mean, or the state after the last word"
    )

    @classmethod
    def published(cls) -> Self:
        """A plain LSTM of about 2M parameters, the size that the experiment reports."""
        return cls(
            epochs=4,
            max_words=20_000,
            embedding_size=80,
            hidden_size=256,
            pooling="last",
            word_dropout=0.0,
            keep="last",
        )


class LSTMClassifier(RecurrentClassifier[LSTMSettings]):
    """An LSTM over words, whose vectors start at random, from a file or from a language model."""

    name: ClassVar[str] = "lstm"
    settings_class = LSTMSettings

    def _shape(self, embedding_size: int, hidden_size: int) -> RecurrentShape:
        from .recurrent import RecurrentShape

        settings = self.settings
        return RecurrentShape(
            n_words=len(self.encoder_),
            n_classes=len(self.classes_),
            embedding_size=embedding_size,
            hidden_size=hidden_size,
            bidirectional=False,
            pooling=settings.pooling,
            attention_size=0,
            dropout=settings.dropout,
            word_dropout=settings.word_dropout,
            frozen_vectors=settings.has_vectors and not settings.vectors_rate,
        )
