"""Hashed n-grams of words and characters of a batch of texts, as sparse rows."""

import re

import numpy as np
from scipy import sparse

from .reading import Reading, ngram_hashes

WORD_BITS, CHARACTER_BITS = 16, 16
"""Buckets of each kind, as powers of two."""

_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_SPACE = re.compile(r"\s+")
_CHARACTERS = (3, 4, 5)


def word_buckets(hashes: np.ndarray) -> np.ndarray:
    """The bucket of each n-gram hash, in [0, 2**WORD_BITS), int64."""
    mixed = (hashes ^ (hashes >> np.uint64(32))) * _SPREAD
    return (mixed >> np.uint64(64 - WORD_BITS)).astype(np.int64)


def word_counts(reading: Reading) -> sparse.csr_matrix:
    """Counts of word 1- and 2-grams, shape (n_texts, 2**WORD_BITS), float32."""
    pairs, at = ngram_hashes(reading, 2)
    buckets = np.concatenate([word_buckets(reading.forms), word_buckets(pairs)])
    rows = np.concatenate([reading.text, reading.text[at]])
    return _counted(rows, buckets, reading.n_texts, 1 << WORD_BITS)


def character_counts(reading: Reading) -> sparse.csr_matrix:
    """Counts of character 3- to 5-grams, shape (n_texts, 2**CHARACTER_BITS), float32."""
    encoded = [
        f" {_SPACE.sub(' ', text.lower())} ".encode("utf-8", "surrogatepass")
        for text in reading.texts
    ]
    codes = np.frombuffer(b"".join(encoded), dtype=np.uint8).astype(np.uint64)
    rows = np.repeat(np.arange(len(encoded)), [len(each) for each in encoded])
    buckets, owners = [], []
    for n in _CHARACTERS:
        last = max(len(codes) - n + 1, 0)
        chained = np.full(last, n, dtype=np.uint64)
        for step in range(n):
            chained = chained * np.uint64(257) + codes[step : step + last]
        inside = rows[:last] == rows[n - 1 : n - 1 + last]
        mixed = (chained[inside] * _SPREAD) >> np.uint64(64 - CHARACTER_BITS)
        buckets.append(mixed.astype(np.int64))
        owners.append(rows[:last][inside])
    return _counted(
        np.concatenate(owners), np.concatenate(buckets), reading.n_texts, 1 << CHARACTER_BITS
    )


def weighted_rows(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    """Rows of 1 + log(count), times the inverse document frequency, of length one."""
    values = (1.0 + np.log(counts.data)) * idf[counts.indices]
    squares = np.add.reduceat(np.r_[values**2, 0.0], counts.indptr[:-1])
    squares[np.diff(counts.indptr) == 0] = 1.0
    scale = 1.0 / np.sqrt(np.maximum(squares, 1e-12))
    values = (values * np.repeat(scale, np.diff(counts.indptr))).astype(np.float32)
    return sparse.csr_matrix((values, counts.indices, counts.indptr), shape=counts.shape)


def _counted(rows: np.ndarray, buckets: np.ndarray, n: int, width: int) -> sparse.csr_matrix:
    keys, counts = np.unique(rows * width + buckets, return_counts=True)
    indptr = np.searchsorted(keys, np.arange(n + 1) * width)
    return sparse.csr_matrix((counts.astype(np.float32), keys % width, indptr), shape=(n, width))
