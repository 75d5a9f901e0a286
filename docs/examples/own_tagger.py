"""A category of your own: complaints about the length of a film.

    cd docs/examples
    sentiment-lab tag reviews.csv --tagger own_tagger:TooLongTagger --format table

A tagger needs no base class: a name, a threshold, what is known of its reliability, and tag().
"""

import re
from collections.abc import Sequence

from sentiment_lab.taggers.tagger import Span, Tag

COMPLAINT = re.compile(
    r"\b(too long|overlong|drags?(?: on)?|never ends|an hour too long|look(?:ed|s)? at my watch)\b",
    re.IGNORECASE,
)


class TooLongTagger:
    """Says how sure it is that the author found the film too long."""

    name = "too_long"
    threshold = 0.5
    reliability = None  # not measured yet: `tag --evaluate` tells, given gold

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        """One tag for each text, in order; the spans index the text as it was given."""
        return [self._tag(text) for text in texts]

    def _tag(self, text: str) -> Tag:
        found = tuple(Span(*hit.span()) for hit in COMPLAINT.finditer(text))
        score = 1 - 0.5 ** len(found)  # no complaint: 0, one: 0.5, two: 0.75
        return Tag(score=score, present=score >= self.threshold, evidence=found)
