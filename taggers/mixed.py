"""Mixed sentiment: praise and criticism of the same film in the author's own voice."""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import Literal, NamedTuple

from .mixed_cues import CONCESSIONS, EXTREMES, HEDGES
from .phrases import PhraseHit, PhraseTable
from .polarity import PolarWord, polar_words
from .scoring import IMDB_ERRORS, logistic_tag
from .sentences import sentences, words
from .tagger import Reliability, Span, Tag

Cue = Literal["hedge", "concession", "extreme"]

_PHRASES = PhraseTable[Cue](
    {"hedge": HEDGES, "concession": CONCESSIONS, "extreme": EXTREMES},
)
_MIDDLING_RATING = re.compile(
    r"(?<![\d.,/])(?:[4-7](?:[.,]\d)?\s?(?:/|out of)\s?10|(?:2(?:[.,]5)?|3)\s?(?:/|out of)\s?5"
    r"|2(?:[.,]5)?\s?(?:/|out of)\s?4)(?![\d/])"
    r"|\b(?:four|five|six|seven) out of ten\b|\bgrade:? [bc](?![\w])",
    re.IGNORECASE,
)
_SHOWN = 2  # sentences of each sort
# Rates in short texts would jump with each cue: as if this many words without a cue were added.
_PADDING_WORDS = 30
# Below 40 words a text is a snippet, in which one clause of each sign says as much as many do in a
# review; below 10 it says too little for more allowance.
_BRIEF_WORDS = 40
_BRIEFEST_WORDS = 10


class MixedFeatures(NamedTuple):
    """What the score adds up; also the shape of its weights.

    Attributes:
        balance: The rarer of praising and criticising sentences, as a share of both: 0 to 0.5.
        turns: Sentences whose sign turns at a connective of contrast, log(1 + count).
        hedges, concessions, extremes: Phrases in 100 words.
        middling_rating: 1 where the text states a rating near the middle of its scale.
        length: log of the number of words.
        brevity: log of how many times shorter than 40 words the text is; 0 where it is not.
    """

    balance: float
    turns: float
    hedges: float
    concessions: float
    extremes: float
    middling_rating: float
    length: float
    brevity: float


class MixedTagger:
    """Weighs praise against criticism, concessions and hedges against undivided verdicts."""

    name = "mixed"
    threshold = 0.32
    reliability: Reliability | None = Reliability(
        gold=IMDB_ERRORS,
        n=201,
        precision=0.39,
        precision_interval=(0.276, 0.517),
        recall=0.469,
        recall_interval=(0.337, 0.606),
    )

    weights = MixedFeatures(
        balance=1.85,
        turns=0.46,
        hedges=0.21,
        concessions=0.43,
        extremes=-0.16,
        middling_rating=1.47,
        length=0.40,
        brevity=1.46,
    )
    bias = -4.25

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        """One tag for each text, in order."""
        return [self._tag_one(text) for text in texts]

    def features(self, text: str) -> MixedFeatures:
        """What the score of a text is made of."""
        return _features(_Reading.of(text))

    def _tag_one(self, text: str) -> Tag:
        read = _Reading.of(text)
        evidence = _evidence(read)
        return logistic_tag(_features(read), self.weights, self.bias, self.threshold, evidence)


class _Sentence(NamedTuple):
    span: Span
    polar: list[PolarWord]
    cues: list[PhraseHit[Cue]]
    n_words: int

    @classmethod
    def of(cls, text: str, span: Span) -> "_Sentence":
        found = words(text, span)
        return cls(span, list(polar_words(found)), _PHRASES.find(found), len(found))

    @property
    def balance(self) -> int:
        return sum(word.sign for word in self.polar)

    @property
    def turns(self) -> bool:
        signs: dict[int, int] = {}
        for word in self.polar:
            signs[word.clause] = signs.get(word.clause, 0) + word.sign
        return any(one * other < 0 for one, other in pairwise(signs.values()))


class _Reading(NamedTuple):
    sentences: list[_Sentence]
    rating: Span | None

    @classmethod
    def of(cls, text: str) -> "_Reading":
        rating = _MIDDLING_RATING.search(text)
        read = [_Sentence.of(text, span) for span in sentences(text)]
        return cls(read, None if rating is None else Span(*rating.span()))


def _features(read: _Reading) -> MixedFeatures:
    praising = sum(sentence.balance > 0 for sentence in read.sentences)
    criticising = sum(sentence.balance < 0 for sentence in read.sentences)
    n_words = sum(sentence.n_words for sentence in read.sentences)
    cues = [cue.kind for sentence in read.sentences for cue in sentence.cues]
    in_hundred = 100 / (n_words + _PADDING_WORDS)
    return MixedFeatures(
        balance=min(praising, criticising) / max(praising + criticising, 1),
        turns=log(1 + sum(sentence.turns for sentence in read.sentences)),
        hedges=cues.count("hedge") * in_hundred,
        concessions=cues.count("concession") * in_hundred,
        extremes=cues.count("extreme") * in_hundred,
        middling_rating=float(read.rating is not None),
        length=log(1 + n_words),
        brevity=log(_BRIEF_WORDS / min(max(n_words, _BRIEFEST_WORDS), _BRIEF_WORDS)),
    )


def _evidence(read: _Reading) -> list[Span]:
    """The plainest praise and criticism and the sentences that turn, else what is conceded."""
    ordered = sorted(read.sentences, key=lambda sentence: sentence.balance)
    criticism = [sentence.span for sentence in ordered[:_SHOWN] if sentence.balance < 0]
    praise = [sentence.span for sentence in ordered[-_SHOWN:] if sentence.balance > 0]
    spans = [sentence.span for sentence in read.sentences if sentence.turns][:_SHOWN]
    if praise and criticism:
        spans += praise + criticism
    else:
        cues = [cue for sentence in read.sentences for cue in sentence.cues]
        spans += [cue.span for cue in cues if cue.kind == "concession"]
    return spans if read.rating is None else [*spans, read.rating]
