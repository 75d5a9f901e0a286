"""A language model over words, read in both directions, that an LSTM may start from.

Dai & Le 2015 start a classifier's LSTM from one trained to predict the next word of unlabelled
texts. Here there are two LSTMs that share nothing but the word vectors: one reads from first to
last, the other from last to first.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from .recurrent import drop_channels, new_lstm, reversal
from .vocabulary import PAD_ID, UNKNOWN_ID

NOISE_POWER = 0.75
"""Words are drawn as noise by their count to this power, as word2vec draws them."""

_SPECIAL = [PAD_ID, UNKNOWN_ID]
_GUESSES_AT_ONCE = 512
_LEAST_CHANCE = 1e-12
"""Of padding and the unknown word, which are never drawn, in place of a logarithm of 0."""


class LanguageModelShape(NamedTuple):
    """Sizes of a language model.

    Attributes:
        hidden_size: Numbers a position, in each direction.
        dropout: Share of embedding channels left out in training.
        noise: Draws of words that each true next word is told from in training.
    """

    hidden_size: int
    dropout: float
    noise: int


class LanguageModel(nn.Module):
    """Two LSTMs, each predicting the word that comes next in its direction.

    A word's score is the product of a projected state and the word's vector, which stays as it is,
    plus a bias. In training a true word is told from some others drawn by frequency, the same for
    a whole batch (sampled softmax with the correction for the chance of being drawn, Jean et al.
    2015); elsewhere from all words.

    Args:
        vectors: Of every word id, float of shape (n words, size).
        counts: How often every word id occurs, shape (n words,). Padding and the unknown word are
            never predicted.
        shape: Its sizes.
    """

    noise_shares: Tensor

    def __init__(self, vectors: Tensor, counts: Tensor, shape: LanguageModelShape) -> None:
        super().__init__()
        size, hidden = vectors.shape[1], shape.hidden_size
        self.shape = shape
        self.embedding = nn.Embedding.from_pretrained(vectors, freeze=True, padding_idx=PAD_ID)
        self.forward_lstm, self.backward_lstm = new_lstm(size, hidden), new_lstm(size, hidden)
        self.forward_project = nn.Linear(hidden, size)
        self.backward_project = nn.Linear(hidden, size)
        # A word of texts held out may not occur at all.
        smoothed = counts.float() + 1.0
        smoothed[_SPECIAL] = 0.0
        self.bias = nn.Parameter(torch.log(smoothed / smoothed.sum()).clamp(min=-30.0))
        drawn = smoothed**NOISE_POWER
        self.register_buffer("noise_shares", drawn / drawn.sum(), persistent=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> dict[str, Tensor]:
        """The mean loss over the words that are predicted, in nats, under ``"loss"``.

        Args:
            input_ids: Shape (batch, length).
            attention_mask: The same, 0 where padded.
        """
        turned = input_ids.gather(1, reversal(attention_mask.bool()))
        noise = self._noise() if self.training else None
        forwards = self._losses(input_ids, self.forward_lstm, self.forward_project, noise)
        backwards = self._losses(turned, self.backward_lstm, self.backward_project, noise)
        return {"loss": torch.cat([forwards, backwards]).mean()}

    def _losses(
        self, input_ids: Tensor, lstm: nn.LSTM, project: nn.Linear, noise: Tensor | None
    ) -> Tensor:
        """The loss of every word predicted in one direction, shape (n predicted,)."""
        embedded = self.embedding(input_ids)  # (batch, length, size)
        states, _ = lstm(drop_channels(embedded, self.shape.dropout, self.training))
        coming = input_ids[:, 1:]  # (batch, length - 1)
        known = is_predicted(coming)
        guesses = project(states[:, :-1][known])  # (n predicted, size)
        if noise is not None:
            return self._sampled_losses(guesses, coming[known], noise)
        parts = zip(
            guesses.split(_GUESSES_AT_ONCE), coming[known].split(_GUESSES_AT_ONCE), strict=True
        )
        return torch.cat([self._full_losses(*part) for part in parts])

    def _sampled_losses(self, guesses: Tensor, words: Tensor, noise: Tensor) -> Tensor:
        """Told from the different words drawn as noise, (n drawn,), but for the true one.

        Each score is lowered by the logarithm of the chance that its word is among the noise.
        """
        drawn = -torch.expm1(self.shape.noise * torch.log1p(-self.noise_shares))
        chances = drawn.clamp(min=_LEAST_CHANCE).log()  # (n words,)
        of_words = (guesses * self.embedding(words)).sum(dim=1).float()
        of_words = of_words + self.bias[words] - chances[words]  # (n predicted,)
        of_noise = functional.linear(guesses, self.embedding(noise)).float()
        of_noise = of_noise + (self.bias[noise] - chances[noise])  # (n predicted, n drawn)
        of_noise = of_noise.masked_fill(noise == words[:, None], float("-inf"))
        return torch.logaddexp(of_words, of_noise.logsumexp(dim=1)) - of_words

    def _full_losses(self, guesses: Tensor, words: Tensor) -> Tensor:
        """Told from all words."""
        scores = functional.linear(guesses, self.embedding.weight).float() + self.bias
        scores[:, _SPECIAL] = float("-inf")
        return functional.cross_entropy(scores, words, reduction="none")

    def _noise(self) -> Tensor:
        """The different ids among those drawn, in order."""
        drawn = torch.multinomial(self.noise_shares, self.shape.noise, replacement=True)
        return drawn.unique()


def is_predicted(input_ids: Tensor) -> Tensor:
    """Which ids are of words, in place of padding or the unknown word; bool of the same shape."""
    return (input_ids != PAD_ID) & (input_ids != UNKNOWN_ID)


def n_predicted(input_ids: Tensor) -> int:
    """How many words are predicted in both directions, from ids of shape (batch, length).

    The first word of a text is predicted by the one direction alone, and the last by the other.
    """
    known = is_predicted(input_ids)
    ends = (input_ids != PAD_ID).sum(dim=1) - 1
    last = known.gather(1, ends[:, None])
    return int(2 * known.sum() - known[:, 0].sum() - last.sum())
