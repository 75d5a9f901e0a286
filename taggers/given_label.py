"""Scores that read the label too: good for finding examples, never part of a tagger or a share.

A sentence whose literal words praise stands oddly in a review whose label is negative. That speaks
for sarcasm, and by construction it also says that a classifier of words will err: such a score is
tied to the error that it would explain.
"""

from collections.abc import Sequence

import numpy as np

from .features import FeatureReader
from .profile import Pieces

_BATCH = 500
_WIDTH = 2.0  # log-odds of praise at which a sentence is plainly praise
# Round weights in log-odds; on imdb_errors the AUC changes by less than 0.01 between 0.3 and 1.
_CONTRARY, _NEGATIVE = 0.5, 0.5


def sarcasm_given_label(
    texts: Sequence[str],
    signs: Sequence[int],
    text_scores: Sequence[float],
    reader: FeatureReader | None = None,
) -> np.ndarray:
    """How likely each text is sarcastic to one who knows its label.

    Praise in words under a negative label speaks for sarcasm, criticism in words under a positive
    one against it, and a negative label by itself speaks for it.

    Args:
        texts: Shape (n,).
        signs: 1 where the label, or the prediction, is positive, -1 where it is negative, 0 where
            it is neither: there the score of the text alone stands. Shape (n,).
        text_scores: What the sarcasm tagger says of the text alone, in [0, 1], shape (n,).
        reader: What reads sentence polarity; None: the one that ships with the package.

    Returns:
        In [0, 1], shape (n,).

    Raises:
        AssetError: The shipped weights are missing or damaged.
    """
    reader = reader or FeatureReader.shipped()
    given = np.asarray(signs, dtype=float)
    contrary = np.zeros(len(texts))
    for start in range(0, len(texts), _BATCH):
        rows = slice(start, start + _BATCH)
        contrary[rows] = _contrary(reader.read(texts[rows]).sentences, given[rows])
    alone = np.clip(np.asarray(text_scores, dtype=float), 0.0, 1.0)
    odds = np.exp(_CONTRARY * -given * contrary + _NEGATIVE * (given < 0))
    return alone * odds / (1 - alone + alone * odds)


def _contrary(sentences: Pieces, signs: np.ndarray) -> np.ndarray:
    """How strongly the two plainest contrary sentences speak against the sign, in [0, 1)."""
    against = np.maximum(-signs[sentences.text] * sentences.polarity, 0.0)
    order = np.lexsort((-against, sentences.text))
    text, ranked = sentences.text[order], against[order]
    first = np.searchsorted(text, np.arange(len(signs)))
    total = np.zeros(len(signs))
    for rank in (0, 1):
        mine = first + rank < np.searchsorted(text, np.arange(len(signs)), "right")
        total[mine] += ranked[first[mine] + rank]
    return np.tanh(total / 2 / _WIDTH)
