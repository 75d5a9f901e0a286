"""The categories whose weights ship with the package."""

import numpy as np

from .fast import FastTagger
from .profile import Pieces


class SarcasmTagger(FastTagger):
    """The author says the opposite of what is meant, or mocks by feigning to mean it."""

    name = "sarcasm"


class MixedTagger(FastTagger):
    """Praise and criticism of the same thing in the author's own voice."""

    name = "mixed"

    def sentence_bonus(self, sentences: Pieces) -> np.ndarray:
        """The plainest praise and the plainest criticism of each text are its evidence."""
        bonus = np.zeros(len(sentences.text))
        for polarity in (sentences.polarity, -sentences.polarity):
            order = np.lexsort((polarity, sentences.text))
            last = np.r_[sentences.text[order][1:] != sentences.text[order][:-1], True]
            plainest = order[last[: len(order)]]
            bonus[plainest] += np.where(polarity[plainest] > 0, 10.0, 0.0)
        return bonus


class DomainTagger(FastTagger):
    """A verdict that is read rightly only by who knows film as a domain."""

    name = "domain"


class NegationTagger(FastTagger):
    """A verdict that hinges on negated or contrary-to-fact sentiment."""

    name = "negation"


class ComparisonTagger(FastTagger):
    """Sentiment aimed at something other than the film under review."""

    name = "comparison"


class PlotWordsTagger(FastTagger):
    """Words of sentiment that tell the story."""

    name = "plot_words"


class IdiomTagger(FastTagger):
    """A figurative fixed expression that carries sentiment."""

    name = "idiom"


class HedgingTagger(FastTagger):
    """A verdict that is toned down or tentative."""

    name = "hedging"
