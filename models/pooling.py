"""One vector a text from an encoder's hidden states, and the linear layer that reads it.

The ways differ in which tokens and layers they read: the first token, the mean or the maximum over
the tokens, a learned weight for each token (Yang et al. 2016), or the first token's mean over the
last four layers (Sun et al. 2019, after the features of Devlin et al. 2019, table 7).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

if TYPE_CHECKING:
    from transformers import PreTrainedConfig, PreTrainedModel

    from .pretrained import Pooling

HEAD_FILE = "head.safetensors"
LAST_LAYERS = 4

_DROPOUTS = ("classifier_dropout", "seq_classif_dropout", "hidden_dropout_prob", "dropout")
_USUAL_DROPOUT = 0.1
_USUAL_DEVIATION = 0.02


class PooledClassifier(nn.Module):
    """An encoder, a pooling of its hidden states, dropout and a linear layer.

    Args:
        encoder: Any encoder of transformers; a pooler of its own is frozen, as nothing reads it.
        pooling: How hidden states become one vector, not ``"default"``.
        n_classes: What the linear layer tells apart.
    """

    def __init__(self, encoder: PreTrainedModel, pooling: Pooling, n_classes: int) -> None:
        super().__init__()
        config = encoder.config
        width = int(config.hidden_size)
        self.encoder = encoder
        own_pooler = getattr(encoder, "pooler", None)
        if isinstance(own_pooler, nn.Module):
            own_pooler.requires_grad_(False)
        self.pool = _POOLINGS[pooling](width)
        self.dropout = nn.Dropout(_dropout(config))
        self.classifier = nn.Linear(width, n_classes)
        self._reads_all_layers = pooling == "last_four"
        deviation = float(getattr(config, "initializer_range", _USUAL_DEVIATION))
        for module in [*self.pool.modules(), self.classifier]:
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=deviation)
                nn.init.zeros_(module.bias)

    @property
    def config(self) -> PreTrainedConfig:
        """The encoder's configuration."""
        return self.encoder.config

    @property
    def base_model(self) -> PreTrainedModel:
        """The encoder, as transformers calls it on its own classifiers."""
        return self.encoder

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, labels: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Logits, and with labels the mean loss.

        Args:
            input_ids: Shape (batch, length).
            attention_mask: 1 at tokens, 0 at padding, shape (batch, length).
            labels: Class indices, shape (batch,).

        Returns:
            ``logits`` of shape (batch, n classes), and ``loss``, in nats, where labels are given.
        """
        states = self._states(input_ids, attention_mask)  # (batch, length, width)
        pooled = self.pool(states, attention_mask.bool())  # (batch, width)
        logits = self.classifier(self.dropout(pooled))  # (batch, n classes)
        if labels is None:
            return {"logits": logits}
        return {"loss": cross_entropy(logits, labels), "logits": logits}

    def save_pretrained(self, folder: Path) -> None:
        """Write the encoder as a checkpoint, and what stands on it beside it."""
        self.encoder.save_pretrained(folder)
        save_file(self._head(), folder / HEAD_FILE)

    def load_head(self, folder: Path) -> None:
        """Take what stands on the encoder from a folder that `save_pretrained` wrote.

        Raises:
            OSError: The file is missing.
            RuntimeError: It belongs to another pooling or to other classes.
            SafetensorError: It is damaged.
        """
        stored = load_file(folder / HEAD_FILE)
        if stored.keys() != self._head().keys():
            raise RuntimeError(f"{HEAD_FILE} belongs to another pooling")
        self.load_state_dict(stored, strict=False)

    def _states(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Of the last layer, or the mean of the last four, shape (batch, length, width)."""
        output: Any = self.encoder(
            input_ids=input_ids,
            attention_mask=attention_mask,
            output_hidden_states=self._reads_all_layers,
        )
        if not self._reads_all_layers:
            return output.last_hidden_state
        layers = output.hidden_states[1:]  # what stands before the first layer is no layer's
        return torch.stack(layers[-LAST_LAYERS:]).mean(dim=0)

    def _head(self) -> dict[str, Tensor]:
        return {
            name: value.detach().cpu().contiguous()
            for name, value in self.state_dict().items()
            if not name.startswith("encoder.")
        }


class FirstToken(nn.Module):
    """The state of the first token, which is ``[CLS]`` or ``<s>``."""

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:  # noqa: ARG002 - as the others
        """From (batch, length, width) and (batch, length) to (batch, width)."""
        return states[:, 0]


class MeanOfTokens(nn.Module):
    """The mean over all tokens, special ones included."""

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """From (batch, length, width) and (batch, length) to (batch, width)."""
        kept = mask.unsqueeze(-1)  # (batch, length, 1)
        return states.masked_fill(~kept, 0.0).sum(dim=1) / kept.sum(dim=1)


class MaximumOfTokens(nn.Module):
    """The maximum over all tokens, of each number by itself."""

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """From (batch, length, width) and (batch, length) to (batch, width)."""
        return states.masked_fill(~mask.unsqueeze(-1), float("-inf")).amax(dim=1)


class AttentionOverTokens(nn.Module):
    """A weighted mean over all tokens, their weights learned.

    Args:
        width: Numbers in the state of a token.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(width, width)
        self.score = nn.Linear(width, 1)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """From (batch, length, width) and (batch, length) to (batch, width)."""
        scores = self.score(torch.tanh(self.hidden(states))).squeeze(-1)  # (batch, length)
        weights = scores.masked_fill(~mask, float("-inf")).softmax(dim=1)
        return torch.einsum("bl,blw->bw", weights.to(states.dtype), states)


_POOLINGS: dict[str, Callable[[int], nn.Module]] = {
    "cls": lambda _: FirstToken(),
    "mean": lambda _: MeanOfTokens(),
    "max": lambda _: MaximumOfTokens(),
    "attention": AttentionOverTokens,
    "last_four": lambda _: FirstToken(),
}


def _dropout(config: PreTrainedConfig) -> float:
    """The share that transformers drops before a classification head."""
    found = (getattr(config, name, None) for name in _DROPOUTS)
    return next((float(each) for each in found if each is not None), _USUAL_DROPOUT)
