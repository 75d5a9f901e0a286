"""How large a slice must be to be found."""

from typing import NamedTuple

import numpy as np

from .intervals import normal_quantile
from .significance import POWER

DISCOVER_LEVEL = 0.002
"""Candidates whose p in the first half is at most this are tested in the second."""


def needed_slice_size(
    n: int,
    *,
    outside: float,
    inside: float,
    candidates: int,
    level: float = 0.05,
    power: float = POWER,
) -> int | None:
    """Rows that a slice needs to be found with the given power.

    It has to pass the first half at `DISCOVER_LEVEL` and then Benjamini-Hochberg in the second,
    beside as many chance candidates as that level lets through. Both halves are normal
    approximations, for a slice that is scattered over the films.

    Args:
        n: Rows of the test set.
        outside: Error rate outside, in (0, 1).
        inside: Error rate inside, higher than outside.
        candidates: How many slices are searched.
        level: The false discovery rate.
        power: Chance of being found.

    Returns:
        The fewest rows, in both halves together; None where half of all rows would not do.
    """
    search = _Search(n, outside, inside, level / (1 + DISCOVER_LEVEL * candidates))
    low, high = 2, n // 2
    if not 0 < outside < inside < 1 or high <= low or search.power(high) < power:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if search.power(middle) >= power else (middle, high)
    return high


class _Search(NamedTuple):
    """What a slice has to pass; ``confirm_level`` is that of its test in the second half."""

    n: int
    outside: float
    inside: float
    confirm_level: float

    def power(self, size: int) -> float:
        """Chance that a slice of ``size`` rows passes both halves."""
        return self._passes(size / 2, DISCOVER_LEVEL) * self._passes(size / 2, self.confirm_level)

    def _passes(self, size: float, level: float) -> float:
        from scipy.special import ndtr

        rest = self.n / 2 - size
        share = size / (size + rest)
        mean = share * self.inside + (1 - share) * self.outside
        chance = np.sqrt(mean * (1 - mean) * (1 / size + 1 / rest))
        inside, outside = self.inside * (1 - self.inside), self.outside * (1 - self.outside)
        error = np.sqrt(inside / size + outside / rest)
        needed = normal_quantile(1 - level) * chance
        return float(ndtr((self.inside - self.outside - needed) / error))
