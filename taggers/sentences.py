"""Sentences and words of a text, by their offsets in the original."""

import re
from typing import NamedTuple

from .tagger import Span

# A sentence ends at closing punctuation before a space, or where the layout breaks: reviews from
# web pages carry <br /> in place of new lines. The look-behind keeps the search linear on a long
# run of dots.
_BREAK = re.compile(
    r"""(?<![.!?…])([.!?…]+["'”’)\]]*)\s|<\s?br\s?/?\s?>|\n""",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans("’`´", "'''")


class Word(NamedTuple):
    """A word in lower case with a straight apostrophe, and where it stands in the text."""

    form: str
    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """Spans of the sentences, in order, without the space around them; empty ones are left out."""
    spans: list[Span] = []
    start = 0
    for found in _BREAK.finditer(text):
        end = found.end(1) if found.group(1) else found.start()
        _append_stripped(spans, text, start, end)
        start = found.end()
    _append_stripped(spans, text, start, len(text))
    return spans


def words(text: str, span: Span | None = None) -> list[Word]:
    """The words of a text, or of one span of it; a hyphen divides words, an apostrophe does not."""
    start, piece = (0, text) if span is None else (span.start, text[span.start : span.end])
    folded = _folded(piece)
    return [
        Word(found.group(), start + found.start(), start + found.end())
        for found in _WORD.finditer(folded)
    ]


def _folded(text: str) -> str:
    """In lower case with straight apostrophes, each character in its old place."""
    lower = text.lower()
    if len(lower) != len(text):  # some capitals, such as the dotted I, have two-character forms
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower if lower.isascii() and "`" not in lower else lower.translate(_APOSTROPHES)


def _append_stripped(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        spans.append(Span(start, end))
