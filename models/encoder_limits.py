"""What an encoder can be asked for: so many tokens, and rates that differ by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..exceptions import UsageError

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from .pooling import PooledClassifier


def require_encoder(
    network: PreTrainedModel | PooledClassifier, name: str, max_length: int, layer_decay: float
) -> None:
    """Raise unless an encoder can be trained by these settings of ``bert``.

    Args:
        network: The encoder below its head.
        name: Of the checkpoint, for messages.
        max_length: Tokens to read of a text.
        layer_decay: Factor on the learning rate from each layer to the one below.

    Raises:
        UsageError: It has not so many positions, or no layers that can be told apart.
    """
    limit = position_limit(network)
    if limit is not None and max_length > limit:
        raise UsageError(
            f"bert.max_length is {max_length}, but {name} reads at most {limit} tokens"
        )
    if layer_decay < 1:
        from .layer_decay import encoder_layers

        encoder_layers(network)


def position_limit(network: PreTrainedModel | PooledClassifier) -> int | None:
    """Tokens that a network has positions for; None where there is no such limit."""
    limit = getattr(network.config, "max_position_embeddings", None)
    if not isinstance(limit, int) or limit <= 0:
        return None
    for name, module in network.named_modules():
        if name.endswith("position_embeddings"):
            # RoBERTa and its kin count positions from behind the padding's index.
            first = getattr(module, "padding_idx", None)
            return limit if first is None else limit - first - 1
    return limit
