"""What an encoder can be asked for: so many tokens, and rates that differ by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..exceptions import UsageError

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from .bert import BertSettings
    from .embeddings_settings import EmbeddingsSettings
    from .pooling import PooledClassifier


def require_length(
    network: PreTrainedModel | PooledClassifier,
    name: str,
    settings: BertSettings | EmbeddingsSettings,
) -> None:
    """Raise unless an encoder can read texts of ``max_length`` tokens.

    Args:
        network: The encoder below its head.
        name: Of the checkpoint, for messages.
        settings: What is asked of it.

    Raises:
        UsageError: It has not so many positions.
    """
    limit, wanted = position_limit(network), settings.max_length
    if limit is not None and wanted > limit:
        raise UsageError(
            f"{settings.prefix}.max_length is {wanted}, but {name} reads at most {limit} tokens"
        )


def require_layers(network: PreTrainedModel | PooledClassifier, settings: BertSettings) -> None:
    """Raise unless an encoder's layers can be told apart, where that is needed.

    Raises:
        UsageError: ``layer_decay`` or ``lora_rank`` is set, and it keeps them in no one list.
    """
    if settings.layer_decay < 1 or settings.lora_rank:
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
