"""Class probabilities of a network: batched by length, handed back in the order of the texts."""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from .classifier import OnProgress
from .device import fast_matmul
from .encoding import Collator, EncodedTexts, move
from .neural_settings import Precision

Rows = list[NDArray[np.float64]]

TOKENS_PER_BATCH = {"cpu": 4_096, "mps": 16_384, "cuda": 65_536}
"""Padded tokens a batch may hold: enough to fill the device, little enough for its caches."""
TEXTS_PER_BATCH = 1_024


def predict_logits(
    network: nn.Module,
    texts: EncodedTexts,
    *,
    pad_id: int,
    device: torch.device,
    precision: Precision = "fp32",
    on_progress: OnProgress | None = None,
) -> NDArray[np.float64]:
    """The network's output for every text.

    Args:
        network: Takes ``input_ids`` and ``attention_mask`` and returns ``logits``.
        texts: What to predict.
        pad_id: Token id that pads a batch.
        device: Where to compute; the network is moved there.
        precision: Number format to compute in, not ``"auto"``.
        on_progress: Told after each batch of texts done and in all.

    Returns:
        Logits of shape (n texts, n classes), in the order of the texts.
    """

    def logits(input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return network(input_ids=input_ids, attention_mask=attention_mask)["logits"]

    with _autocast(device, precision):
        rows = predict_rows(
            logits, network, texts, pad_id=pad_id, device=device, on_progress=on_progress
        )
    return texts.pool(np.stack(rows))


def predict_rows(
    compute: Callable[[Tensor, Tensor], Tensor],
    network: nn.Module,
    texts: EncodedTexts,
    *,
    pad_id: int,
    device: torch.device,
    on_progress: OnProgress | None = None,
) -> Rows:
    """One array of numbers for every text, computed in batches of like length.

    Within a distributed launch every process must call this with the same texts: each computes its
    share, and all of them get the whole.

    Args:
        compute: From ``input_ids`` and ``attention_mask``, both (batch, length), to a tensor with
            one row a text; a row may be longer than its text, where the batch was padded.
        network: What ``compute`` belongs to; it is moved to the device.
        texts: What to compute for.
        pad_id: Token id that pads a batch.
        device: Where to compute.
        on_progress: Told after each batch of texts done and in all.

    Returns:
        One array a text, in the order of the texts.
    """
    network.to(device).eval()
    collate, world = Collator(pad_id), _world_size()
    own: list[tuple[int, NDArray[np.float64]]] = []
    with torch.inference_mode(), fast_matmul(device):
        for indices in batches_by_length(texts.lengths, device)[_rank() :: world]:
            batch = move(collate([texts[index] for index in indices]), device)
            output = compute(batch["input_ids"], batch["attention_mask"])
            own += zip(indices, output.double().cpu().numpy(), strict=True)
            if on_progress is not None:
                on_progress(min(len(own) * world, len(texts)), len(texts), "predict")
    return [row for _, row in sorted(_gather(own), key=lambda pair: pair[0])]


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of shape (n, n classes) whose rows sum to 1, from logits of the same shape."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def mean_loss(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Mean cross-entropy in nats a text."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_total = np.log(np.exp(shifted).sum(axis=1))
    return float(np.mean(log_total - shifted[np.arange(len(labels)), labels]))


def batches_by_length(lengths: NDArray[np.int64], device: torch.device) -> list[list[int]]:
    """Positions in batches of like length, the longest first, each within the token budget."""
    budget = TOKENS_PER_BATCH.get(device.type, TOKENS_PER_BATCH["cpu"])
    order = np.argsort(-lengths, kind="stable")
    batches, start = [], 0
    while start < len(order):
        size = int(np.clip(budget // lengths[order[start]], 1, TEXTS_PER_BATCH))
        batches.append(order[start : start + size].tolist())
        start += size
    return batches


def _autocast(device: torch.device, precision: Precision) -> torch.autocast:
    """Mixed precision inside; nothing at all for ``"fp32"``."""
    dtype = torch.float16 if precision == "fp16" else torch.bfloat16
    return torch.autocast(device.type, dtype, enabled=precision != "fp32")


def _distributed() -> bool:
    return torch.distributed.is_available() and torch.distributed.is_initialized()


def _world_size() -> int:
    return torch.distributed.get_world_size() if _distributed() else 1


def _rank() -> int:
    return torch.distributed.get_rank() if _distributed() else 0


def _gather(own: list[tuple[int, NDArray[np.float64]]]) -> list[tuple[int, NDArray[np.float64]]]:
    """The rows of every process."""
    if not _distributed():
        return own
    from accelerate.utils import gather_object

    return gather_object(own)
