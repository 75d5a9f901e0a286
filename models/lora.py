"""Low-rank adaptation (Hu et al. 2022): an encoder's own weights rest, small products beside learn.

Every linear layer W inside the encoder's layers becomes W + 2 B A, where A and B have a rank of
their own and B starts at zero. All of them take part, since adapting the attention alone falls
behind full fine-tuning (Dettmers et al. 2023). The head is trained in full.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..exceptions import MissingExtraError

if TYPE_CHECKING:
    from torch import nn
    from transformers import PreTrainedModel

    from .pooling import PooledClassifier

_SCALE = 2
"""What the product B A is multiplied by, whatever its rank."""


def require_lora_extra() -> None:
    """Fail early where the package of the ``lora`` extra is absent.

    Raises:
        MissingExtraError: It is.
    """
    try:
        import peft  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ModuleNotFoundError as error:
        raise MissingExtraError("bert.lora_rank", "lora") from error


def add_adapters(network: PreTrainedModel | PooledClassifier, rank: int) -> None:
    """Give every linear layer of an encoder a low-rank adapter, and freeze all else but the head.

    Args:
        network: Changed in place; its outputs stay the same until it is trained.
        rank: Inner size of the products.

    Raises:
        UsageError: The network does not keep its layers in one list.
    """
    import torch
    from peft import LoraConfig, inject_adapter_in_model

    from .layer_decay import encoder_layers

    prefix, layers = encoder_layers(network)
    linear = [name for name, each in layers.named_modules() if isinstance(each, torch.nn.Linear)]
    head = _head_parameters(network)
    config = LoraConfig(
        r=rank, lora_alpha=_SCALE * rank, target_modules=[prefix + name for name in linear]
    )
    inject_adapter_in_model(config, network)
    for each in head:
        each.requires_grad_(True)


def merge_adapters(network: PreTrainedModel | PooledClassifier) -> None:
    """Add what the adapters have learned to the weights, and leave a network without adapters."""
    from peft.tuners.lora import LoraLayer

    for name, module in list(network.named_modules()):
        if isinstance(module, LoraLayer):
            module.merge()
            network.set_submodule(name, module.get_base_layer())
    del network.peft_config


def _head_parameters(network: PreTrainedModel | PooledClassifier) -> list[nn.Parameter]:
    """What stands on the encoder, its own pooler included where the head reads that."""
    body = network.base_model
    pooler = getattr(body, "pooler", None)
    below = {id(each) for each in body.parameters()}
    if pooler is not None:
        below -= {id(each) for each in pooler.parameters() if each.requires_grad}
    return [each for each in network.parameters() if id(each) not in below]
