"""Out-of-fold scores of the texts that trained a tagger, found by a hash of the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np


@dataclass(frozen=True)
class HeldOutScores:
    """What each training text scored by the fold that had not seen it.

    Attributes:
        hashes: Of the texts, in increasing order, shape (n,), uint64.
        scores: In [0, 1], shape (n,), float.
    """

    hashes: np.ndarray
    scores: np.ndarray

    @classmethod
    def of(cls, texts: Sequence[str], scores: np.ndarray) -> "HeldOutScores":
        """A table of texts; one that stands twice keeps its first score."""
        hashes, first = np.unique(text_hashes(texts), return_index=True)
        return cls(hashes, scores[first].astype(np.float16))

    def find(self, texts: Sequence[str]) -> np.ndarray:
        """The score of each text, NaN for one that took no part, shape (n,), float64."""
        wanted = text_hashes(texts)
        found = np.full(len(texts), np.nan)
        if len(self.hashes):
            at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
            known = self.hashes[at] == wanted
            found[known] = self.scores[at[known]]
        return found


def text_hashes(texts: Sequence[str]) -> np.ndarray:
    """64-bit hashes, shape (n,), uint64."""
    digests = [
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts
    ]
    return np.frombuffer(b"".join(digests), dtype=np.uint64)
