"""Properties of a text that need no model: how it is laid out, marked and phrased."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

WORD = r"\w+(?:'\w+)*"
"""What a word is, of texts in small letters with straight apostrophes."""

_GROUPED = {
    "first person": "i me my mine myself i'm i've i'd i'll we us our",
    "second person": "you your yours yourself you're you'll you've you'd",
    "negators": (
        "not no never none nothing nobody neither nor without cannot can't don't doesn't didn't "
        "isn't wasn't aren't weren't won't wouldn't couldn't shouldn't hasn't haven't hadn't "
        "ain't hardly barely"
    ),
    "words of contrast": (
        "but although though however yet despite while whereas nevertheless nonetheless"
    ),
    "modal verbs": "could would should might may must ought could've should've",
    "comparatives": "better worse best worst than more less most least",
    "hedges": (
        "somewhat fairly rather quite maybe perhaps probably seems seemed kinda sorta mostly "
        "slightly"
    ),
}
WORD_GROUPS = {name: frozenset(words.split()) for name, words in _GROUPED.items()}
"""Small classes of words, in small letters."""


class Property(NamedTuple):
    """Something that can be counted in a text.

    Attributes:
        name: As it stands in the name of a slice, in the plural.
        occurrences: From a text to how often it occurs.
    """

    name: str
    occurrences: Callable[[str], int]


def _matches(pattern: str) -> Callable[[str], int]:
    compiled = re.compile(pattern)
    return lambda text: len(compiled.findall(text))


def _occurrences(*signs: str) -> Callable[[str], int]:
    return lambda text: sum(text.count(sign) for sign in signs)


PROPERTIES: tuple[Property, ...] = (
    Property("HTML tags", _matches(r"<[a-zA-Z/][^<>]{0,80}>")),
    Property("digits", _matches(r"\d+")),
    Property("ratings such as 7/10", _matches(r"\b\d{1,2}(?:\.\d)? ?/ ?(?:5|10|100)\b")),
    Property("question marks", _occurrences("?")),
    Property("exclamation marks", _occurrences("!")),
    Property("repeated ? or !", _matches(r"[?!]{2,}")),
    Property("ellipses", _occurrences("...", "…")),
    Property("words in capitals", _matches(r"\b[A-Z]{3,}\b")),
    Property("quotation marks", _occurrences('"', "“", "”")),
    Property("parentheses", _occurrences("(")),
    Property("colons and semicolons", _occurrences(":", ";")),
    Property("dashes", _occurrences(" - ", "--", "–", "—")),
    Property("web addresses", _matches(r"https?://|www\.")),
    Property("non-ASCII characters", lambda text: 0 if text.isascii() else _non_ascii(text)),
)


def count_properties(texts: Sequence[str]) -> dict[str, Counts]:
    """How often each property occurs in each text, shape (n texts,) for each name."""
    return {
        each.name: np.fromiter(map(each.occurrences, texts), dtype=np.int64, count=len(texts))
        for each in PROPERTIES
    }


def _non_ascii(text: str) -> int:
    return sum(not character.isascii() for character in text)
