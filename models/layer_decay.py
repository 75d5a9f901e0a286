"""Layer-wise decay of the learning rate: the nearer to the words, the smaller the steps.

The highest layer and all that stands on it learn at the full rate, each layer below at ``decay``
times the rate of the one above, the embeddings below the first layer (Howard and Ruder 2018; Sun et
al. 2019).
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from ..exceptions import UsageError


def rate_factors(network: nn.Module, decay: float) -> dict[str, float]:
    """What the learning rate of every parameter is multiplied by, in (0, 1].

    Args:
        network: Has a ``config`` that tells ``num_hidden_layers``.
        decay: Factor from one layer to the one below, in (0, 1].

    Raises:
        UsageError: The network does not keep its layers in one list.
    """
    prefix, layers = encoder_layers(network)
    n_layers = len(layers)
    factors = {}
    for name, _ in network.named_parameters():
        depth = n_layers
        if name.startswith(prefix):
            depth = int(name.removeprefix(prefix).partition(".")[0]) + 1
        elif "embeddings" in name:
            depth = 0
        factors[name] = decay ** (n_layers - depth)
    return factors


def encoder_layers(network: nn.Module) -> tuple[str, nn.ModuleList]:
    """The list of an encoder's layers, and what the names of their parameters begin with.

    Raises:
        UsageError: The network does not keep its layers in one list.
    """
    n_layers = int(getattr(network.config, "num_hidden_layers", 0))
    for name, module in network.named_modules():
        if isinstance(module, nn.ModuleList) and len(module) == n_layers:
            return f"{name}.", module
    raise UsageError(
        "the checkpoint's layers cannot be told apart: set bert.layer_decay=1 and bert.lora_rank=0"
    )


def apply_rate_factors(
    optimizer: torch.optim.Optimizer, network: nn.Module, factors: Mapping[str, float]
) -> None:
    """Split an optimizer's groups of parameters so that each learns at its own rate.

    To be called before the first step and before a schedule is made. Weight decay and all else stay
    as each group has them.

    Args:
        optimizer: Its groups are replaced in place.
        network: Whose parameters it adjusts.
        factors: What the rate is multiplied by, for every parameter by name.
    """
    factor_of = {id(each): factors[name] for name, each in network.named_parameters()}
    split: list[dict[str, Any]] = []
    for group in optimizer.param_groups:
        by_factor: dict[float, list[nn.Parameter]] = {}
        for each in group["params"]:
            by_factor.setdefault(factor_of[id(each)], []).append(each)
        for factor, parameters in by_factor.items():
            split.append({**group, "params": parameters, "lr": group["lr"] * factor})
    optimizer.param_groups[:] = split
