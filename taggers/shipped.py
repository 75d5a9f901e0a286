"""The categories whose weights ship with the package."""

import numpy as np

from .fast import FastTagger
from .profile import Pieces

_PLOT_WEIGHT = 3.0
"""What a sentence gains for each unit of log-odds that it tells the plot; as for `cue_weight`."""


class SarcasmTagger(FastTagger):
    """The author says the opposite of what is meant, or mocks by feigning to mean it."""

    name = "sarcasm"
    cues = ("mockery", "pretence", "scorn")


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
    cues = ("grade", "craft", "standard", "comparison")


class NegationTagger(FastTagger):
    """A verdict that hinges on negated or contrary-to-fact sentiment."""

    name = "negation"
    cues = ("negated", "contrary")


class ComparisonTagger(FastTagger):
    """Sentiment aimed at something other than the film under review."""

    name = "comparison"
    cues = ("comparison", "measure", "other_work", "other_voice")


class PlotWordsTagger(FastTagger):
    """Words of sentiment that tell the story."""

    name = "plot_words"
    cues = ("story",)

    def sentence_bonus(self, sentences: Pieces) -> np.ndarray:
        """A sentence that tells the plot is evidence sooner than one that judges."""
        return _PLOT_WEIGHT * sentences.plotness


class IdiomTagger(FastTagger):
    """A figurative fixed expression that carries sentiment."""

    name = "idiom"
    cues = ("idiom",)


class HedgingTagger(FastTagger):
    """A verdict that is toned down or tentative."""

    name = "hedging"
    cues = ("toned_down", "lukewarm")
