"""How praise and criticism run through the sentences and clauses of each text."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .ngrams import word_buckets
from .reading import Reading, ngram_hashes


class Pieces(NamedTuple):
    """Sentences or clauses of a batch.

    Attributes:
        text: Which text each belongs to, in order, shape (n_pieces,), int64.
        words: Tokens in each, shape (n_pieces,), float.
        polarity: Log-odds of praise, shape (n_pieces,), float.
        plotness: Log-odds of telling the plot, shape (n_pieces,), float.
    """

    text: np.ndarray
    words: np.ndarray
    polarity: np.ndarray
    plotness: np.ndarray


def token_values(reading: Reading, weights: np.ndarray) -> np.ndarray:
    """Weights of hashed word 1- and 2-grams, at the token where each ends: shape (n_tokens,).

    Args:
        reading: A batch of texts.
        weights: One for each bucket, shape (2**WORD_BITS,).
    """
    values = weights[word_buckets(reading.forms)].astype(float)
    pairs, at = ngram_hashes(reading, 2)
    values[at + 1] += weights[word_buckets(pairs)]
    return values


def pieces(
    reading: Reading, piece: np.ndarray, polarity: np.ndarray, plotness: np.ndarray
) -> Pieces:
    """Sums token values over pieces of text; long ones do not shout louder than short ones.

    Args:
        reading: A batch of texts.
        piece: Which piece each token belongs to, without gaps, shape (n_tokens,), int64.
        polarity: Token values, shape (n_tokens,).
        plotness: Token values, shape (n_tokens,).
    """
    if len(piece) == 0:
        empty = np.zeros(0)
        return Pieces(np.zeros(0, dtype=np.int64), empty, empty, empty)
    n = int(piece[-1]) + 1
    words = np.bincount(piece, minlength=n).astype(float)
    scale = 1 / np.sqrt(words + 1)
    first = np.searchsorted(piece, np.arange(n))
    return Pieces(
        reading.text[first],
        words,
        np.bincount(piece, polarity, n) * scale,
        np.bincount(piece, plotness, n) * scale,
    )


PROFILE_NAMES = (
    "mean", "spread", "highest", "second_highest", "lowest", "second_lowest", "first", "last",
    "turn_at_end", "share_praise", "share_criticism", "rarer", "flips", "both", "plot_share",
    "plot_intensity", "opinion_mean", "plot_mean", "plot_against_opinion", "plot_words_share",
)  # fmt: skip


def profile(parts: Pieces, n_texts: int) -> np.ndarray:
    """What the run of polarities looks like, shape (n_texts, len(PROFILE_NAMES)), float."""
    out = np.zeros((n_texts, len(PROFILE_NAMES)))
    if len(parts.text) == 0:
        return out
    owners, first, count = np.unique(parts.text, return_index=True, return_counts=True)
    total = _adder(parts.text, n_texts, owners)
    p = parts.polarity
    mean = total(p) / count
    spread = np.sqrt(np.maximum(total(p**2) / count - mean**2, 0))
    order = np.lexsort((p, parts.text))
    ranked = p[order]
    last = first + count - 1
    low, low2 = ranked[first], ranked[np.minimum(first + 1, last)]
    high, high2 = ranked[last], ranked[np.maximum(last - 1, first)]
    praise, criticism = total(p > 0.7) / count, total(p < -0.7) / count
    flips = np.r_[False, (np.sign(p[1:]) != np.sign(p[:-1])) & (parts.text[1:] == parts.text[:-1])]
    plot = parts.plotness > 0
    n_plot, n_opinion = total(plot), total(~plot)
    opinion_mean = total(p * ~plot) / np.maximum(n_opinion, 1)
    plot_mean = total(p * plot) / np.maximum(n_plot, 1)
    out[owners] = np.column_stack([
        mean, spread, high, high2, low, low2, p[first], p[last], p[last] - mean, praise, criticism,
        np.minimum(praise, criticism), total(flips) / count,
        np.minimum(np.maximum(high, 0), np.maximum(-low, 0)), n_plot / count,
        total(np.abs(p) * plot) / np.maximum(n_plot, 1), opinion_mean, plot_mean,
        -opinion_mean * plot_mean, total(parts.words * plot) / total(parts.words),
    ])  # fmt: skip
    return out


def _adder(
    text: np.ndarray, n_texts: int, owners: np.ndarray
) -> Callable[[np.ndarray], np.ndarray]:
    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(text, weights=values, minlength=n_texts)[owners]

    return total
