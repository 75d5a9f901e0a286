"""The order in which training texts are read: shuffled, but with texts of like length together."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Sampler

POOL_BATCHES = 50
"""Batches drawn at random together, then sorted by length: shuffled enough, padded little."""


class LengthGroupedSampler(Sampler[int]):
    """Indices of one epoch, so ordered that every batch holds texts of about the same length.

    The order depends on seed and epoch alone and draws from no global generator, so a resumed epoch
    goes on exactly where it was left.

    Args:
        lengths: Tokens of every text.
        batch_size: Texts a step, over all processes.
        seed: Seed of every epoch's order.
    """

    def __init__(
        self, lengths: Sequence[int] | NDArray[np.int64], batch_size: int, seed: int
    ) -> None:
        self._lengths = np.asarray(lengths)
        self._batch_size = batch_size
        self._seed = seed
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Which epoch the next iteration belongs to, from 0."""
        self._epoch = epoch

    def __len__(self) -> int:
        return len(self._lengths)

    def __iter__(self) -> Iterator[int]:
        rng = np.random.default_rng((self._seed, self._epoch))
        pool = self._batch_size * POOL_BATCHES
        shuffled = rng.permutation(len(self._lengths))
        pools = [self._by_length(shuffled[i : i + pool]) for i in range(0, len(shuffled), pool)]
        grouped = np.concatenate(pools) if pools else shuffled
        return iter(self._shuffle_batches(grouped, rng).tolist())

    def _by_length(self, indices: NDArray[np.int64]) -> NDArray[np.int64]:
        return indices[np.argsort(-self._lengths[indices], kind="stable")]

    def _shuffle_batches(
        self, indices: NDArray[np.int64], rng: np.random.Generator
    ) -> NDArray[np.int64]:
        """Whole batches in random order; an incomplete one stays last, where it is cut off."""
        whole = len(indices) // self._batch_size * self._batch_size
        batches = indices[:whole].reshape(-1, self._batch_size)
        return np.concatenate([rng.permutation(batches).ravel(), indices[whole:]])
