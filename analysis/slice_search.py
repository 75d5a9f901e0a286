"""The two halves of a slice search: one chooses candidates, the other tests them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..exceptions import PredictionsError
from .clusters import Groups, resampling_groups
from .slice_candidates import Candidates
from .slice_power import DISCOVER_LEVEL
from .slice_subject import Subject
from .slice_tests import slice_figures, tail_probability

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

LEAST_HALF = 20
"""Rows of a slice, and rows outside it, that each half needs."""
MOST_CHOSEN = 100
"""Candidates that are tested at most."""

_ALIKE = 0.8


class Part(NamedTuple):
    """Candidates that share a way of halving the rows."""

    positions: NDArray[np.intp]
    discover: Mask
    groups: Groups


class Tested(NamedTuple):
    """A candidate that passed the first half."""

    position: int
    part: Part
    p: float


def halves(subject: Subject, candidates: Candidates, seed: int) -> list[Part]:
    """Halves by film for all but single films, whose own rows are halved."""
    rng = np.random.default_rng(seed)
    n = len(subject.outcome)
    is_film = np.array([kind == "film" for kind in candidates.kinds], dtype=bool)
    by_film = _half(np.arange(n) if subject.groups is None else subject.groups, rng)
    parts = [Part(np.flatnonzero(~is_film), by_film, subject.groups)]
    if is_film.any():
        parts.append(Part(np.flatnonzero(is_film), _half(np.arange(n), rng), None))
    return parts


def _half(units: NDArray[np.intp], rng: np.random.Generator) -> Mask:
    """Whole units in random order until half of the rows are taken, shape (n rows,)."""
    sizes = np.bincount(units)
    if len(sizes) < 2:
        raise PredictionsError("a slice search needs two films, or two rows, at the least")
    order = rng.permutation(len(sizes))
    taken = np.zeros(len(sizes), dtype=bool)
    taken[order] = np.cumsum(sizes[order]) <= len(units) / 2
    return taken[units]


def tested(subject: Subject, candidates: Candidates, part: Part) -> list[Tested]:
    """Candidates chosen in the first half, with their p-values in the second."""
    member = candidates.member[:, part.positions]
    first, second = member[part.discover], member[~part.discover]
    able = np.flatnonzero(
        _holds_enough(first, part.discover) & _holds_enough(second, ~part.discover)
    )
    if not len(able):
        return []
    up, down = tails(subject, first[:, able], part.discover, part.groups)
    p = up if subject.is_single else np.minimum(1.0, 2 * np.minimum(up, down))
    chosen = _distinct(first[:, able], p, int(part.discover.sum()))
    falls = (down < up)[chosen] & (not subject.is_single)
    again = tails(subject, second[:, able[chosen]], ~part.discover, part.groups)
    p_again = np.where(falls, again[1], again[0])
    positions = part.positions[able[chosen]]
    return [Tested(int(i), part, float(p)) for i, p in zip(positions, p_again, strict=True)]


def _holds_enough(member: csr_array, among: Mask) -> Mask:
    """Whether a slice has rows inside and outside, shape (n slices,)."""
    inside = np.asarray(member.sum(axis=0)).ravel()
    return (inside >= LEAST_HALF) & (among.sum() - inside >= LEAST_HALF)


def tails(
    subject: Subject, member: csr_array, among: Mask, groups: Groups
) -> tuple[Floats, Floats]:
    """One-sided p-values for a higher and for a lower outcome inside, among some rows."""
    outcome = subject.outcome[among]
    films = None if groups is None else resampling_groups(groups[among])
    figures = slice_figures(member, outcome, films)
    turned = figures._replace(inside=figures.outside, outside=figures.inside)
    mean = float(outcome.mean())
    if not subject.is_single:
        return tail_probability(figures), tail_probability(turned)
    # Fewer errors inside are more rows without one.
    upper = tail_probability(figures, mean)
    right = figures._replace(inside=1 - figures.inside, outside=1 - figures.outside)
    return upper, tail_probability(right, 1 - mean)


def _distinct(member: csr_array, p: Floats, n: int) -> NDArray[np.intp]:
    """Candidates that stand out, the strongest first, none nearly that of a stronger one.

    Nor its opposite: alike are two whose correlation (phi) is beyond `_ALIKE` either way.
    """
    order = np.argsort(p, kind="stable")
    order = order[p[order] <= DISCOVER_LEVEL][: 3 * MOST_CHOSEN]
    shared = (member[:, order].T @ member[:, order]).toarray()
    sizes = np.diag(shared)
    spread = np.sqrt(sizes * (n - sizes))
    phi = np.abs(n * shared - np.outer(sizes, sizes)) / np.outer(spread, spread)
    kept: list[int] = []
    for i in range(len(order)):
        if not (phi[i, kept] > _ALIKE).any():
            kept.append(i)
    return order[kept[:MOST_CHOSEN]]
