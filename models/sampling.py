"""The order in which training texts are read, and which process of a launch reads which of them.

The order is shuffled, but with texts of like length together. It is cut into batches before they
are shared out, so that every number of processes sees the same batches.
"""

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


class SharedBatches:
    """The batches of an epoch, of each the texts that one process reads.

    A process takes every so many texts of a batch, from its rank on: all processes together have
    each text of it once, and texts of like length. Where a last, incomplete batch has fewer texts
    than there are processes, those left over read its first text and count it for nothing.

    Args:
        order: Indices of all texts, in the order of the epoch.
        batch_size: Texts a batch, over all processes.
        rank: Number of this process, from 0.
        processes: How many there are.
    """

    def __init__(
        self, order: LengthGroupedSampler, batch_size: int, rank: int, processes: int
    ) -> None:
        self._order = order
        self._batch_size = batch_size
        self._rank = rank
        self._processes = processes

    def __len__(self) -> int:
        return -(-len(self._order) // self._batch_size)

    def __iter__(self) -> Iterator[list[int]]:
        order = list(self._order)
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            yield batch[self._rank :: self._processes] or batch[:1]

    def weight(self, step: int) -> float:
        """What the mean loss over a process's own texts counts for.

        The mean over all processes of their losses, so weighted, is the mean over the texts of the
        whole batch; and so it is with gradients.

        Args:
            step: Steps made before, from the first epoch on.

        Returns:
            1 where all processes have as many texts.
        """
        start = step % len(self) * self._batch_size
        texts = min(self._batch_size, len(self._order) - start)
        own = len(range(self._rank, texts, self._processes))
        return own * self._processes / texts
