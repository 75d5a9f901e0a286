"""What the fast taggers read in a text, made once for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy import sparse

from .cues import NAMES, CueTable, Hits, cue_counts
from .ngrams import character_counts, weighted_rows, word_buckets, word_counts
from .profile import PROFILE_NAMES, Pieces, pieces, profile, token_values
from .reading import Reading, Shape, form_hash, read
from .surface import SURFACE_NAMES, surface
from .weights import FOLDER, load_weights

DENSE_NAMES = (
    *SURFACE_NAMES,
    *(f"count_{name}" for name in NAMES),
    *(f"rate_{name}" for name in NAMES),
    *(f"sentence_{name}" for name in PROFILE_NAMES),
    *(f"clause_{name}" for name in PROFILE_NAMES),
    "polarity",
    "polarity_size",
    "middling",
    "keyness",
    "keyness_rate",
)
"""The columns of ``Features.dense``."""

_CLAUSE_STARTS = np.array(
    sorted(
        form_hash(form)
        for form in (
            "but", "however", "although", "though", "yet", "while", "despite", "except", "and",
            ",", ";", ":", "-", "(", ")", "—", "–",
        )
    ),
    dtype=np.uint64,
)  # fmt: skip
_LIMIT = 4.0


@dataclass(frozen=True)
class Lexicon:
    """Weights of hashed word 1- and 2-grams that all taggers share.

    Attributes:
        word_idf, character_idf: Inverse document frequencies, shape (2**bits,) each.
        polarity: Log-odds of praise, learned from critics' snippets, reviews and sentences.
        plotness: Log-odds that a sentence tells a plot and does not judge it.
        middling: Log-odds that a review gives neither few nor many stars.
        keyness: How much commoner a word is in film reviews than in English, 0 for most.
        mean, scale: Of the dense features in a mixture of all kinds of text, shape (n_dense,).
    """

    word_idf: np.ndarray
    character_idf: np.ndarray
    polarity: np.ndarray
    plotness: np.ndarray
    middling: np.ndarray
    keyness: np.ndarray
    mean: np.ndarray
    scale: np.ndarray

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Lexicon":
        """The one that is shipped, or that stands in another folder.

        Raises:
            AssetError: It is missing or damaged.
        """
        arrays = load_weights("lexicon", folder)
        return cls(**{name: array.astype(np.float32) for name, array in arrays.items()})


@dataclass(frozen=True)
class Features:
    """Features of a batch of texts.

    Attributes:
        reading: The texts in tokens.
        words: Weighted hashed word 1- and 2-grams, shape (n, 2**WORD_BITS).
        characters: Weighted hashed character n-grams, shape (n, 2**CHARACTER_BITS).
        dense: Standardised, in [-4, 4], shape (n, len(DENSE_NAMES)).
        sentences: Polarity and plotness of each sentence.
        hits: Phrases of the cue lists.
    """

    reading: Reading
    words: sparse.csr_matrix
    characters: sparse.csr_matrix
    dense: np.ndarray
    sentences: Pieces
    hits: Hits


class FeatureReader:
    """Turns texts into features."""

    def __init__(self, lexicon: Lexicon, name: str = "") -> None:
        self.lexicon = lexicon
        self.name = name

    @classmethod
    def shipped(cls) -> "FeatureReader":
        """The one that the fast taggers share.

        Raises:
            AssetError: Its weights are missing or damaged.
        """
        return cls(Lexicon.load(), "shipped")

    @cached_property
    def cues(self) -> CueTable:
        """The phrases of all cue lists."""
        return CueTable()

    def read(self, texts: Sequence[str]) -> Features:
        """The features of a batch; memory grows with the batch."""
        reading = read(texts)
        words = weighted_rows(word_counts(reading), self.lexicon.word_idf)
        characters = weighted_rows(character_counts(reading), self.lexicon.character_idf)
        hits = self.cues.find(reading)
        sentences, raw = self.raw_dense(reading, words, hits)
        scaled = (raw - self.lexicon.mean) / self.lexicon.scale
        dense = np.clip(scaled, -_LIMIT, _LIMIT)
        return Features(reading, words, characters, dense, sentences, hits)

    def raw_dense(
        self, reading: Reading, words: sparse.csr_matrix, hits: Hits
    ) -> tuple[Pieces, np.ndarray]:
        """The pieces of each text and its dense features before they are standardised."""
        lexicon = self.lexicon
        polarity = token_values(reading, lexicon.polarity * lexicon.word_idf)
        plotness = token_values(reading, lexicon.plotness * lexicon.word_idf)
        sentences = pieces(reading, reading.sentence, polarity, plotness)
        clauses = pieces(reading, _clauses(reading), polarity, plotness)
        counts = cue_counts(reading, hits)
        per_hundred = 100 / (reading.per_text(reading.has(Shape.WORD)) + 20)
        whole, middling = words @ lexicon.polarity, words @ lexicon.middling
        key = reading.per_text(lexicon.keyness[word_buckets(reading.forms)])
        dense = [
            surface(reading),
            np.log1p(counts),
            counts * per_hundred[:, None],
            profile(sentences, reading.n_texts),
            profile(clauses, reading.n_texts),
            np.column_stack([whole, np.abs(whole), middling, np.log1p(key), key * per_hundred]),
        ]
        return sentences, np.hstack(dense)


def _clauses(reading: Reading) -> np.ndarray:
    starts = np.isin(reading.forms, _CLAUSE_STARTS)
    starts[1:] |= reading.sentence[1:] != reading.sentence[:-1]
    starts[:1] = True
    return np.cumsum(starts) - 1
