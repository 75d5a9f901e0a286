"""Which device a network runs on, in which number format, and what that needs to be installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ..exceptions import MissingExtraError, UsageError
from .neural_settings import Precision

if TYPE_CHECKING:
    import torch

_TRAINING_PACKAGES = ("torch", "transformers", "accelerate", "tokenizers", "safetensors")


def require_training_extra(what: str) -> None:
    """Raise unless everything that a neural model needs is installed.

    Args:
        what: Who needs it, as the message shall say, such as ``"the model 'lstm'"``.

    Raises:
        MissingExtraError: A package of the ``train`` extra is absent.
    """
    if any(find_spec(package) is None for package in _TRAINING_PACKAGES):
        raise MissingExtraError(what, "train")


def choose_device(name: str) -> torch.device:
    """The device of that name, ``"auto"`` being the best one here: CUDA, then MPS, then the CPU.

    Args:
        name: ``"auto"``, ``"cpu"``, ``"mps"``, ``"cuda"`` or ``"cuda:<index>"``.

    Raises:
        UsageError: No such device, or it is not available here.
    """
    import torch

    available = _available_devices()
    if name == "auto":
        name = available[0]
    try:
        device = torch.device(name)
    except RuntimeError:
        raise _no_such_device(name, available) from None
    if device.type not in available:
        raise _no_such_device(name, available)
    if device.type != "cuda":
        return torch.device(device.type)
    index = _local_rank() if device.index is None else device.index
    if index >= torch.cuda.device_count():
        raise _no_such_device(name, [f"cuda:{each}" for each in range(torch.cuda.device_count())])
    return torch.device("cuda", index)


def choose_precision(wanted: Precision, device: torch.device) -> Precision:
    """The number format to train in on a device.

    Args:
        wanted: ``"auto"`` takes bfloat16 where the device has instructions for it (measured on a
            CPU with AVX-512 BF16: 1.5 times faster; without, 34 times slower), half precision on
            older CUDA devices and single precision elsewhere.
        device: Where the network runs.

    Raises:
        UsageError: The device cannot compute in the format that was asked for.
    """
    import torch

    if wanted == "fp16" and device.type != "cuda":
        raise UsageError(
            f"precision fp16 needs a CUDA device, not {device}: use auto, fp32 or bf16"
        )
    if wanted != "auto":
        return wanted
    if device.type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp16"
    return "bf16" if device.type == "cpu" and _cpu_computes_bf16() else "fp32"


def prediction_precision(wanted: Precision, device: torch.device) -> Precision:
    """The number format to predict in on a device.

    On CUDA that of training. Elsewhere single precision, in which a text's probabilities do not
    depend on the texts beside it in a batch.

    Args:
        wanted: As for `choose_precision`.
        device: Where the network runs.
    """
    return choose_precision(wanted, device) if device.type == "cuda" else "fp32"


@contextmanager
def fast_matmul(device: torch.device) -> Iterator[None]:
    """TensorFloat-32 for what stays in single precision on CUDA; as it was before afterwards."""
    import torch

    if device.type != "cuda":
        yield
        return
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("high")
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before)


def _available_devices() -> list[str]:
    import torch

    cuda = ["cuda"] if torch.cuda.is_available() else []
    mps = ["mps"] if torch.backends.mps.is_available() else []
    return [*cuda, *mps, "cpu"]


def _cpu_computes_bf16() -> bool:
    import torch

    capabilities = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def _local_rank() -> int:
    """Which device of this machine belongs to this process of a distributed launch."""
    return int(os.environ.get("LOCAL_RANK", "0"))


def _no_such_device(name: str, available: list[str]) -> UsageError:
    return UsageError(f"device '{name}' is not available here: use auto, {', '.join(available)}")
