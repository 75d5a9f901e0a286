"""An LSTM in both directions whose states are weighed by attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from ..models.device import choose_device
from ..models.inputs import require_texts
from ..models.settings import setting
from .recurrent_classifier import RecurrentClassifier, RecurrentSettings

if TYPE_CHECKING:
    from .recurrent import RecurrentShape


class TokenWeight(NamedTuple):
    """The share of a text's attention that one token gets; characters of the text, end excluded."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, kw_only=True)
class BiLSTMAttentionSettings(RecurrentSettings):
    """Settings of the BiLSTM with attention."""

    prefix: ClassVar[str] = "bilstm-attention"

    attention_size: int = setting(128, "width of the layer that scores positions", low=1)

    @classmethod
    def published(cls) -> Self:
        """A plain BiLSTM with attention of about 4M parameters, the size the experiment reports."""
        return cls(
            epochs=4,
            max_words=30_000,
            embedding_size=100,
            hidden_size=256,
            attention_size=256,
            word_dropout=0.0,
            keep="last",
        )


class BiLSTMAttentionClassifier(RecurrentClassifier[BiLSTMAttentionSettings]):
    """A bidirectional LSTM over words, pooled by attention that can be looked at."""

    name: ClassVar[str] = "bilstm-attention"
    settings_class = BiLSTMAttentionSettings

    def attention(self, texts: Sequence[str]) -> list[list[TokenWeight]]:
        """How much each token weighs in the verdict on its text.

        Args:
            texts: What to look at.

        Returns:
            The tokens that the network read of every text, in order; their weights sum to 1.

        Raises:
            DataError: A text is missing.
            UsageError: The model is neither trained nor loaded.
        """
        self._require_fitted()
        from ..models.encoding import EncodedTexts
        from ..models.prediction import predict_rows

        listed = require_texts(texts)
        weights = predict_rows(
            self.network_.attention_weights,
            self.network_,
            EncodedTexts(self.encoder_.encode(listed)),
            pad_id=self.encoder_.pad_id,
            device=choose_device(self.execution.device),
        )
        return [
            [
                TokenWeight(span.start, span.end, float(weight))
                for span, weight in zip(spans, row, strict=False)
            ]
            for spans, row in zip(self.encoder_.spans(listed), weights, strict=True)
        ]

    def _shape(self, embedding_size: int, hidden_size: int) -> RecurrentShape:
        from .recurrent import RecurrentShape

        settings = self.settings
        return RecurrentShape(
            n_words=len(self.encoder_),
            n_classes=len(self.classes_),
            embedding_size=embedding_size,
            hidden_size=hidden_size,
            bidirectional=True,
            pooling="attention",
            attention_size=settings.attention_size,
            dropout=settings.dropout,
            word_dropout=settings.word_dropout,
            frozen_vectors=settings.has_vectors and not settings.vectors_rate,
        )
