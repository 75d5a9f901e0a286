"""The stretches of a text that carry a score."""

from typing import NamedTuple

import numpy as np

from .features import Features
from .ngrams import word_buckets
from .reading import Reading, Shape, ngram_hashes, token_spans
from .scoring import disjoint
from .tagger import Span

_SHOWN = 3
_LEAST_SHARE = 0.5  # of the strongest stretch: weaker ones are not shown
_WINDOW = 24  # tokens: a longer sentence is cut to its strongest stretch
_FEWEST_TOKENS = 3


class Bonus(NamedTuple):
    """What speaks for showing a word or a sentence beside the weights of its n-grams; in log-odds.

    Attributes:
        sentences: For each sentence of a batch, shape (n_sentences,); None: nothing.
        tokens: For each token of the batch, shape (n_tokens,); None: nothing.
    """

    sentences: np.ndarray | None = None
    tokens: np.ndarray | None = None


def evidence_of(
    features: Features,
    row: int,
    weights: np.ndarray,
    bonus: Bonus | None = None,
) -> tuple[Span, ...]:
    """The stretches whose words add most to the log-odds.

    What a stretch adds is what the linear model would lose without its n-grams, so this is
    occlusion, in closed form.

    Args:
        features: Of a batch.
        row: Which text of the batch.
        weights: Of the word n-grams, with their inverse document frequency, shape (2**WORD_BITS,).
        bonus: What else speaks for showing words and sentences.

    Returns:
        At least one span, where the text has a token; in order, none overlapping.
    """
    reading = features.reading.one(row)
    if len(reading.forms) == 0:
        return ()
    values = _shared_values(reading, weights)
    bonus = bonus or Bonus()
    if bonus.tokens is not None:
        first, last = np.searchsorted(features.reading.text, [row, row + 1])
        values = values + bonus.tokens[first:last]
    spans = token_spans(reading.texts[0])
    mark = reading.has(Shape.BREAK)
    begins = np.flatnonzero(np.r_[True, reading.sentence[1:] != reading.sentence[:-1]])
    stretches = []
    for start, stop in zip(begins, [*begins[1:], len(mark)], strict=True):
        tokens = np.arange(start, stop)[~mark[start:stop]]
        if len(tokens) < min(_FEWEST_TOKENS, len(mark)):
            continue
        score, begin, end = _strongest(values[tokens])
        if bonus.sentences is not None:
            score += float(bonus.sentences[reading.sentence[start]])
        stretches.append((score, Span(int(spans[tokens[begin], 0]), int(spans[tokens[end], 1]))))
    if not stretches:
        return (Span(int(spans[0, 0]), int(spans[-1, 1])),)
    stretches.sort(key=lambda pair: -pair[0])
    least = _LEAST_SHARE * stretches[0][0]
    shown = [span for score, span in stretches[:_SHOWN] if score >= least > 0]
    return disjoint(shown or [stretches[0][1]])


def _shared_values(reading: Reading, weights: np.ndarray) -> np.ndarray:
    """The weight of each word, and half that of each pair it stands in."""
    values = weights[word_buckets(reading.forms)].astype(float)
    pairs, at = ngram_hashes(reading, 2)
    halves = weights[word_buckets(pairs)] / 2
    values[at] += halves
    values[at + 1] += halves
    return values


def _strongest(values: np.ndarray) -> tuple[float, int, int]:
    """The sum, first and last token of the strongest window."""
    if len(values) <= _WINDOW:
        return float(values.sum()), 0, len(values) - 1
    sums = np.convolve(values, np.ones(_WINDOW), "valid")
    begin = int(sums.argmax())
    return float(sums[begin]), begin, begin + _WINDOW - 1
