"""Whether the verdict of a text stands where a model does not read."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..taggers.sentences import words
from ..taggers.tagger import Span, Tag

VERDICT_THRESHOLD = 0.4
"""From this score on the part that is read gives at most a fifth of the polarity of the text to
its verdict, or speaks against it."""

_FAINT = 4.0
_LAYOUT = re.compile(r"<[^<>]*>")
_SHOWN = 3
_BATCH = 500


class Judged(NamedTuple):
    """A sentence and its literal polarity, above 0 for praise (log-odds, not scaled)."""

    span: Span
    polarity: float


def truncated_verdicts(texts: Sequence[str], unread: Sequence[Span | None]) -> list[Tag]:
    """A tag for each text: does what is not read hold its verdict?

    Let R and U be the summed polarities of the sentences that are read and of those that are not,
    and the verdict the sign of R + U. The share m = R sign(R + U) / (|R| + |U|) says how much of
    the text's polarity the part read gives to the verdict: 1 where nothing is hidden, 0 where it is
    balanced, -1 where it says the opposite. The score is (1 - m) / 2.

    Args:
        texts: The texts.
        unread: The part of each that is not read; None where all is.

    Returns:
        Tags whose evidence are the unread sentences that speak most for the verdict.
    """
    return [
        Tag(0.0, present=False, evidence=()) if hidden is None else _tag(judged, hidden)
        for judged, hidden in zip(_judged_where(texts, unread), unread, strict=True)
    ]


def weights_file() -> Path:
    """What the polarities are read from, so that a cache can tell when they change."""
    from ..taggers.weights import FOLDER

    return FOLDER / "lexicon.npz"


def judge_sentences(texts: Sequence[str]) -> Iterator[list[Judged]]:
    """The sentences of each text that hold a word, with their literal polarity."""
    from ..taggers.features import Lexicon
    from ..taggers.profile import token_values
    from ..taggers.reading import read, token_spans

    lexicon = Lexicon.load()
    weights = lexicon.polarity * lexicon.word_idf
    for start in range(0, len(texts), _BATCH):
        reading = read(texts[start : start + _BATCH])
        values = token_values(reading, weights)
        bounds = np.searchsorted(reading.text, np.arange(reading.n_texts + 1))
        for row, text in enumerate(reading.texts):
            tokens = slice(bounds[row], bounds[row + 1])
            judged = _sentences(token_spans(text), reading.sentence[tokens], values[tokens])
            yield [each for each in judged if _has_word(text[each.span.start : each.span.end])]


def _sentences(
    spans: NDArray[np.int64], sentence: NDArray[np.int64], values: NDArray[np.float64]
) -> list[Judged]:
    if not len(spans):
        return []
    first = np.flatnonzero(np.r_[True, np.diff(sentence) > 0])
    last = np.r_[first[1:], len(sentence)] - 1
    # As the taggers scale it: a long sentence does not shout louder than a short one.
    sums = np.add.reduceat(values, first) / np.sqrt(last - first + 2)
    return [
        Judged(Span(int(spans[a][0]), int(spans[b][1])), float(value))
        for a, b, value in zip(first, last, sums, strict=True)
    ]


def _has_word(sentence: str) -> bool:
    """Whether it is more than a line break of the layout."""
    return bool(words(_LAYOUT.sub(" ", sentence)))


def _judged_where(texts: Sequence[str], unread: Sequence[Span | None]) -> Iterator[list[Judged]]:
    """Sentences of the texts that are cut; of the others none."""
    cut = [text for text, hidden in zip(texts, unread, strict=True) if hidden is not None]
    judged = judge_sentences(cut)
    for hidden in unread:
        yield [] if hidden is None else next(judged)


def _tag(judged: Sequence[Judged], hidden: Span) -> Tag:
    unread = [each for each in judged if hidden.start <= _middle(each.span) < hidden.end]
    beyond = sum(each.polarity for each in unread)
    whole = sum(each.polarity for each in judged)
    seen = whole - beyond
    size = abs(seen) + abs(beyond)
    if not unread or size < _FAINT:
        return Tag(0.0, present=False, evidence=())
    verdict = float(np.sign(whole)) or float(np.sign(beyond))
    score = (1 - seen * verdict / size) / 2
    speaking = sorted(unread, key=lambda each: -each.polarity * verdict)[:_SHOWN]
    evidence = sorted(each.span for each in speaking if each.polarity * verdict > 0)
    present = score >= VERDICT_THRESHOLD and bool(evidence)
    return Tag(score if evidence else 0.0, present, tuple(evidence))


def _middle(span: Span) -> float:
    return (span.start + span.end) / 2
