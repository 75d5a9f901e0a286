"""Sarcasm: the author says the opposite of what is meant, or mocks by feigning to mean it."""

import re
from collections.abc import Sequence
from math import log
from typing import Literal, NamedTuple

from .phrases import PhraseHit, PhraseTable
from .polarity import PolarWord, polar_words
from .sarcasm_cues import MOCKERY, PRETENCE, SCORN
from .scoring import IMDB_ERRORS, logistic_tag
from .sentences import sentences, words
from .tagger import Reliability, Span, Tag

Cue = Literal["mockery", "pretence", "scorn"]

_PHRASES = PhraseTable[Cue]({"mockery": MOCKERY, "pretence": PRETENCE, "scorn": SCORN})
# Drawn-out words ("soooo"), "NOT!" after praise, and doubt in brackets: "(!)".
_EMPHASIS = re.compile(
    r"([aeouhlmrs])\1{2,20}|\bNOT\b[!.)]|[.!-] ?[Nn]ot[!.)]|\([!?]{1,5}\)|\?!|!\?"
)


class SarcasmFeatures(NamedTuple):
    """What the score adds up, counts as log(1 + count); also the shape of its weights.

    Attributes:
        mockery, pretence, scorn: Phrases of each kind.
        emphasis: Drawn-out words and doubting punctuation.
        questions: Sentences that end in a question mark.
        exclamations: Sentences that end in an exclamation mark.
        criticism: Share of criticism among the polar words, in (0, 1); 0.5 where there are none.
    """

    mockery: float
    pretence: float
    scorn: float
    emphasis: float
    questions: float
    exclamations: float
    criticism: float


class SarcasmTagger:
    """Counts mock praise, feigned belief, emphasis and rhetorical questions amid criticism."""

    name = "sarcasm"
    threshold = 0.25
    reliability: Reliability | None = Reliability(
        gold=IMDB_ERRORS,
        n=201,
        precision=0.455,
        precision_interval=(0.269, 0.653),
        recall=0.294,
        recall_interval=(0.168, 0.462),
    )

    weights = SarcasmFeatures(
        mockery=1.30,
        pretence=0.59,
        scorn=0.47,
        emphasis=0.97,
        questions=0.60,
        exclamations=0.11,
        criticism=2.72,
    )
    bias = -3.66

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        """One tag for each text, in order."""
        return [self._tag_one(text) for text in texts]

    def features(self, text: str) -> SarcasmFeatures:
        """What the score of a text is made of."""
        return _features(_Cues.of(text))

    def _tag_one(self, text: str) -> Tag:
        cues = _Cues.of(text)
        evidence = [hit.span for hit in cues.hits] + cues.emphasis + cues.questions
        return logistic_tag(_features(cues), self.weights, self.bias, self.threshold, evidence)


class _Cues(NamedTuple):
    hits: list[PhraseHit[Cue]]
    emphasis: list[Span]
    questions: list[Span]
    exclamations: list[Span]
    polar: list[PolarWord]

    @classmethod
    def of(cls, text: str) -> "_Cues":
        cues = cls([], [], [], [], [])
        cues.emphasis.extend(Span(*found.span()) for found in _EMPHASIS.finditer(text))
        for span in sentences(text):
            found = words(text, span)
            cues.hits.extend(_PHRASES.find(found))
            cues.polar.extend(polar_words(found))
            ending = text[span.end - 1]
            if ending == "?":
                cues.questions.append(span)
            elif ending == "!":
                cues.exclamations.append(span)
        return cues


def _features(cues: _Cues) -> SarcasmFeatures:
    kinds = [hit.kind for hit in cues.hits]
    against = sum(word.sign < 0 for word in cues.polar)
    return SarcasmFeatures(
        mockery=log(1 + kinds.count("mockery")),
        pretence=log(1 + kinds.count("pretence")),
        scorn=log(1 + kinds.count("scorn")),
        emphasis=log(1 + len(cues.emphasis)),
        questions=log(1 + len(cues.questions)),
        exclamations=log(1 + len(cues.exclamations)),
        criticism=(against + 1) / (len(cues.polar) + 2),
    )
