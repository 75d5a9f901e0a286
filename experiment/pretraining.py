"""Learns from texts without labels what a model may start from."""

from pathlib import Path
from typing import NamedTuple

from ..baselines.vocabulary import split_words
from ..baselines.word_vectors import learn_word_vectors, write_word_vectors
from ..data.text_batches import TextFile
from ..exceptions import RunError, UsageError
from .listener import Listener, Silent

_TEXTS_AT_ONCE = 1_000
_COMPRESSED = {".gz", ".bz2", ".xz", ".zst"}
"""Endings that reading would take at their word."""


class PretrainedWords(NamedTuple):
    """A file of word vectors, and what is in it."""

    path: Path
    n_words: int
    n_texts: int


def pretrain_words(
    file: TextFile,
    output: Path,
    *,
    size: int = 200,
    seed: int = 0,
    threads: int = 1,
    listener: Listener | None = None,
) -> PretrainedWords:
    """Learn word vectors from texts and write them to a file.

    Args:
        file: The texts; all their words are held in memory.
        output: The file, in word2vec's binary form if its name ends in ``.bin``, else as text.
        size: Numbers a word.
        seed: Of the first vectors.
        threads: With more than one the result differs a little from run to run.
        listener: Told of the progress.

    Raises:
        DataError: The texts are too few.
        RunError: The file cannot be written.
        UsageError: Its name is that of a compressed file.
        MissingExtraError: The extra ``train`` is not installed.
    """
    listener = listener or Silent()
    if output.suffix in _COMPRESSED:
        raise UsageError(f"{output}: word vectors are not compressed here: name a .txt or a .bin")
    if not output.parent.is_dir():
        raise RunError(f"cannot write {output}: there is no folder {output.parent}")
    sentences: list[list[str]] = []
    for batch in file.batches(_TEXTS_AT_ONCE):
        sentences += split_words(batch["text"].tolist())
        listener.progress(len(sentences), file.n, "reading")
    vectors = learn_word_vectors(
        sentences, size=size, seed=seed, threads=threads, on_progress=listener.progress
    )
    try:
        write_word_vectors(vectors, output)
    except OSError as error:
        raise RunError(f"cannot write {output}: {error.strerror}: give another file") from error
    return PretrainedWords(output, len(vectors.words), file.n)
