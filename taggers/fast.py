"""The taggers of the level ``fast``: linear experts whose trained weights ship with the package."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from .cues import cue_tokens
from .english import not_english
from .evidence import Bonus, evidence_of
from .experts import Mixture
from .features import FeatureReader, Features
from .held_out import HeldOutScores
from .measured import load_reliability
from .profile import Pieces
from .reading import Shape
from .sentences import words
from .tagger import Reliability, Tag
from .weights import load_weights

_BATCH = 500
_FEWEST_WORDS = 5
"""In fewer there is nothing to tell a category by: "Great." is no sarcasm, whatever its odds."""


class Shipped(NamedTuple):
    """What one file of weights holds."""

    mixture: Mixture
    held_out: HeldOutScores


class FastTagger:
    """Scores a text by the experts of its category.

    The score is no probability: 0.5 is where the F1 of each kind of text is best, by
    cross-validation. A text that is not English, or shorter than five
    words, scores 0.

    Subclasses name a category whose weights ship with the package.
    """

    name: str
    threshold = 0.5
    cues: tuple[str, ...] = ()
    """Lists whose phrases show the category to a reader, beside the words that weigh."""
    cue_weight = 3.0
    """What a word of such a phrase adds, in log-odds, where evidence is chosen. At 3 the evidence
    of domain overlaps the readers' spans better (token F1 0.33) than at 0 (0.27)."""

    @property
    def reliability(self) -> Reliability | None:
        """The figures of cross-validation on film reviews, or on what gold there is."""
        return load_reliability(self.name)

    @cached_property
    def feature_reader(self) -> FeatureReader:
        """What reads the features; equal readers may share what they read."""
        return FeatureReader.shipped()

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        """One tag for each text, in order.

        Raises:
            AssetError: The weights are missing or damaged.
        """
        return [tag for batch in self._read(texts) for tag in self.tag_features(batch)]

    def tag_features(self, features: Features) -> list[Tag]:
        """One tag for each text of a batch that was read before, in order."""
        judged = self._shipped.mixture.judge(features)
        reading = features.reading
        english = np.array([not not_english(text) for text in reading.texts], dtype=bool)
        known = english & (reading.per_text(reading.has(Shape.WORD)) >= _FEWEST_WORDS)
        scores = np.where(known, judged.scores, 0.0)
        bonus = Bonus(self.sentence_bonus(features.sentences), self._token_bonus(features))
        return [
            self._tag(features, row, float(scores[row]), int(judged.kinds[row]), bonus)
            for row in range(len(scores))
        ]

    def held_out_scores(self, texts: Sequence[str]) -> np.ndarray:
        """What texts that trained the tagger score when it has not seen them, NaN for others.

        Shape (n,), float64.
        """
        found = self._shipped.held_out.find(texts)
        short = np.array([len(words(text)) < _FEWEST_WORDS for text in texts], dtype=bool)
        return np.where(short & ~np.isnan(found), 0.0, found)

    @cached_property
    def _shipped(self) -> Shipped:
        arrays = load_weights(self.name)
        held_out = HeldOutScores(arrays.pop("held_out_hashes"), arrays.pop("held_out_scores"))
        return Shipped(Mixture.from_arrays(arrays), held_out)

    def _read(self, texts: Sequence[str]) -> Iterator[Features]:
        for start in range(0, len(texts), _BATCH):
            yield self.feature_reader.read(texts[start : start + _BATCH])

    def _tag(self, features: Features, row: int, score: float, kind: int, bonus: Bonus) -> Tag:
        if score < self.threshold:
            return Tag(score, present=False, evidence=())
        spans = evidence_of(features, row, self._weights_in_text[:, kind], bonus)
        return Tag(score, present=True, evidence=spans)

    @cached_property
    def _weights_in_text(self) -> np.ndarray:
        idf = self.feature_reader.lexicon.word_idf
        return self._shipped.mixture.main.words * idf[:, None]

    def _token_bonus(self, features: Features) -> np.ndarray | None:
        if not self.cues:
            return None
        return self.cue_weight * cue_tokens(features.reading, features.hits, self.cues)

    def sentence_bonus(self, sentences: Pieces) -> np.ndarray | None:  # noqa: ARG002
        """What speaks for showing a sentence as evidence beside its words; None: nothing."""
        return None
