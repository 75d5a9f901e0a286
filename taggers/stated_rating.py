"""Ratings that a text states: "8/10", "three stars out of five", "I give it a B+"."""

import re
from collections.abc import Sequence

import numpy as np

from .scoring import disjoint
from .tagger import Reliability, Span, Tag

_NUMBER = r"(?:\d{1,3}(?:[.,]\d{1,2})?|zero|half|one|two|three|four|five|six|seven|eight|nine|ten)"
_HALF = r"(?:\s(?:and\s(?:a\s)?half|1/2)|½)?"
_SCALE = r"(?:4|5|6|10|20|100|four|five|six|ten|twenty|a hundred|hundred)"
_GIVEN = r"(?:give|gave|gives|rate|rated|gets?|earns|deserves|score|rating)"
_WHAT = r"(?:\s(?:it|this|the|film|movie|him|her|them|that|an?|solid|strong|generous))*"
_FORMS = (
    # 8/10, 7.5 / 10; no date (1/10/05), no 24/7
    (
        r"(?<![\d./,$])\d{1,3}(?:[.,]\d{1,2})?½?\s?/\s?(?:4|5|6|10|20|100)(?![\d/%]|(?:th|st)\b)",
        ("/",),
    ),
    # eight out of ten, 3 of 5 stars
    (
        rf"(?<![\w.,/]){_NUMBER}{_HALF}(?:\s(?:stars?|points?))?\s"
        rf"(?:out\sof\s(?:a\s(?:possible\s)?)?{_SCALE}(?:\sstars?)?|of\s{_SCALE}\sstars?)(?![\w/%])",
        ("out of", "star"),
    ),
    # three and a half stars, two thumbs up
    (
        rf"(?<![\w.,/]){_NUMBER}{_HALF}[\s-](?:stars?|thumbs?\s(?:up|down))\b"
        r"(?!\s(?:cast|hotel|general|war|trek))",
        ("star", "thumb"),
    ),
    # *** out of *****, **1/2, three signs of a star in a row
    (
        r"(?<![*\w])\*{1,5}(?:½|\s?1/2|\s?(?:/|out\sof)\s?(?:\*{4,5}|[45])(?![\d*]))|[★☆]{2,10}",
        ("*", "★", "☆"),
    ),
    # I give it a B+; Grade: C-
    (
        rf"\b(?:{_GIVEN}{_WHAT}|grade\s?[:=])\s?[\"']?(?-i:[A-DF][+-]?)[\"']?(?![\w'’])"
        r"(?!\s(?:movie|film|grade))",
        ("give", "gave", "rat", "get", "earns", "deserves", "score", "grade"),
    ),
    # my vote is seven, rating: 3, I give it an 8
    (
        r"\b(?:rating|score|grade|vote|i\s(?:give|rate)\s(?:it|this)(?:\s(?:film|movie))?)"
        rf"(?:\s(?:is|was|of|an?))*\s?[:=-]?\s?(?!one\b){_NUMBER}(?![\w%/])"
        r"(?!\s(?:years?|times|minutes|hours?|more|of|films?|movies?|thumbs?))",
        ("rating", "score", "grade", "vote", "give", "rate"),
    ),
)
_PATTERNS = tuple((re.compile(form, re.IGNORECASE), needed) for form, needed in _FORMS)
"""Each with words of which a text must hold one: looking for those first is cheaper."""


class StatedRatingTagger:
    """Finds ratings by their form; 1 where there is one."""

    name = "stated_rating"
    threshold = 0.5
    reliability: Reliability | None = None

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        """One tag for each text, in order."""
        return [self._tag_one(text) for text in texts]

    def held_out_scores(self, texts: Sequence[str]) -> np.ndarray:
        """NaN for each text: no text trained it. Shape (n,)."""
        return np.full(len(texts), np.nan)

    def _tag_one(self, text: str) -> Tag:
        lower = text.lower()
        spans = disjoint(
            Span(*found.span())
            for pattern, needed in _PATTERNS
            if any(word in lower for word in needed)
            for found in pattern.finditer(text)
        )
        return Tag(score=float(bool(spans)), present=bool(spans), evidence=spans)
