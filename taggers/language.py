"""Whether a text is English: the fast taggers know no other language."""

import numpy as np

from .reading import Reading, Shape, form_hash, read

# Frequent English words that are no words of German, French, Spanish, Italian or Dutch.
_FREQUENT = """
    the of and to is it that this with for you are be have not but they his her she what from just
    i my your we all one so like at by as if or an there their about when which who out up some
    will would could should can do does did don't it's i'm isn't doesn't didn't can't has had been
    were how than then them these those because into only other more most very really good movie
    film great get make see know think time people much even well where why too now never ever
    any him its our us over after before being also still thing something nothing watch watching
    story bad best better love acting characters here go going want day today today's got way
    right new first last little look work need
"""
_KNOWN = np.array(sorted({form_hash(word) for word in _FREQUENT.split()}), dtype=np.uint64)
_ENOUGH_WORDS = 8
_LEAST_SHARE = 0.1


def english(reading: Reading) -> np.ndarray:
    """Whether each text is taken for English, shape (n_texts,), bool.

    A text of fewer than eight words in Latin letters is given the benefit of the doubt.
    """
    word = reading.has(Shape.WORD)
    n_words = reading.per_text(word)
    known = reading.per_text(word & np.isin(reading.forms, _KNOWN))
    foreign = reading.per_text(reading.has(Shape.FOREIGN))
    strange = (n_words >= _ENOUGH_WORDS) & (known < _LEAST_SHARE * n_words)
    return ~strange & (foreign <= 0.5 * n_words)


def looks_english(text: str) -> bool:
    """Whether a text is taken for English, by its letters and its most frequent words."""
    return bool(english(read([text]))[0])
