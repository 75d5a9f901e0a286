"""Measure the taggers against gold labels: precision, recall, AUC, average precision.

    python benchmarks/evaluate_taggers.py DATA_FOLDER

prints the figures that stand in docs/categories.md and in each tagger's ``reliability``.
"""

import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score
from tagger_gold import Gold, film_reviews, halve, other_gold

from sentiment_lab.analysis.intervals import wilson_interval
from sentiment_lab.taggers.registry import load_taggers
from sentiment_lab.taggers.tagger import Tagger


class Share(NamedTuple):
    """A share with its 95 % Wilson interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


class Figures(NamedTuple):
    """How one tagger did on one gold set; ``*_weighted`` as in the whole population."""

    gold: str
    n: int
    base_rate: float
    precision: Share
    recall: Share
    auc: float
    average_precision: float
    precision_weighted: float
    recall_weighted: float


def measure(tagger: Tagger, name: str, gold: Gold) -> Figures:
    """Figures of a tagger at its own threshold."""
    tags = tagger.tag(gold.texts)
    scores = np.array([tag.score for tag in tags])
    present = np.array([tag.present for tag in tags])
    true = gold.labels == 1
    hits = gold.weights[present & true].sum()
    return Figures(
        name,
        len(tags),
        float(true.mean()),
        _share(int((present & true).sum()), int(present.sum())),
        _share(int((present & true).sum()), int(true.sum())),
        float(roc_auc_score(true, scores)),
        float(average_precision_score(true, scores)),
        float(hits / gold.weights[present].sum()),
        float(hits / gold.weights[true].sum()),
    )


def _share(successes: int, n: int) -> Share:
    low, high = wilson_interval(successes, n)
    return Share(successes / n, low, high)


def show(figures: Figures) -> None:
    """Print one block of figures."""
    print(f"  {figures.gold}: n={figures.n}, base rate {figures.base_rate:.3f}")
    print(f"    precision {figures.precision}, recall {figures.recall}")
    print(f"    AUC {figures.auc:.3f}, average precision {figures.average_precision:.3f}")
    if figures.precision_weighted != figures.precision.value:
        weighted = (figures.precision_weighted, figures.recall_weighted)
        print("    weighted to all reviews: precision {:.3f}, recall {:.3f}".format(*weighted))


def main() -> None:
    """Print the figures of each tagger on each gold set, then its speed."""
    folder = Path(sys.argv[1])
    others: dict[str, list[tuple[str, Gold]]] = {
        "sarcasm": [
            (
                "sarcasm_filatova_amazon, reporting half",
                halve(other_gold(folder, "sarcasm_filatova_amazon"), "reporting"),
            )
        ],
        "mixed": [
            ("mixed_semeval16_reviews", other_gold(folder, "mixed_semeval16_reviews")),
            (
                "mixed_sst_dev_validated, reporting half",
                halve(other_gold(folder, "mixed_sst_dev_validated"), "reporting"),
            ),
        ],
    }
    for tagger in load_taggers():
        print(f"{tagger.name} (threshold {tagger.threshold})")
        reporting = film_reviews(folder, tagger.name, "reporting")
        show(measure(tagger, "imdb_errors, reporting half", reporting))
        for name, gold in others.get(tagger.name, []):
            show(measure(tagger, name, gold))
    show_speed(pd.read_parquet(folder / "imdb" / "test.parquet")["text"].tolist())


def show_speed(texts: list[str]) -> None:
    """Print the processor seconds of each tagger over all texts."""
    for tagger in load_taggers():
        start = time.process_time()
        present = sum(tag.present for tag in tagger.tag(texts))
        seconds = time.process_time() - start
        print(f"{tagger.name}: {present} of {len(texts)} texts, {seconds:.1f} s of processor time")


if __name__ == "__main__":
    main()
