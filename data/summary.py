"""A data set in figures: sizes, balance, lengths and repetition, ready to be shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .checks import repetition
from .dataset import Dataset, Finding, Split

TokenCounts = Callable[[Sequence[str]], list[int]]
"""Texts to the number of a tokenizer's tokens in each."""

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
LIMITS = (128, 256, 512)
"""Numbers of tokens at which models usually cut texts off."""

_PARTS: tuple[Split, ...] = ("train", "validation", "test")


@dataclass(frozen=True)
class DatasetSummary:
    """What ``sentiment-lab data`` shows.

    Attributes:
        name, unit, published, fingerprint, classes: As in `Dataset`.
        sizes: Columns ``split, rows`` and, where films are named, ``groups``.
        balance: Columns ``split, label, n, share``; shares in [0, 1] within a split.
        lengths: Columns ``split, measure`` (``words`` or ``tokens``), ``mean, p5, p25, p50, p75,
            p95, max`` and ``over_128, over_256, over_512``: shares of texts that are longer.
        overlap: Columns ``what, n``: doubled texts and texts or films in both train and test.
        findings: What the checks found.
    """

    name: str
    unit: str
    published: str | None
    fingerprint: str
    classes: tuple[str, ...]
    sizes: pd.DataFrame
    balance: pd.DataFrame
    lengths: pd.DataFrame
    overlap: pd.DataFrame
    findings: tuple[Finding, ...]


def summarise(dataset: Dataset, tokenizer: TokenCounts | None = None) -> DatasetSummary:
    """The figures of a data set.

    Args:
        dataset: A loaded data set.
        tokenizer: Counts tokens; without it lengths are given in words alone.
    """
    return DatasetSummary(
        name=dataset.name,
        unit=dataset.unit,
        published=dataset.published,
        fingerprint=dataset.fingerprint,
        classes=dataset.classes,
        sizes=pd.DataFrame(_sizes(dataset)),
        balance=pd.DataFrame(_balance(dataset)),
        lengths=pd.DataFrame(_lengths(dataset, tokenizer)),
        overlap=_overlap(dataset),
        findings=dataset.findings,
    )


def count_words(texts: Sequence[str]) -> list[int]:
    """Words between blanks in each text."""
    return [len(text.split()) for text in texts]


def _sizes(dataset: Dataset) -> Iterator[dict[str, object]]:
    for part in _PARTS:
        frame = dataset.split(part)
        groups = {"groups": frame["group"].nunique()} if "group" in frame else {}
        yield {"split": part, "rows": len(frame), **groups}


def _balance(dataset: Dataset) -> Iterator[dict[str, object]]:
    for part in _PARTS:
        labels = dataset.split(part)["label"]
        for name in dataset.classes:
            n = int(labels.eq(name).sum())
            yield {"split": part, "label": name, "n": n, "share": n / len(labels)}


def _lengths(dataset: Dataset, tokenizer: TokenCounts | None) -> Iterator[dict[str, object]]:
    measures = {"words": count_words} | ({"tokens": tokenizer} if tokenizer else {})
    for measure, count in measures.items():
        for part in _PARTS:
            counts = np.asarray(count(dataset.split(part)["text"].tolist()))
            yield {
                "split": part,
                "measure": measure,
                "mean": counts.mean(),
                **{f"p{q * 100:.0f}": np.quantile(counts, q) for q in QUANTILES},
                "max": counts.max(),
                **{f"over_{limit}": (counts > limit).mean() for limit in LIMITS},
            }


def _overlap(dataset: Dataset) -> pd.DataFrame:
    found = repetition({part: dataset.split(part) for part in _PARTS})
    rows = [
        ("texts doubled inside train and validation", found.train),
        ("texts doubled inside test", found.test),
        ("test texts in train or validation", found.across),
        ("groups in both test and train or validation", found.groups),
    ]
    return pd.DataFrame(
        [row for row in rows if row[1] is not None], columns=pd.Index(["what", "n"])
    )
