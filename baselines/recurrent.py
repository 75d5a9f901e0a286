"""Recurrent networks over word ids that never let padding change a result.

Packed sequences would do that too, but on a CPU they bypass oneDNN's kernels and train 3.3 times
slower; here batches stay padded, and the backward direction reads every text from its own end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from transformers.modeling_outputs import SequenceClassifierOutput

from .vocabulary import PAD_ID, UNKNOWN_ID

Pooling = Literal["last", "max_mean", "attention"]


@dataclass(frozen=True)
class RecurrentShape:
    """Sizes of a recurrent network.

    Attributes:
        n_words: Size of the vocabulary, special tokens included.
        n_classes: How many classes there are.
        embedding_size: Numbers a word.
        hidden_size: Numbers a position, in each direction.
        bidirectional: Whether texts are read backwards too.
        pooling: How the states of all positions become one.
        attention_size: Width of the scoring layer of attention.
        dropout: Share of embedding channels and of pooled features left out in training.
        word_dropout: Share of words replaced by the unknown one in training.
        frozen_vectors: Whether word vectors stay as they are in training.
    """

    n_words: int
    n_classes: int
    embedding_size: int
    hidden_size: int
    bidirectional: bool
    pooling: Pooling
    attention_size: int
    dropout: float
    word_dropout: float
    frozen_vectors: bool


class RecurrentNetwork(nn.Module):
    """Embedding, LSTM in one direction or two, pooling over positions, linear layer.

    Args:
        shape: Its sizes.
    """

    def __init__(self, shape: RecurrentShape) -> None:
        super().__init__()
        size, hidden = shape.embedding_size, shape.hidden_size
        self.shape = shape
        self.embedding = nn.Embedding(shape.n_words, size, padding_idx=PAD_ID)
        nn.init.normal_(self.embedding.weight, std=size**-0.5)
        nn.init.zeros_(self.embedding.weight[PAD_ID])
        self.embedding.weight.requires_grad_(not shape.frozen_vectors)
        self.forward_lstm = new_lstm(size, hidden)
        self.backward_lstm = new_lstm(size, hidden) if shape.bidirectional else None
        width = hidden * (2 if shape.bidirectional else 1)
        self.attention = (
            AdditiveAttention(width, shape.attention_size) if shape.pooling == "attention" else None
        )
        self.output = nn.Linear(width * (2 if shape.pooling == "max_mean" else 1), shape.n_classes)

    def take_vectors(self, rows: Iterable[tuple[int, NDArray[np.float32]]]) -> None:
        """Replace the vectors of some word ids, each an array of shape (embedding size,).

        Where vectors are frozen, all others become zero: noise that no training ever changes would
        tell words apart of which nothing is known.
        """
        with torch.no_grad():
            if self.shape.frozen_vectors:
                self.embedding.weight.zero_()
            for number, vector in rows:
                self.embedding.weight[number] = torch.from_numpy(vector)

    def take_states(self, directions: Mapping[str, Mapping[str, Tensor]]) -> None:
        """Start the LSTMs from weights under ``"forward_lstm"`` and ``"backward_lstm"``.

        The latter are left out where texts are read in one direction.
        """
        self.forward_lstm.load_state_dict(directions["forward_lstm"])
        if self.backward_lstm is not None:
            self.backward_lstm.load_state_dict(directions["backward_lstm"])

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, labels: Tensor | None = None
    ) -> SequenceClassifierOutput:
        """Logits of shape (batch, n classes), and the mean loss where labels are given."""
        mask = attention_mask.bool()  # (batch, length)
        states = self.states(input_ids, mask)  # (batch, length, width)
        pooled = functional.dropout(self._pool(states, mask), self.shape.dropout, self.training)
        logits = self.output(pooled)
        loss = None if labels is None else functional.cross_entropy(logits, labels)
        return SequenceClassifierOutput(loss=loss, logits=logits)  # pyright: ignore[reportArgumentType]

    def states(self, input_ids: Tensor, mask: Tensor) -> Tensor:
        """The LSTM's state at every position, (batch, length, width); meaningless where padded."""
        embedded = self._embed(input_ids, mask)  # (batch, length, embedding size)
        forwards, _ = self.forward_lstm(embedded)
        if self.backward_lstm is None:
            return forwards
        turned = reversal(mask)  # (batch, length)
        backwards, _ = self.backward_lstm(_reorder(embedded, turned))
        return torch.cat([forwards, _reorder(backwards, turned)], dim=-1)

    def attention_weights(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """What share of the attention every position gets, (batch, length); rows sum to 1."""
        if self.attention is None:
            raise TypeError("this network pools without attention")
        mask = attention_mask.bool()
        return self.attention(self.states(input_ids, mask), mask)

    def _embed(self, input_ids: Tensor, mask: Tensor) -> Tensor:
        if self.training and self.shape.word_dropout:
            dropped = torch.rand(mask.shape, device=mask.device) < self.shape.word_dropout
            input_ids = input_ids.masked_fill(dropped & mask, UNKNOWN_ID)
        return drop_channels(self.embedding(input_ids), self.shape.dropout, self.training)

    def _pool(self, states: Tensor, mask: Tensor) -> Tensor:
        if self.attention is not None:
            weights = self.attention(states, mask)  # (batch, length)
            return torch.einsum("bl,blw->bw", weights, states)
        if self.shape.pooling == "last":
            return self._ends(states, mask)
        padded = ~mask[:, :, None]  # (batch, length, 1)
        largest = states.masked_fill(padded, float("-inf")).amax(dim=1)
        mean = states.masked_fill(padded, 0.0).sum(dim=1) / mask.sum(dim=1, keepdim=True)
        return torch.cat([largest, mean], dim=1)

    def _ends(self, states: Tensor, mask: Tensor) -> Tensor:
        """The state after a text's last word, and before its first one read backwards."""
        last = (mask.sum(dim=1) - 1)[:, None, None].expand(-1, 1, states.shape[2])
        ends = states.gather(1, last).squeeze(1)  # (batch, width)
        if self.backward_lstm is None:
            return ends
        hidden = self.shape.hidden_size
        return torch.cat([ends[:, :hidden], states[:, 0, hidden:]], dim=1)


class AdditiveAttention(nn.Module):
    """Scores every position by a small layer, as in Bahdanau et al. 2015, without a query.

    Args:
        width: Numbers a position.
        size: Width of the scoring layer.
    """

    def __init__(self, width: int, size: int) -> None:
        super().__init__()
        self.project = nn.Linear(width, size)
        self.score = nn.Linear(size, 1, bias=False)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Weights of shape (batch, length), 0 where padded, from states (batch, length, width)."""
        scores = self.score(torch.tanh(self.project(states))).squeeze(-1)
        return scores.float().masked_fill(~mask, float("-inf")).softmax(dim=1)


def drop_channels(embedded: Tensor, share: float, training: bool) -> Tensor:
    """Leave out channels of embedded texts, (batch, length, size), in training.

    The same channels go at every position of a text: words alone would betray each other.
    """
    return functional.dropout1d(embedded.transpose(1, 2), share, training).transpose(1, 2)


def reversal(mask: Tensor) -> Tensor:
    """Positions that turn each text around and leave its padding where it is, (batch, length)."""
    lengths = mask.sum(dim=1, keepdim=True)  # (batch, 1)
    positions = torch.arange(mask.shape[1], device=mask.device).expand_as(mask)
    return torch.where(mask, lengths - 1 - positions, positions)


def _reorder(states: Tensor, positions: Tensor) -> Tensor:
    """States (batch, length, width) taken at positions (batch, length)."""
    return states.gather(1, positions[:, :, None].expand_as(states))


def new_lstm(size: int, hidden: int) -> nn.LSTM:
    """An LSTM that starts out remembering: the bias of its forget gates is 1 (Jozefowicz 2015)."""
    lstm = nn.LSTM(size, hidden, batch_first=True)
    with torch.no_grad():
        lstm.get_parameter("bias_ih_l0")[hidden : 2 * hidden].fill_(1.0)
        lstm.get_parameter("bias_hh_l0")[hidden : 2 * hidden].zero_()
    return lstm
