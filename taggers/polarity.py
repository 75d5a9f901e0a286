"""Which words of a sentence praise and which criticise, with negation."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from .lexicon import CONTRASTS, NEGATION_BRIDGES, NEGATIVE, NEGATORS, POSITIVE
from .sentences import Word
from .tagger import Span

_REACH = 4


class PolarWord(NamedTuple):
    """A word of praise (+1) or criticism (-1), its negation already counted.

    Attributes:
        sign: What the word says in its place: "not good" is -1.
        span: The word, and the negator before it where there is one.
        clause: Counts up at each connective of contrast in the sentence.
        negated: Whether a negator turned it.
    """

    sign: Literal[1, -1]
    span: Span
    clause: int
    negated: bool


def polar_words(words: Sequence[Word]) -> Iterator[PolarWord]:
    """The polar words of one sentence, in order."""
    clause = 0
    for position, word in enumerate(words):
        if word.form in CONTRASTS:
            clause += 1
        elif word.form in POSITIVE:
            yield _in_place(words, position, 1, clause)
        elif word.form in NEGATIVE:
            yield _in_place(words, position, -1, clause)


def _in_place(words: Sequence[Word], position: int, sign: Literal[1, -1], clause: int) -> PolarWord:
    word = words[position]
    for earlier in range(position - 1, max(position - 1 - _REACH, -1), -1):
        before = words[earlier]
        if before.form in NEGATORS:
            turned: Literal[1, -1] = -1 if sign == 1 else 1
            return PolarWord(turned, Span(before.start, word.end), clause, negated=True)
        if before.form not in NEGATION_BRIDGES:
            break
    return PolarWord(sign, Span(word.start, word.end), clause, negated=False)
