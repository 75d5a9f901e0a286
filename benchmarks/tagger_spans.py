"""Evidence against spans that readers marked, word by word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tagger_gold import Gold, category_gold, film_reviews

from sentiment_lab.taggers.fast import FastTagger
from sentiment_lab.taggers.tagger import Span

SPAN_COLUMNS = {
    "sarcasm": ("sarcasm_span_1", "sarcasm_span_2"),
    "mixed": ("mixed_pos_span_1", "mixed_neg_span_1", "mixed_pos_span_2", "mixed_neg_span_2"),
    "domain": ("domain_span_1", "domain_span_2"),
}
_WORD = re.compile(r"\w+")


class Overlap(NamedTuple):
    """Means over texts, in [0, 1]."""

    f1: float
    precision: float
    recall: float
    whole: float


def span_rows(folder: Path, taggers: Mapping[str, FastTagger]) -> Iterator[Sequence[object]]:
    """Token F1 on each gold that marks spans; every reader's spans count."""
    for category, columns in SPAN_COLUMNS.items():
        gold = film_reviews(folder, category)
        marked = [
            [Span(*map(int, row[c])) for c in columns if len(row[c]) == 2]
            for row in gold.frame.to_dict("records")
        ]
        yield _row(taggers[category], gold, marked)
    gold = next(g for g in category_gold(folder, "sarcasm") if "ironic_utterance" in g.frame)
    marked = [
        [Span(text.find(said), text.find(said) + len(said))]
        if isinstance(said, str) and said in text
        else []
        for text, said in zip(gold.texts, gold.frame["ironic_utterance"], strict=True)
    ]
    yield _row(taggers["sarcasm"], gold, marked)


def _row(tagger: FastTagger, gold: Gold, marked: Sequence[Sequence[Span]]) -> Sequence[object]:
    tags = tagger.tag(gold.texts)
    held_out = tagger.held_out_scores(gold.texts)
    both = [
        (text, tag.evidence, spans)
        for text, tag, score, spans, label in zip(
            gold.texts, tags, held_out, marked, gold.labels, strict=True
        )
        if label == 1 and spans and tag.present and score >= tagger.threshold
    ]
    found = np.array([_overlap(*each) for each in both])
    means = Overlap(*found.mean(axis=0))
    return (tagger.name, gold.name, len(both), *(f"{value:.3f}" for value in means))


def _overlap(text: str, evidence: Sequence[Span], marked: Sequence[Span]) -> Overlap:
    words = [found.span() for found in _WORD.finditer(text)]
    ours, theirs = (
        np.array([any(a < end and start < b for start, end in spans) for a, b in words])
        for spans in (evidence, marked)
    )
    hits = int((ours & theirs).sum())
    precision, recall = hits / max(int(ours.sum()), 1), hits / max(int(theirs.sum()), 1)
    f1 = 2 * hits / max(int(ours.sum() + theirs.sum()), 1)
    return Overlap(
        f1, precision, recall, 2 * float(theirs.sum()) / (len(words) + float(theirs.sum()))
    )
