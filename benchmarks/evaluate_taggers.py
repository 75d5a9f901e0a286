"""Measure the fast taggers against gold, out of fold, beside plain tf-idf on the same folds.

    python benchmarks/evaluate_taggers.py DATA_FOLDER

prints the tables of docs/categories.md as markdown. Gold rows trained the taggers, so each enters
with the score of the fold that had not seen it.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from tagger_gold import (
    FILM,
    FILM_CATEGORIES,
    Gold,
    category_gold,
    film_reviews,
    read_readings,
)
from tagger_measures import (
    Carried,
    Scored,
    auc,
    difference,
    estimate,
    f1,
    plain_scores,
    precision_area,
)
from tagger_spans import span_rows

from sentiment_lab.taggers.fast import FastTagger
from sentiment_lab.taggers.registry import load_taggers
from sentiment_lab.taggers.tagging import PRESENT_SUFFIX, tag_frame

LEARNED = (*FILM_CATEGORIES, "idiom")


def fast_taggers() -> dict[str, FastTagger]:
    """The shipped taggers by category."""
    return {t.name: t for t in load_taggers(LEARNED) if isinstance(t, FastTagger)}


def own_scores(tagger: FastTagger, texts: Sequence[str]) -> Scored:
    """Out-of-fold scores of gold texts, all of which trained the tagger."""
    scores = tagger.held_out_scores(texts)
    if np.isnan(scores).any():
        raise SystemExit(
            f"{tagger.name}: {np.isnan(scores).sum()} texts trained nothing: fit first"
        )
    return Scored(scores, scores >= tagger.threshold)


def print_table(title: str, header: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    """One table as markdown, row by row as they are found."""
    print(f"\n### {title}\n\n| {' | '.join(header)} |\n|{'---|' * len(header)}", flush=True)
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |", flush=True)


def gold_rows(folder: Path) -> Iterator[Sequence[object]]:
    """Every tagger on every gold set."""
    for name, tagger in fast_taggers().items():
        for gold in category_gold(folder, name):
            own = own_scores(tagger, gold.texts)
            plain = plain_scores(gold.texts, gold.labels, gold.folds)
            yield (
                name, gold.name, len(gold.texts), f"{gold.labels.mean():.3f}",
                *_triple(gold.labels, own), *_triple(gold.labels, plain),
                difference(precision_area, gold.labels, own.scores, plain.scores),
                difference(auc, gold.labels, own.scores, plain.scores),
            )  # fmt: skip


def _triple(labels: np.ndarray, scored: Scored) -> tuple[str, ...]:
    return (
        f"{precision_area(labels, scored.scores):.3f}",
        f"{auc(labels, scored.scores):.3f}",
        f"{f1(labels, scored.present):.3f}",
    )


def _pair(labels: np.ndarray, scores: np.ndarray) -> str:
    return f"{auc(labels, scores):.3f}, {precision_area(labels, scores):.3f}"


def film_rows(folder: Path) -> Iterator[Sequence[object]]:
    """Film reviews: pooled, within errors, within correct; beside the plain models."""
    readings = read_readings(folder)
    carried = Carried(readings["text"].tolist(), film_reviews(folder, "sarcasm").texts)
    for category, tagger in fast_taggers().items():
        if category not in FILM_CATEGORIES:
            continue
        gold = film_reviews(folder, category)
        own = own_scores(tagger, gold.texts)
        plain = plain_scores(gold.texts, gold.labels, gold.folds)
        fed = carried.score(readings[category].eq(2).to_numpy())
        for name, rows in _cells(gold):
            labels = gold.labels[rows]
            yield (
                category, name, len(labels), int(labels.sum()),
                estimate(auc, labels, own.scores[rows]),
                estimate(precision_area, labels, own.scores[rows]),
                _pair(labels, plain.scores[rows]),
                difference(auc, labels, own.scores[rows], plain.scores[rows]),
                _pair(labels, fed[rows]),
                difference(auc, labels, own.scores[rows], fed[rows]),
            )  # fmt: skip


def _cells(gold: Gold) -> Iterator[tuple[str, np.ndarray]]:
    yield "all", np.ones(len(gold.texts), dtype=bool)
    for model in ("ngram", "bert"):
        wrong = gold.frame[f"{model}_wrong"].to_numpy(bool)
        yield f"{model} wrong", wrong
        yield f"{model} right", ~wrong


def reader_rows(folder: Path) -> Iterator[Sequence[object]]:
    """Film reviews against each reader alone and against the wider yes."""
    for category, tagger in fast_taggers().items():
        if category not in FILM_CATEGORIES:
            continue
        gold = film_reviews(folder, category)
        scores = own_scores(tagger, gold.texts).scores
        one, two = (gold.frame[f"{category}_{reader}"].to_numpy() for reader in (1, 2))
        wider = gold.frame[f"{category}_any"].to_numpy()
        yield (
            category, *(f"{auc((grade == 2).astype(int), scores):.3f}" for grade in (one, two)),
            f"{auc(wider, scores):.3f}, {precision_area(wider, scores):.3f} ({wider.mean():.2f})",
            f"{auc((one == 2).astype(int), two):.3f}", f"{auc((two == 2).astype(int), one):.3f}",
        )  # fmt: skip


def stars_rows(folder: Path) -> Iterator[Sequence[object]]:
    """Filatova within strata of stars."""
    tagger = fast_taggers()["sarcasm"]
    gold = next(g for g in category_gold(folder, "sarcasm") if g.name == "sarcasm_filatova_amazon")
    own = own_scores(tagger, gold.texts)
    plain = plain_scores(gold.texts, gold.labels, gold.folds)
    stars = gold.frame["stars"].astype(float).to_numpy()
    for name, rows in (("1", stars == 1), ("2 to 4", (stars > 1) & (stars < 5)), ("5", stars == 5)):
        labels = gold.labels[rows]
        yield (
            name, len(labels), int(labels.sum()), estimate(auc, labels, own.scores[rows]),
            f"{auc(labels, plain.scores[rows]):.3f}",
            difference(auc, labels, own.scores[rows], plain.scores[rows]),
        )  # fmt: skip


def speed_rows(folder: Path) -> Iterator[Sequence[object]]:
    """All taggers together on the IMDB test reviews."""
    frame = pd.read_parquet(folder / "imdb" / "test.parquet", columns=["id", "text"])
    start, used = time.perf_counter(), time.process_time()
    tags = tag_frame(frame, load_taggers())
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    words = sum(len(text.split()) for text in frame["text"])
    shares = ", ".join(
        f"{name.removesuffix(PRESENT_SUFFIX)} {tags[name].mean():.3f}"
        for name in map(str, tags.columns) if name.endswith(PRESENT_SUFFIX)
    )  # fmt: skip
    yield len(frame), words, f"{seconds:.0f}", f"{processor:.0f}", shares


def main() -> None:
    """Print every table."""
    folder = Path(sys.argv[1])
    print_table(
        "Every tagger on every gold set",
        ("tagger", "gold", "n", "base rate", "AP", "AUC", "F1", "tf-idf AP", "AUC", "F1",
         "AP minus tf-idf", "AUC minus tf-idf"),
        gold_rows(folder),
    )  # fmt: skip
    print_table(
        f"Each {FILM} of imdb_errors, unweighted",
        ("tagger", "rows", "n", "positive", "AUC", "AP", "tf-idf AUC, AP", "AUC minus tf-idf",
         "tf-idf trained on the readings AUC, AP", "AUC minus that"),
        film_rows(folder),
    )  # fmt: skip
    print_table(
        "Against each reader, and against the wider yes",
        ("tagger", "reader 1", "reader 2", "any: AUC, AP (base rate)", "reader 2 as judge of 1",
         "reader 1 as judge of 2"),
        reader_rows(folder),
    )  # fmt: skip
    print_table(
        "Filatova within strata of stars",
        ("stars", "n", "ironic", "AUC", "tf-idf AUC", "difference"),
        stars_rows(folder),
    )
    print_table(
        "Evidence: token F1 with the marked span where both say yes",
        ("tagger", "gold", "texts", "token F1", "precision", "recall", "the whole text"),
        span_rows(folder, fast_taggers()),
    )
    print_table(
        "Speed",
        ("texts", "words", "seconds", "processor seconds", "shares tagged"),
        speed_rows(folder),
    )


if __name__ == "__main__":
    main()
