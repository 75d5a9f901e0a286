"""How often each category was tagged in a file, with the surest examples."""

import heapq
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

import pandas as pd

from ..taggers.tagger import Tagger
from ..taggers.tagging import EVIDENCE_SUFFIX, PRESENT_SUFFIX, SCORE_SUFFIX
from .tag_texts import TaggedBatch


class Example(NamedTuple):
    """A tagged text."""

    category: str
    id: str
    score: float
    text: str
    evidence: tuple[tuple[int, int], ...]


class TagSummary(NamedTuple):
    """What a file of texts came to.

    Attributes:
        shares: One row a category: ``category, n`` (texts with an answer), ``tagged, share`` (in
            [0, 1], of ``n``).
        examples: The surest of each category, in the order of the categories.
        reliability: ``category, n`` (gold rows), ``precision, recall``, one row a tagger that was
            measured.
    """

    shares: pd.DataFrame
    examples: tuple[Example, ...]
    reliability: pd.DataFrame


def summarise_tags(
    batches: Iterable[TaggedBatch], taggers: Sequence[Tagger], *, examples: int = 2
) -> TagSummary:
    """Count tags, and keep the best examples alone in memory.

    Args:
        batches: As `tag_texts` gives them.
        taggers: That made them.
        examples: Most of one category; among equal scores the first of the file.
    """
    answered: Counter[str] = Counter()
    tagged: Counter[str] = Counter()
    best: dict[str, list[tuple[float, int, Example]]] = {each.name: [] for each in taggers}
    order = count()
    for batch in batches:
        for name, kept in best.items():
            answered[name] += int(batch.tags[name + PRESENT_SUFFIX].notna().sum())
            for found in _tagged(batch, name):
                tagged[name] += 1
                _keep(kept, (found.score, -next(order), found), examples)
    shares = pd.DataFrame(
        [(name, answered[name], tagged[name]) for name in best],
        columns=pd.Index(["category", "n", "tagged"]),
    )
    shares["share"] = shares["tagged"] / shares["n"].where(shares["n"] > 0)
    surest = tuple(each[2] for kept in best.values() for each in sorted(kept, reverse=True))
    return TagSummary(shares, surest, _reliability(taggers))


def _reliability(taggers: Sequence[Tagger]) -> pd.DataFrame:
    known = [(each.name, each.reliability) for each in taggers if each.reliability is not None]
    return pd.DataFrame(
        [(name, found.n, found.precision, found.recall) for name, found in known],
        columns=pd.Index(["category", "n", "precision", "recall"]),
    )


def _tagged(batch: TaggedBatch, name: str) -> Iterator[Example]:
    """The texts of a batch that have the category, in order."""
    columns = [name + suffix for suffix in (PRESENT_SUFFIX, SCORE_SUFFIX, EVIDENCE_SUFFIX)]
    rows = zip(
        batch.texts["id"], batch.texts["text"], *(batch.tags[each] for each in columns), strict=True
    )
    for id_, text, present, score, evidence in rows:
        if present:
            spans = tuple((int(start), int(end)) for start, end in json.loads(str(evidence)))
            yield Example(name, str(id_), float(str(score)), str(text), spans)


def _keep(kept: list[tuple[float, int, Example]], found: tuple, most: int) -> None:
    if len(kept) < most:
        heapq.heappush(kept, found)
    elif found[:2] > kept[0][:2]:
        heapq.heapreplace(kept, found)
