"""Marks on the surface of a text: length, punctuation, capitals, drawn-out words."""

import re

import numpy as np

from .reading import Reading, Shape, form_hash

SURFACE_NAMES = (
    "words", "sentences", "sentence_length", "upper", "title_inside", "drawn_out", "digits",
    "emoji", "links", "hashtags", "mentions", "questions", "exclamations", "dots", "quotes",
    "brackets", "commas", "dashes", "breaks", "doubt", "question_exclaims", "asides",
    "scare_quotes", "years", "rating", "first_person", "second_person", "third_person", "past",
)  # fmt: skip

_DOUBT = re.compile(r"\([!?]{1,5}\)|\bNOT\b[!.)]|[.!-] ?[Nn]ot[!.)]")
_MIXED_MARKS = re.compile(r"\?!|!\?|!!!|\?\?")
_ASIDE = re.compile(r"\*\w|</|\bLOL\b|\blol\b|[;:]-?[)DP]|\bha(?:ha)+\b|\bheh\b")
_SCARE_QUOTES = re.compile(r"[\"“'‘](?:\w+ ?){1,2}[\"”'’](?!\w)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FORMS = (_DOUBT, _MIXED_MARKS, _ASIDE, _SCARE_QUOTES, _YEAR)


def _hashes(listed: str) -> np.ndarray:
    return np.array(sorted({form_hash(form) for form in listed.split()}), dtype=np.uint64)


_QUOTES = _hashes('" “ ”')
_BRACKETS = _hashes("( )")
_DASHES = _hashes("- – —")
_COMMA = _hashes(", ;")
_QUESTION, _EXCLAMATION, _DOTS = _hashes("? ??"), _hashes("! !!"), _hashes(".. …")
_FIRST = _hashes("i i'm i've i'd i'll me my mine myself we us our")
_SECOND = _hashes("you your you're yourself you'll you've")
_THIRD = _hashes("he she him her his hers they them their himself herself it's")
_PAST = _hashes("was were had did went saw got made took came said")


def surface(reading: Reading) -> np.ndarray:
    """Shape (n_texts, len(SURFACE_NAMES)): rates in 100 words, or logarithms of counts."""
    word = reading.has(Shape.WORD)
    n_words = reading.per_text(word)
    per_hundred = 100 / (n_words + 20)
    n_sentences = np.bincount(reading.sentence_text, minlength=reading.n_texts)

    def rate(tokens: np.ndarray) -> np.ndarray:
        return reading.per_text(tokens) * per_hundred

    def listed(hashes: np.ndarray) -> np.ndarray:
        return rate(np.isin(reading.forms, hashes))

    starts = np.r_[True, reading.sentence[1:] != reading.sentence[:-1]][: len(word)]
    return np.column_stack([
        np.log1p(n_words), np.log1p(n_sentences), np.log1p(n_words / np.maximum(n_sentences, 1)),
        rate(reading.has(Shape.UPPER)), rate(reading.has(Shape.TITLE) & ~starts),
        *(rate(reading.has(shape)) for shape in (
            Shape.DRAWN_OUT, Shape.DIGIT, Shape.EMOJI, Shape.LINK, Shape.HASHTAG, Shape.MENTION
        )),
        *(listed(marks) for marks in (
            _QUESTION, _EXCLAMATION, _DOTS, _QUOTES, _BRACKETS, _COMMA, _DASHES
        )),
        rate(reading.has(Shape.BREAK)),
        *(_matches(form, reading) for form in _FORMS),
        _ratings(reading),
        *(listed(forms) for forms in (_FIRST, _SECOND, _THIRD, _PAST)),
    ])  # fmt: skip


def _matches(pattern: re.Pattern[str], reading: Reading) -> np.ndarray:
    return np.log1p([len(pattern.findall(text)) for text in reading.texts])


_RATING = re.compile(
    r"(?<![\d.,/])(\d{1,2}(?:[.,]\d)?)\s?(?:/|out of)\s?(10|5|4)(?![\d/])", re.IGNORECASE
)


def _ratings(reading: Reading) -> np.ndarray:
    """1 for a stated rating in the middle of its scale, -1 for one at an end, 0 for none."""
    values = np.zeros(reading.n_texts)
    for row, text in enumerate(reading.texts):
        found = _RATING.search(text)
        if found:
            share = float(found.group(1).replace(",", ".")) / float(found.group(2))
            values[row] = 1.0 if 0.35 <= share <= 0.75 else -1.0
    return values
