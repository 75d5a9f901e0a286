"""Train the fast taggers on all gold, and write their weights, figures and provenance.

    python benchmarks/fit_taggers.py DATA_FOLDER

writes taggers/weights: lexicon.npz, one file for each category, measured.json, provenance.json.
The same data, versions and seeds give the same files.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import sklearn
from scipy import sparse
from sklearn.metrics import f1_score
from tagger_blocks import Blocks, Left, Table, fit_blocks
from tagger_gold import (
    CLEARLY_THERE,
    FILM,
    FILM_CATEGORIES,
    FOLDS,
    READ_CATEGORIES,
    Gold,
    category_gold,
    film_reviews,
    folds_of,
    read_readings,
)
from tagger_lexicon import BATCH, Material, fit_lexicon, read_material
from tagger_mixture import Kind, fit_mixture, out_of_fold
from tagger_stack import Source

from sentiment_lab.analysis.intervals import wilson_interval
from sentiment_lab.taggers.features import FeatureReader, Lexicon
from sentiment_lab.taggers.held_out import HeldOutScores
from sentiment_lab.taggers.weights import FOLDER, save_weights

CATEGORIES = (*FILM_CATEGORIES, *READ_CATEGORIES)

LexicalFeatures = tuple[sparse.csr_matrix, sparse.csr_matrix, np.ndarray]


class Films(NamedTuple):
    """Film reviews of all categories: the gold first, then the single readings.

    Attributes:
        gold: By category; the same reviews in the same order.
        readings: ``id, text`` and grades.
        table: Its targets are the categories, in the order of ``CATEGORIES``.
        blocks: Models on ``table``.
        texts: Of all rows.
    """

    gold: dict[str, Gold]
    readings: pd.DataFrame
    table: Table
    blocks: dict[Left, Blocks]
    texts: list[str]

    def truth(self, category: str) -> np.ndarray:
        """How surely the category is clearly there: gold, or what a single grade is worth."""
        expected = np.array(CLEARLY_THERE[category])[self.readings[category]]
        if category in self.gold:
            return np.r_[self.gold[category].labels, expected]
        # The gold was not read for this category: the share among the readings stands in.
        return np.r_[np.full(self.n_gold, expected.mean()), expected]

    @property
    def n_gold(self) -> int:
        """How many rows are gold; they come first."""
        return len(self.texts) - len(self.readings)


class Fitted(NamedTuple):
    """One category: what it was trained on, and the out-of-fold scores of each set."""

    kinds: list[Kind]
    golds: list[Gold]
    arrays: dict[str, np.ndarray]
    scores: dict[str, np.ndarray]


def read_features(reader: FeatureReader, texts: Sequence[str]) -> LexicalFeatures:
    """Words, characters and dense features of many texts."""
    parts = [reader.read(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
    return (
        sparse.csr_matrix(sparse.vstack([part.words for part in parts])),
        sparse.csr_matrix(sparse.vstack([part.characters for part in parts])),
        np.vstack([part.dense for part in parts]).astype(np.float32),
    )


def film_material(folder: Path, reader: FeatureReader) -> Films:
    """The film reviews with their features and models."""
    gold = {category: film_reviews(folder, category) for category in FILM_CATEGORIES}
    first = gold[FILM_CATEGORIES[0]]
    readings = read_readings(folder)
    grades = readings[list(CATEGORIES)].to_numpy() / 2
    graded = np.column_stack([
        gold[category].targets
        if category in gold
        else np.full(len(first.texts), grades[:, at].mean())
        for at, category in enumerate(CATEGORIES)
    ])  # fmt: skip
    texts = [*first.texts, *readings["text"]]
    table = Table(
        *read_features(reader, texts),
        targets=np.vstack([graded, grades]),
        folds=np.r_[first.folds, folds_of(readings["id"])],
    )
    return Films(gold, readings, table, fit_blocks(table), texts)


def category_kinds(
    category: str, films: Films, golds: Sequence[Gold], reader: FeatureReader
) -> list[Kind]:
    """What the experts of one category are fitted on, film reviews first."""
    at = CATEGORIES.index(category)
    tables = [_table(gold, read_features(reader, gold.texts)) for gold in golds]
    blocks = [fit_blocks(table) for table in tables]
    borrowed = [(films.blocks, i) for i in range(len(CATEGORIES)) if i != at]
    own = Source(films.blocks, at, [*borrowed, *((each, 0) for each in blocks)])
    kinds = [Kind(FILM, films.table, own, films.truth(category))]
    for i, gold in enumerate(golds):
        others = [(each, 0) for j, each in enumerate(blocks) if j != i]
        source = Source(blocks[i], 0, [*others, (films.blocks, at)])
        kinds.append(Kind(gold.kind, tables[i], source, gold.labels.astype(float)))
    return kinds


def fit_category(
    category: str, films: Films, golds: Sequence[Gold], reader: FeatureReader
) -> Fitted:
    """The mixture of one category, and its out-of-fold scores."""
    kinds = category_kinds(category, films, golds, reader)
    mixtures = [fit_mixture(kinds, frozenset([fold])) for fold in range(FOLDS)]
    scores = {kind.name: out_of_fold(mixtures, kind.table) for kind in kinds}
    texts = [*films.texts, *(text for gold in golds for text in gold.texts)]
    held_out = HeldOutScores.of(texts, np.concatenate(list(scores.values())))
    arrays = fit_mixture(kinds, frozenset()).arrays()
    arrays |= {"held_out_hashes": held_out.hashes, "held_out_scores": held_out.scores}
    return Fitted(kinds, list(golds), arrays, scores)


def _table(gold: Gold, features: LexicalFeatures) -> Table:
    return Table(
        *features, gold.labels[:, None].astype(float), gold.folds, gold.praise, gold.criticism
    )


def measure(kind: str, gold: str, labels: np.ndarray, scores: np.ndarray) -> dict[str, object]:
    """Precision and recall at the threshold, with Wilson intervals."""
    present, true = scores >= 0.5, labels == 1
    hits = int((present & true).sum())
    return {
        "kind": kind,
        "gold": gold,
        "n": len(labels),
        "precision": round(hits / max(int(present.sum()), 1), 3),
        "precision_interval": [round(x, 3) for x in wilson_interval(hits, int(present.sum()))],
        "recall": round(hits / int(true.sum()), 3),
        "recall_interval": [round(x, 3) for x in wilson_interval(hits, int(true.sum()))],
        "f1": round(float(f1_score(true, present)), 3),
    }


def measured(category: str, films: Films, fitted: Fitted) -> list[dict[str, object]]:
    """The figures of one category on each of its gold sets."""
    found = []
    if category in films.gold:
        gold = films.gold[category]
        scores = fitted.scores[FILM][: films.n_gold]
        found.append(measure(FILM, gold.name, gold.labels, scores))
    found += [measure(g.kind, g.name, g.labels, fitted.scores[g.kind]) for g in fitted.golds]
    return found


def write(folder: Path, target: Path) -> None:
    """Train everything and write it."""
    golds = {category: category_gold(folder, category) for category in CATEGORIES}
    texts = list(dict.fromkeys(t for sets in golds.values() for gold in sets for t in gold.texts))
    material = read_material(folder, texts)
    lexicon = fit_lexicon(material, texts, folder)
    target.mkdir(exist_ok=True)
    save_weights(
        target / "lexicon.npz", {f.name: getattr(lexicon, f.name) for f in fields(lexicon)}
    )
    reader = FeatureReader(Lexicon.load(target))
    films = film_material(folder, reader)
    figures: dict[str, list[dict[str, object]]] = {}
    for category in CATEGORIES:
        others = [gold for gold in golds[category] if gold.kind != FILM]
        fitted = fit_category(category, films, others, reader)
        save_weights(target / f"{category}.npz", fitted.arrays)
        figures[category] = measured(category, films, fitted)
        for found in figures[category]:
            print(category, found, flush=True)
    _write_json(target / "measured.json", {c: found for c, found in figures.items() if found})
    _write_json(target / "provenance.json", provenance(golds, films, material))


def provenance(
    golds: Mapping[str, Sequence[Gold]], films: Films, material: Material
) -> dict[str, object]:
    """What the weights were made from."""
    return {
        "command": "python benchmarks/fit_taggers.py DATA_FOLDER",
        "seed": 0,
        "folds": FOLDS,
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
        "gold": {
            category: [
                {"set": gold.name, "kind": gold.kind, "rows": len(gold.texts),
                 "dropped": gold.dropped, "positive": int(gold.labels.sum())}
                for gold in sets
            ]
            for category, sets in golds.items()
        },
        "readings": {"file": "benchmarks/readings/imdb_train.csv", "rows": len(films.readings)},
        "lexicon": {
            "imdb train reviews": len(material.reviews),
            "rotten-tomatoes snippets": len(material.snippets),
            "sentences of rotten-tomatoes plots": len(material.plots),
            "mixed_sst and sent_dynasent sentences": len(material.phrases),
        },
    }  # fmt: skip


def _write_json(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), FOLDER)
