"""From the cues of a text to its tag: a logistic score, a threshold, spans that do not overlap."""

from collections.abc import Iterable, Sequence
from math import exp

from .tagger import Span, Tag

IMDB_ERRORS = "imdb_errors: IMDB reviews, hard ones over-represented"
"""The gold that the first taggers were measured on, in the half they were not tuned on."""


def disjoint(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap or touch joined, empty ones left out."""
    joined: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def logistic_tag(
    features: Sequence[float],
    weights: Sequence[float],
    bias: float,
    threshold: float,
    evidence: Iterable[Span],
) -> Tag:
    """The tag of a text whose log-odds are a weighted sum of its features.

    A text that shows no evidence scores 0, however its other features lie: what cannot be pointed
    at is not claimed.

    Args:
        features: What was counted, in the order of the weights.
        weights: Log-odds for one unit of each feature.
        bias: Log-odds where all features are 0.
        threshold: The least score that counts as present, above 0.
        evidence: Spans that speak for the category, in any order.
    """
    spans = disjoint(evidence)
    if not spans:
        return Tag(score=0.0, present=False, evidence=())
    log_odds = bias + sum(w * x for w, x in zip(weights, features, strict=True))
    score = 1.0 / (1.0 + exp(-log_odds))
    return Tag(score=score, present=score >= threshold, evidence=spans)
