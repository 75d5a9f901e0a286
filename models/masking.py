"""Hides tokens for masked language modelling, as in Devlin et al. 2019, section 3.1 and A.1.

Of the tokens drawn, 80 % become the mask, 10 % a token drawn from the whole vocabulary, and 10 %
stay as they are: what transformers' ``DataCollatorForLanguageModeling`` does. Two things differ.
At least one token of each row is drawn, so that no row is read in vain. And what is drawn depends
on seed, epoch and row alone, on no generator that training moves on, so that a resumed training
hides the same tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from .encoding import Batch
from .token_file import Row, TokenIds

IGNORED = -100
"""Label of a token that nothing is predicted for, as transformers has it."""

MASKED_SHARE, RANDOM_SHARE = 0.8, 0.1


@dataclass(frozen=True)
class Vocabulary:
    """What masking needs to know of a tokenizer.

    Attributes:
        size: Ids run from 0 to below it.
        mask_id: The mask's id.
        pad_id: The padding's id.
        special_ids: Ids that are never hidden, the unknown word's among them.
    """

    size: int
    mask_id: int
    pad_id: int
    special_ids: NDArray[np.int64]

    def teaches(self, token_ids: Sequence[int]) -> bool:
        """Whether a row holds any token that can be hidden."""
        return not bool(np.isin(token_ids, self.special_ids).all())


class HiddenTokens:
    """Batches of rows with hidden tokens and these as labels: an `Objective`.

    Args:
        vocabulary: Of the tokenizer that the rows came from.
        share: Tokens to hide, in (0, 1).
        seed: Of every drawing.
    """

    def __init__(self, vocabulary: Vocabulary, share: float, seed: int) -> None:
        self._vocabulary = vocabulary
        self._share = share
        self._seed = seed
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Which epoch the next batches belong to, from 0: each hides other tokens."""
        self._epoch = epoch

    def __call__(self, rows: Sequence[Row]) -> Batch:
        """``input_ids``, ``attention_mask`` and ``labels``, all of shape (batch, longest)."""
        lengths = torch.tensor([len(row.token_ids) for row in rows])  # (batch,)
        longest = int(lengths.max())
        ids = np.full((len(rows), longest), self._vocabulary.pad_id)  # (batch, longest)
        labels = np.full_like(ids, IGNORED)  # (batch, longest)
        for place, row in enumerate(rows):
            end = len(row.token_ids)
            ids[place, :end], labels[place, :end] = self._hide(row)
        return {
            "input_ids": torch.from_numpy(ids),
            "attention_mask": (torch.arange(longest) < lengths[:, None]).long(),
            "labels": torch.from_numpy(labels),
        }

    def loss(self, network: nn.Module, batch: Batch) -> Tensor:
        """Mean cross-entropy of the hidden tokens, in nats; see `masked_loss`."""
        return masked_loss(network, batch)

    def n_predicted(self, batch: Batch) -> int:
        """How many tokens are hidden."""
        return int((batch["labels"] != IGNORED).sum())

    def _hide(self, row: Row) -> tuple[TokenIds, TokenIds]:
        """A row's ids with some of them hidden, and its labels, both of shape (length,)."""
        rng = np.random.default_rng((self._seed, self._epoch, row.number))
        ids, labels = row.token_ids.copy(), np.full_like(row.token_ids, IGNORED)
        can_be = np.flatnonzero(~np.isin(ids, self._vocabulary.special_ids))
        drawn = can_be[rng.random(len(can_be)) < self._share]
        if len(drawn) == 0:
            drawn = rng.choice(can_be, size=1)
        labels[drawn] = ids[drawn]
        fate = rng.random(len(drawn))
        ids[drawn[fate < MASKED_SHARE]] = self._vocabulary.mask_id
        swapped = drawn[(fate >= MASKED_SHARE) & (fate < MASKED_SHARE + RANDOM_SHARE)]
        ids[swapped] = rng.integers(self._vocabulary.size, size=len(swapped))
        return ids, labels


def masked_loss(network: nn.Module, batch: Batch) -> Tensor:
    """Mean cross-entropy of the hidden tokens, in nats.

    Only their states reach the head. Its product with the whole vocabulary is then a seventh of
    what the network's own loss, which is the same number, takes.

    Args:
        network: An encoder below its masked-language head.
        batch: ``input_ids``, ``attention_mask`` and ``labels``, all of shape (batch, length).
    """
    hidden = batch["labels"] != IGNORED  # (batch, length)

    def keep_hidden(_: nn.Module, __: Sequence[Any], output: Any) -> Any:
        states = output["last_hidden_state"][hidden]  # (n hidden, width)
        output["last_hidden_state"] = states[None]
        return output

    encoder = cast("nn.Module", network.base_model)
    hook = encoder.register_forward_hook(keep_hidden)
    try:
        return network(**{**batch, "labels": batch["labels"][hidden][None]})["loss"]
    finally:
        hook.remove()
