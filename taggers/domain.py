"""Domain language: a verdict that is read rightly only by who knows film as a domain."""

import re
from collections.abc import Sequence
from math import log
from typing import Literal, NamedTuple

from .domain_cues import COMPARISONS, CRAFT, GRADES, STANDARDS
from .phrases import PhraseHit, PhraseTable
from .scoring import IMDB_ERRORS, logistic_tag
from .sentences import words
from .tagger import Reliability, Span, Tag

Cue = Literal["grade", "craft", "standard", "comparison"]

_PHRASES = PhraseTable[Cue](
    {"grade": GRADES, "craft": CRAFT, "standard": STANDARDS, "comparison": COMPARISONS}
)
# "makes A look like B", with up to seven words for A.
_MADE_TO_LOOK = re.compile(
    r"\b(?:makes?|made|making)\s(?:[^\s.;]{1,30}\s){1,7}(?:looks?|seem|feel|sound)\s"
    r"(?:like|good|great|positively|a)\b[^.!?;<\n]{0,60}",
    re.IGNORECASE,
)
# A name after a word that compares: "better than Jaws", "worse than any Bond film".
_NAMED_RIVAL = re.compile(
    r"\b(?:better|worse|superior|inferior|funnier|scarier|closer?) (?:than|to) "
    r"(?:anything |any |the |most |your average )?[\"'“]?[A-Z][\w'’-]{0,30}"
    r"|\b(?:like|as|than) [\"“'][A-Z][\w'’-]{0,30}"
)
_PUBLIC = re.compile(
    r"\b(?:fans?|lovers?) of (?:[\w'-]{1,30} ){0,3}(?:films?|movies?|flicks?|cinema|genre)\b"
    r"|\bif you (?:like|love|enjoy|liked|want|are into) (?:[\w'-]{1,30} ){0,4}"
    r"(?:films?|movies?|flicks?|cinema)\b",
    re.IGNORECASE,
)


class DomainFeatures(NamedTuple):
    """What the score adds up, each as log(1 + count); also the shape of its weights.

    Attributes:
        grades: Kinds of film whose name is a verdict ("B-movie", "camp", "direct to video").
        craft: Terms of craft, genre and trade.
        standards: Films, makers and programmes that others are measured by.
        comparisons: Ways of comparing, named rivals, appeals to a genre's public.
        made_to_look: "makes A look like B".
    """

    grades: float
    craft: float
    standards: float
    comparisons: float
    made_to_look: float


class DomainTagger:
    """Counts film terms that carry a verdict and other films used as a standard."""

    name = "domain"
    threshold = 0.33
    reliability: Reliability | None = Reliability(
        gold=IMDB_ERRORS,
        n=201,
        precision=0.438,
        precision_interval=(0.307, 0.577),
        recall=0.42,
        recall_interval=(0.294, 0.558),
    )

    weights = DomainFeatures(
        grades=1.11,
        craft=0.48,
        standards=0.51,
        comparisons=0.78,
        made_to_look=2.92,
    )
    bias = -1.82

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        """One tag for each text, in order."""
        return [self._tag_one(text) for text in texts]

    def features(self, text: str) -> DomainFeatures:
        """What the score of a text is made of."""
        return _features(_Cues.of(text))

    def _tag_one(self, text: str) -> Tag:
        cues = _Cues.of(text)
        evidence = [*(hit.span for hit in cues.hits), *cues.compared, *cues.made_to_look]
        return logistic_tag(_features(cues), self.weights, self.bias, self.threshold, evidence)


class _Cues(NamedTuple):
    hits: list[PhraseHit[Cue]]
    compared: list[Span]
    made_to_look: list[Span]

    @classmethod
    def of(cls, text: str) -> "_Cues":
        hits = _PHRASES.find(words(text))
        return cls(
            [hit for hit in hits if hit.kind != "standard" or _is_name(text, hit.span)],
            [Span(*m.span()) for form in (_NAMED_RIVAL, _PUBLIC) for m in form.finditer(text)],
            [Span(*m.span()) for m in _MADE_TO_LOOK.finditer(text)],
        )


def _is_name(text: str, span: Span) -> bool:
    """Whether a title or surname is written as one: "a rocky start" is no film."""
    return text[span.start].isupper() or text[span.start].isdigit()


def _features(cues: _Cues) -> DomainFeatures:
    kinds = [hit.kind for hit in cues.hits]
    return DomainFeatures(
        grades=log(1 + kinds.count("grade")),
        craft=log(1 + kinds.count("craft")),
        standards=log(1 + kinds.count("standard")),
        comparisons=log(1 + kinds.count("comparison") + len(cues.compared)),
        made_to_look=log(1 + len(cues.made_to_look)),
    )
