"""Counting the phrases of all cue lists in a batch of texts at once."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from .comparison_cues import MEASURES, OTHER_VOICES, OTHER_WORKS
from .domain_cues import COMPARISONS, CRAFT, GRADES, STANDARDS
from .idiom_cues import HEDGES as TONED_DOWN
from .idiom_cues import IDIOMS
from .lexicon import CONTRASTS, NEGATIVE, NEGATORS, POSITIVE
from .mixed_cues import CONCESSIONS, EXTREMES
from .mixed_cues import HEDGES as LUKEWARM
from .negation_cues import CONTRARY, NEGATED
from .plot_cues import NARRATION, STORY_SENTIMENT
from .reading import Reading, Shape, ngram_hashes, phrase_hash
from .sarcasm_cues import MOCKERY, PRETENCE, SCORN

CUES: Mapping[str, Sequence[str]] = {
    "mockery": MOCKERY,
    "pretence": PRETENCE,
    "scorn": SCORN,
    "lukewarm": LUKEWARM,
    "concession": CONCESSIONS,
    "extreme": EXTREMES,
    "grade": GRADES,
    "craft": CRAFT,
    "standard": STANDARDS,
    "comparison": COMPARISONS,
    "other_work": OTHER_WORKS,
    "measure": MEASURES,
    "other_voice": OTHER_VOICES,
    "negated": NEGATED,
    "contrary": CONTRARY,
    "story": STORY_SENTIMENT,
    "narration": NARRATION,
    "idiom": IDIOMS,
    "toned_down": TONED_DOWN,
    "praise": sorted(POSITIVE),
    "criticism": sorted(NEGATIVE),
    "negator": sorted(NEGATORS),
    "contrast": sorted(CONTRASTS),
}
"""All lists by name; one phrase may stand in several."""

NAMES = tuple(CUES)
_CAPITALISED = NAMES.index("standard")


class Hits(NamedTuple):
    """Phrases found, one row for each phrase and list.

    Attributes:
        token: The token at which each begins, shape (n_hits,), int64.
        length: Its tokens, shape (n_hits,), int64.
        cue: Its list, as an index of ``NAMES``, shape (n_hits,), int64.
    """

    token: np.ndarray
    length: np.ndarray
    cue: np.ndarray


class CueTable:
    """Phrases by the hash of their tokens: a look-up costs the same however many there are."""

    def __init__(self) -> None:
        entries: dict[int, list[tuple[int, int]]] = {}
        for index, name in enumerate(NAMES):
            for n, hashed in {phrase_hash(phrase) for phrase in CUES[name]}:
                entries.setdefault(n, []).append((hashed, index))
        self._by_length = {
            n: (
                np.array([hashed for hashed, _ in sorted(pairs)], dtype=np.uint64),
                np.array([index for _, index in sorted(pairs)], dtype=np.int64),
            )
            for n, pairs in entries.items()
        }

    def find(self, reading: Reading) -> Hits:
        """Every phrase of every list, overlapping ones too."""
        found = [self._find(reading, n) for n in sorted(self._by_length)]
        hits = Hits(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
        named = reading.has(Shape.TITLE | Shape.UPPER | Shape.DIGIT)[hits.token]
        kept = (hits.cue != _CAPITALISED) | named
        return Hits(hits.token[kept], hits.length[kept], hits.cue[kept])

    def _find(self, reading: Reading, n: int) -> Hits:
        known, index = self._by_length[n]
        hashes, at = ngram_hashes(reading, n)
        low = np.searchsorted(known, hashes, "left")
        counts = np.searchsorted(known, hashes, "right") - low
        token = np.repeat(at, counts)
        first = np.repeat(low - np.r_[0, np.cumsum(counts)[:-1]], counts) if len(low) else low
        cue = index[first + np.arange(len(token))] if len(token) else np.zeros(0, dtype=np.int64)
        return Hits(token, np.full(len(token), n), cue)


def cue_counts(reading: Reading, hits: Hits) -> np.ndarray:
    """How often each list's phrases stand in each text, shape (n_texts, n_cues), float."""
    flat = reading.text[hits.token] * len(NAMES) + hits.cue
    counts = np.bincount(flat, minlength=reading.n_texts * len(NAMES))
    return counts.reshape(reading.n_texts, len(NAMES)).astype(float)


def cue_tokens(reading: Reading, hits: Hits, names: Sequence[str]) -> np.ndarray:
    """In how many phrases of some lists each token stands, shape (n_tokens,), float."""
    wanted = np.isin(hits.cue, [NAMES.index(name) for name in names])
    tokens = np.zeros(len(reading.forms) + 1)
    np.add.at(tokens, hits.token[wanted], 1.0)
    np.add.at(tokens, hits.token[wanted] + hits.length[wanted], -1.0)
    return np.cumsum(tokens)[:-1]
