"""How far evidence spans cover the words that readers marked."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

Spans = Sequence[tuple[int, int]]

_WORD = re.compile(r"\w+")


class SpanScores(NamedTuple):
    """Agreement of words inside two sets of spans, over all texts together.

    Attributes:
        n: Texts with marked spans.
        precision, recall, f1: In [0, 1]; NaN where nothing was marked or found.
    """

    n: int
    precision: float
    recall: float
    f1: float


def span_scores(texts: Sequence[str], gold: Sequence[Spans], found: Sequence[Spans]) -> SpanScores:
    """Word-level precision, recall and F1 of evidence against the readers' spans.

    A word counts as inside a span where the two share a character. Texts without a marked span are
    left out, since readers mark but one span of several.

    Args:
        texts: Shape (n,).
        gold: The readers' spans of each text, as [start, end).
        found: The tagger's evidence of each text.
    """
    marked = hit = claimed = n = 0
    for text, ours, theirs in zip(texts, found, gold, strict=True):
        if not len(theirs):
            continue
        n += 1
        words = [word.span() for word in _WORD.finditer(text)]
        inside_gold = _inside(words, theirs)
        inside_ours = _inside(words, ours)
        marked += int(inside_gold.sum())
        claimed += int(inside_ours.sum())
        hit += int((inside_gold & inside_ours).sum())
    precision = hit / claimed if claimed else np.nan
    recall = hit / marked if marked else np.nan
    f1 = 2 * hit / (claimed + marked) if claimed + marked else np.nan
    return SpanScores(n, precision, recall, f1)


def _inside(words: Spans, spans: Spans) -> np.ndarray:
    return np.array(
        [any(start < b and a < end for a, b in spans) for start, end in words], dtype=bool
    )
