"""Word vectors that a recurrent baseline starts from: learnt from texts, or read from a file.

The algorithm is word2vec's continuous bag of words (Mikolov et al. 2013) as gensim implements it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..exceptions import DataError, MissingExtraError
from ..files import write_beside
from ..models.classifier import OnProgress

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

WINDOW = 8
MIN_COUNT = 5
EPOCHS = 8
_NEGATIVE = 5
_SAMPLE = 1e-4  # words more frequent than this share of all are read less often
_RATE = 0.05

SPREAD = 0.4
"""Standard deviation of the numbers of a word, whatever it was in the file."""


class WordVectors(NamedTuple):
    """Words and their vectors, float32 of shape (n words, size)."""

    words: tuple[str, ...]
    matrix: NDArray[np.float32]


def learn_word_vectors(
    sentences: Sequence[Sequence[str]],
    *,
    size: int,
    seed: int,
    threads: int = 1,
    on_progress: OnProgress | None = None,
) -> WordVectors:
    """Vectors of the words of some texts.

    Args:
        sentences: Each text as its words, in order.
        size: Numbers a word.
        seed: Of the first vectors and of the words left out; with one thread the result is exact.
        threads: Texts are read by so many at once, in an order that is not fixed.
        on_progress: Told of each pass over the texts.

    Raises:
        DataError: No word occurs `MIN_COUNT` times.
        MissingExtraError: gensim is not installed.
    """
    try:
        from gensim.models import Word2Vec
    except ImportError as error:
        raise MissingExtraError("learning word vectors", "train") from error
    model = Word2Vec(
        vector_size=size,
        window=WINDOW,
        min_count=MIN_COUNT,
        negative=_NEGATIVE,
        sample=_SAMPLE,
        alpha=_RATE,
        workers=threads,
        seed=seed,
    )
    model.build_vocab(sentences)
    if not len(model.wv):
        raise DataError(f"no word occurs {MIN_COUNT} times: word vectors need more texts")
    for epoch in range(EPOCHS):
        rates = [_RATE * (1 - done / EPOCHS) for done in (epoch, epoch + 1)]
        model.train(
            sentences,
            total_examples=model.corpus_count,
            epochs=1,
            start_alpha=rates[0],
            end_alpha=max(rates[1], 1e-4),
        )
        if on_progress is not None:
            on_progress(epoch + 1, EPOCHS, "word vectors")
    return _as_table(model.wv)


def read_word_vectors(path: Path) -> WordVectors:
    """Vectors from a file of word2vec's text or binary form (``.bin``).

    Raises:
        DataError: It cannot be read as such.
        MissingExtraError: gensim is not installed.
    """
    try:
        from gensim.models import KeyedVectors
    except ImportError as error:
        raise MissingExtraError("reading word vectors", "train") from error
    try:
        vectors = KeyedVectors.load_word2vec_format(str(path), binary=path.suffix == ".bin")
    except (OSError, ValueError, EOFError, UnicodeDecodeError) as error:
        raise DataError(
            f"{path}: no word vectors can be read there ({str(error)[:80]}): word2vec's text form, "
            "or its binary form as .bin"
        ) from error
    return _as_table(vectors)


def write_word_vectors(vectors: WordVectors, path: Path) -> None:
    """Write them in word2vec's binary form, or as text where the name does not end in ``.bin``.

    Raises:
        OSError: The file cannot be written; nothing is left behind.
    """
    from gensim.models import KeyedVectors

    keyed = KeyedVectors(vectors.matrix.shape[1])
    keyed.add_vectors(list(vectors.words), vectors.matrix)
    binary = path.suffix == ".bin"
    write_beside(path, lambda beside: keyed.save_word2vec_format(str(beside), binary=binary))


def rows_for(
    vectors: WordVectors, ids: Iterable[tuple[str, int]]
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The row of each word that has a vector, scaled to a standard deviation of `SPREAD`."""
    scale = SPREAD / max(float(vectors.matrix.std()), 1e-12)
    index = {word: row for row, word in enumerate(vectors.words)}
    for word, number in ids:
        if word in index:
            yield number, vectors.matrix[index[word]] * scale


def _as_table(keyed: KeyedVectors) -> WordVectors:
    words = tuple(str(word) for word in keyed.index_to_key)
    return WordVectors(words, np.asarray(keyed.vectors, dtype=np.float32))
