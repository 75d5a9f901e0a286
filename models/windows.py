"""A long text read whole: in overlapping windows, whose logits are averaged.

Sun et al. 2019 cut long texts into fractions and pooled these, which did no better than the head
and the tail of a text together: one window is the default.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from .encoding import EncodedTexts, Example

OVERLAP = 0.25
"""Least share of a window that the next one repeats, unless there are too few windows for it."""

T = TypeVar("T")


def cut_into_windows(items: list[T], width: int, most: int) -> list[list[T]]:
    """Windows spread evenly over a token list, the first at its start and the last at its end.

    There are as many as are needed for each to share a quarter with the next, or ``most``: then
    they share less, and may leave out stretches between them.

    Args:
        items: Tokens of one text.
        width: Tokens of a window.
        most: How many windows there may be, 2 or more.

    Returns:
        The list itself where it is no longer than a window; else windows of exactly that width.
    """
    spare = len(items) - width
    if spare <= 0:
        return [items]
    step = width - int(width * OVERLAP)
    count = min(1 + ceil(spare / step), most)
    starts = [round(spare * number / (count - 1)) for number in range(count)]
    return [items[start : start + width] for start in starts]


def cut_into_stretches(items: list[T], width: int) -> list[list[T]]:
    """All of a token list, each token once, in as few stretches as there can be.

    Args:
        items: Tokens of one text.
        width: Tokens that a stretch may have.

    Returns:
        Stretches whose lengths differ by one at most; none for an empty list.
    """
    count = ceil(len(items) / width)
    ends = [len(items) * number // count for number in range(count + 1)] if count else []
    return [items[start:end] for start, end in pairwise(ends)]


class WindowedTexts(EncodedTexts):
    """Texts as the token ids of their windows: one row a window, one prediction a text.

    Args:
        windows: Token ids of the windows of every text, at least one window each.
        labels: Index of every text's class.
    """

    def __init__(
        self, windows: Sequence[Sequence[list[int]]], labels: NDArray[np.int64] | None = None
    ) -> None:
        super().__init__([ids for text in windows for ids in text])
        self.labels = labels
        self._counts = np.array([len(text) for text in windows], dtype=np.int64)

    def __getitem__(self, index: int) -> Example:
        """One window; it has no label of its own."""
        return Example(self._token_ids[index], None)

    def pool(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean over the windows of each text, shape (n texts, n classes)."""
        starts = np.cumsum(self._counts) - self._counts
        return np.add.reduceat(logits, starts, axis=0) / self._counts[:, None]
