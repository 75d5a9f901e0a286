"""Spans of evidence that do not overlap."""

from collections.abc import Iterable

from .tagger import Span


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
