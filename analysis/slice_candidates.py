"""Slices of a test set that a search may report: words, lengths, ratings, films, properties."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import PredictionsError
from .slice_properties import WORD, WORD_GROUPS, count_properties

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Mask = NDArray[np.bool_]
Kind = Literal["word", "length", "rating", "film", "property", "own"]

LEAST_ROWS = 40
"""A smaller slice could not be halved into two of 20."""
LEAST_SHARE, MOST_SHARE = 0.005, 0.5
"""Document frequency of a word that may be a slice."""

_LENGTH_SHARES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
_APART = 3.0


class Candidate(NamedTuple):
    """One slice.

    Attributes:
        kind: What it is made from.
        name: As it is shown.
        rows: Whether each row belongs, shape (n,).
    """

    kind: Kind
    name: str
    rows: Mask


@dataclass(frozen=True)
class Candidates:
    """Slices over the same rows.

    Attributes:
        kinds: Of each slice.
        names: Of each slice.
        member: 1 where a row belongs to a slice, shape (n rows, n slices).
        n_rows: Rows that the slices are of.
    """

    kinds: tuple[Kind, ...]
    names: tuple[str, ...]
    member: csr_array
    n_rows: int

    def rows(self, position: int) -> Mask:
        """The rows of one slice, shape (n,)."""
        return self.member[:, [position]].toarray().ravel() > 0


def slice_candidates(
    frame: pd.DataFrame, *, least_rows: int = LEAST_ROWS, words: bool = True
) -> Candidates:
    """Every slice that the columns of a table give.

    Args:
        frame: Rows of a test set with any of ``text`` (words, length, properties), ``rating``
            and ``group`` (the film).
        least_rows: Smaller slices, and those that leave fewer rows outside, are left out.
        words: Whether each word of middling frequency is a candidate.

    Raises:
        PredictionsError: The table has none of these columns.
    """
    if not {"text", "rating", "group"} & set(frame.columns):
        raise PredictionsError(
            "slices need a column text, rating or group: name the data set beside --predictions, "
            "or add such a column to the files"
        )
    found: list[Candidate] = []
    parts: list[Candidates] = []
    if "text" in frame:
        texts = frame["text"].fillna("").astype("str").tolist()
        counted = _word_counts(texts, least_rows)
        found += [*_lengths(texts), *_properties(texts, counted.groups)]
        parts += [counted.words] if words else []
    if "rating" in frame:
        found += _ratings(frame["rating"].to_numpy(float))
    if "group" in frame:
        found += _films(frame, least_rows)
    fitting = [each for each in found if _fits(each.rows, least_rows)]
    return join_candidates([from_masks(fitting, len(frame)), *parts])


def from_masks(candidates: Sequence[Candidate], n: int) -> Candidates:
    """Candidates from truth values, each of shape (n,)."""
    from scipy.sparse import csr_array

    kinds: tuple[Kind, ...] = tuple(each.kind for each in candidates)
    names = tuple(each.name for each in candidates)
    if not candidates:
        return Candidates(kinds, names, csr_array((n, 0), dtype=np.float64), n)
    member = csr_array(np.stack([each.rows for each in candidates], axis=1).astype(float))
    return Candidates(kinds, names, member, n)


def join_candidates(parts: Sequence[Candidates]) -> Candidates:
    """Candidates over the same rows as one."""
    from scipy.sparse import csr_array, hstack

    return Candidates(
        tuple(kind for part in parts for kind in part.kinds),
        tuple(name for part in parts for name in part.names),
        csr_array(hstack([part.member for part in parts], format="csr")),
        parts[0].n_rows,
    )


class _WordCounts(NamedTuple):
    words: Candidates
    groups: Mapping[str, NDArray[np.int64]]


def _word_counts(texts: Sequence[str], least_rows: int) -> _WordCounts:
    """Words as candidates, and how often words of each group occur."""
    n = len(texts)
    counts, vocabulary = _count_words(texts)
    places = {word: place for place, word in enumerate(vocabulary)}
    groups = {
        name: np.asarray(
            counts[:, [places[word] for word in sorted(group & places.keys())]].sum(axis=1),
            dtype=np.int64,
        )
        for name, group in WORD_GROUPS.items()
    }
    counts.data[:] = 1.0
    rows = np.asarray(counts.sum(axis=0)).ravel()
    kept = (rows >= max(least_rows, LEAST_SHARE * n)) & (rows <= MOST_SHARE * n)
    names = tuple(f"word '{vocabulary[place]}'" for place in np.flatnonzero(kept))
    return _WordCounts(Candidates(("word",) * len(names), names, counts[:, kept], n), groups)


def _count_words(texts: Sequence[str]) -> tuple[csr_array, list[str]]:
    """How often each word stands in each text, shape (n texts, n words), and the words.

    By plain dictionary and one sort: half the time of scikit-learn's vectorizer.
    """
    from scipy.sparse import csr_array

    find = re.compile(WORD).findall
    codes: defaultdict[str, int] = defaultdict()
    codes.default_factory = codes.__len__
    words, ends = array("q"), array("q", [0])
    for text in texts:
        small = text.lower().replace("’", "'").replace("<br />", " ")
        words.extend(map(codes.__getitem__, find(small)))
        ends.append(len(words))
    columns = np.frombuffer(words, dtype=np.int64) if words else np.empty(0, dtype=np.int64)
    parts = (np.ones(len(columns)), columns, np.frombuffer(ends, dtype=np.int64))
    counts = csr_array(parts, shape=(len(texts), len(codes)))
    counts.sum_duplicates()
    return counts, list(codes)


def _lengths(texts: Sequence[str]) -> Iterator[Candidate]:
    words = np.array([len(text.split()) for text in texts])
    edges = np.unique(np.quantile(words, _LENGTH_SHARES, method="higher"))
    for low, high in pairwise(edges):
        last = high == edges[-1]
        rows = (words >= low) & ((words <= high) if last else (words < high))
        yield Candidate("length", f"{low} to {high if last else high - 1} words", rows)


def _properties(
    texts: Sequence[str], groups: Mapping[str, NDArray[np.int64]]
) -> Iterator[Candidate]:
    for name, counts in {**count_properties(texts), **groups}.items():
        yield Candidate("property", name, counts > 0)
        yield Candidate("property", f"no {name}", counts == 0)
        many = int(np.quantile(counts, 0.9, method="higher"))
        if many > 1:
            yield Candidate("property", f"{many} or more {name}", counts >= many)


def _ratings(rating: NDArray[np.float64]) -> Iterator[Candidate]:
    known = rating[~np.isnan(rating)]
    values = np.unique(known)
    if len(values) > 20:
        edges = np.unique(np.quantile(known, np.linspace(0, 1, 6)))
        for low, high in pairwise(edges):
            yield Candidate(
                "rating", f"rating {low:g} to {high:g}", (rating >= low) & (rating <= high)
            )
        return
    for value in values:
        yield Candidate("rating", f"rating {value:g}", rating == value)


def _films(frame: pd.DataFrame, least_rows: int) -> Iterator[Candidate]:
    """Single films where they are large, and dissent from the other reviews of a film."""
    films = frame["group"]
    size = films.map(films.value_counts()).fillna(1).to_numpy(int)
    for film in films[size >= least_rows].dropna().unique():
        yield Candidate("film", f"group '{film}'", (films == film).to_numpy(bool))
    if "rating" in frame:
        rating = frame["rating"].astype(float)
        known = rating.groupby(films)
        others = (known.transform("sum") - rating) / (known.transform("count") - 1).where(
            lambda n: n > 0
        )
        apart = (rating - others).to_numpy(float)
        yield Candidate(
            "rating", f"rated {_APART:g} or more below the group's others", apart <= -_APART
        )
        yield Candidate(
            "rating", f"rated {_APART:g} or more above the group's others", apart >= _APART
        )


def _fits(rows: Mask, least_rows: int) -> bool:
    inside = int(rows.sum())
    return least_rows <= inside <= len(rows) - least_rows
