"""Token ids of texts: cut to length, batched and padded for a network."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from .neural_settings import Truncation

HEAD_SHARE = 0.25
"""Share of the head in ``head_tail``: 128 of 510 tokens, as in Sun et al. 2019."""

TEXTS_ENCODED_TOGETHER = 1_000

Batch = dict[str, Tensor]
T = TypeVar("T")


class Span(NamedTuple):
    """Characters of a text, the end excluded."""

    start: int
    end: int


class Encoder(Protocol):
    """Turns texts into token ids of a network's vocabulary."""

    pad_id: int

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of every text, at least one each and no more than the network reads."""
        ...


class Example(NamedTuple):
    """One text as the collator takes it; ``label`` is the index of its class."""

    token_ids: NDArray[np.int32]
    label: int | None


class EncodedTexts(Dataset[Example]):
    """Texts as token ids, with the indices of their classes where these are known.

    Args:
        token_ids: Ids of every text, each list at least one long.
        labels: Index of every text's class.
    """

    def __init__(
        self, token_ids: Sequence[list[int]], labels: NDArray[np.int64] | None = None
    ) -> None:
        self._token_ids = [np.array(ids, dtype=np.int32) for ids in token_ids]
        self.labels = labels
        self.lengths = np.array([len(ids) for ids in token_ids], dtype=np.int64)

    def __len__(self) -> int:
        return len(self._token_ids)

    def __getitem__(self, index: int) -> Example:
        label = None if self.labels is None else int(self.labels[index])
        return Example(self._token_ids[index], label)

    def pool(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Logits of texts from those of rows: here each row is a text."""
        return logits


class Collator:
    """Pads a batch of examples to its longest text.

    Args:
        pad_id: Token id that fills up the shorter texts on the right.
    """

    def __init__(self, pad_id: int) -> None:
        self._pad_id = pad_id

    def __call__(self, examples: Sequence[Example]) -> Batch:
        """The batch as tensors, all of shape (batch, longest) but the labels, (batch,)."""
        lengths = torch.tensor([len(example.token_ids) for example in examples])  # (batch,)
        longest = int(lengths.max())
        padded = np.full((len(examples), longest), self._pad_id)  # (batch, longest)
        for row, example in zip(padded, examples, strict=True):
            row[: len(example.token_ids)] = example.token_ids
        batch = {
            "input_ids": torch.from_numpy(padded),  # (batch, longest)
            "attention_mask": (torch.arange(longest) < lengths[:, None]).long(),  # (batch, longest)
        }
        if examples[0].label is not None:
            batch["labels"] = torch.tensor([example.label for example in examples])  # (batch,)
        return batch


def in_chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts a thousand at a time: what a tokenizer records of one far outweighs its ids."""
    for start in range(0, len(texts), TEXTS_ENCODED_TOGETHER):
        yield list(texts[start : start + TEXTS_ENCODED_TOGETHER])


def truncate(items: list[T], budget: int, truncation: Truncation) -> list[T]:
    """The part of a token list that a model reads.

    Args:
        items: Tokens of one text, or what belongs to each of them.
        budget: How many of them may stay.
        truncation: ``"head"`` keeps the first, ``"tail"`` the last, ``"head_tail"`` a first quarter
            of the budget and the rest of it from the end.
    """
    if len(items) <= budget:
        return items
    head = {"head": budget, "tail": 0, "head_tail": int(budget * HEAD_SHARE)}[truncation]
    return items[:head] + items[len(items) - (budget - head) :]


def move(batch: Mapping[str, Tensor], device: torch.device) -> Batch:
    """The batch on another device."""
    return {name: tensor.to(device, non_blocking=True) for name, tensor in batch.items()}
