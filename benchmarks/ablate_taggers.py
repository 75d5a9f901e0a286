"""What each part of the fast taggers is worth, out of fold.

    python benchmarks/ablate_taggers.py DATA_FOLDER

prints the tables of docs/tagger-experiments.md as markdown: AUC and average precision of each
expert with one part left out at a time, of its dense features with one group of them left out, of
film reviews without the readings, and of a set whose own expert is left out of the mixture.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from evaluate_taggers import print_table
from fit_taggers import CATEGORIES, Films, category_kinds, film_material
from sklearn.linear_model import Ridge
from tagger_blocks import DENSE_PENALTY, Table, fit_blocks
from tagger_gold import FILM, FILM_CATEGORIES, FOLDS, Gold, category_gold
from tagger_measures import auc, precision_area
from tagger_mixture import Kind, fit_mixture, out_of_fold
from tagger_stack import Source, fit_expert

from sentiment_lab.taggers.features import DENSE_NAMES, FeatureReader

PARTS = ("words", "characters", "dense", "borrowed", "sides")
PROFILE = ("sentence_", "clause_", "polarity", "middling")
GROUPS = {
    "cue phrases": ("count_", "rate_"),
    "run of polarity": PROFILE,
    "film keyness": ("keyness",),
}


def expert_scores(kind: Kind) -> np.ndarray:
    """Out-of-fold log-odds of an expert alone, without the gate."""
    scores = np.zeros(len(kind.truth))
    for fold in range(FOLDS):
        expert = fit_expert(kind.table, kind.source, kind.truth, frozenset([fold]))
        rows = np.flatnonzero(kind.table.folds == fold)
        both = [part.apply(kind.table, rows) for part in (expert.praise, expert.criticism)]
        scores[rows] = expert.main.apply(kind.table, rows) + expert.rarer * np.minimum(*both)
    return scores


def figures(labels: np.ndarray, scores: np.ndarray) -> str:
    """AUC and AP of the first rows, which are the gold."""
    mine = scores[: len(labels)]
    return f"{auc(labels, mine):.3f}, {precision_area(labels, mine):.3f}"


def part_rows(
    kinds: dict[str, list[Kind]], golds: dict[str, list[Gold]]
) -> Iterator[Sequence[object]]:
    """Each expert with one part left out."""
    for category, sets in golds.items():
        for kind in kinds[category]:
            gold = next((each for each in sets if each.kind == kind.name), None)
            if gold is None:
                continue
            cells = [figures(gold.labels, expert_scores(kind))]
            for part in PARTS:
                if part == "sides" and gold.praise is None:
                    cells.append("")
                    continue
                less = kind._replace(source=kind.source._replace(without=frozenset([part])))
                cells.append(figures(gold.labels, expert_scores(less)))
            yield category, gold.name, *cells


def dense_rows(
    kinds: dict[str, list[Kind]], golds: dict[str, list[Gold]]
) -> Iterator[Sequence[object]]:
    """Dense features alone, with one group of them left out."""
    for category, sets in golds.items():
        at = CATEGORIES.index(category)
        for kind in kinds[category]:
            gold = next((each for each in sets if each.kind == kind.name), None)
            if gold is None:
                continue
            target = kind.table.targets[:, at if kind.name == FILM else 0]
            every = np.ones(len(DENSE_NAMES), dtype=bool)
            rest = every.copy()
            cells = [figures(gold.labels, _dense_scores(kind.table, target, every))]
            for starts in GROUPS.values():
                group = np.array([name.startswith(starts) for name in DENSE_NAMES])
                rest &= ~group
                cells.append(figures(gold.labels, _dense_scores(kind.table, target, ~group)))
            cells.append(figures(gold.labels, _dense_scores(kind.table, target, ~rest)))
            yield category, gold.name, *cells


def _dense_scores(table: Table, target: np.ndarray, columns: np.ndarray) -> np.ndarray:
    scores = np.zeros(len(target))
    for fold in range(FOLDS):
        seen = table.folds != fold
        model = Ridge(alpha=DENSE_PENALTY).fit(table.dense[seen][:, columns], target[seen])
        scores[~seen] = model.predict(table.dense[~seen][:, columns])
    return scores


def reading_rows(
    films: Films, kinds: dict[str, list[Kind]], golds: dict[str, list[Gold]]
) -> Iterator[Sequence[object]]:
    """Film reviews with a half and with none of the readings."""
    n_gold = films.n_gold
    half = np.r_[
        np.ones(n_gold, dtype=bool), np.random.default_rng(0).random(len(films.readings)) < 0.5
    ]
    none = np.arange(len(half)) < n_gold
    fewer = {
        name: fit_blocks(_rows(films.table, kept))
        for name, kept in (("half", half), ("none", none))
    }
    for category in FILM_CATEGORIES:
        kind, gold = kinds[category][0], golds[category][0]
        cells = [figures(gold.labels, expert_scores(kind._replace(source=_alone(kind.source))))]
        for name, kept in (("half", half), ("none", none)):
            source = _alone(kind.source)._replace(own=fewer[name])
            less = Kind(FILM, _rows(films.table, kept), source, kind.truth[kept])
            cells.append(figures(gold.labels, expert_scores(less)))
        yield category, *cells


def _alone(source: Source) -> Source:
    return source._replace(without=frozenset(["borrowed"]))


def _rows(table: Table, kept: np.ndarray) -> Table:
    return replace(
        table,
        words=table.words[kept],
        characters=table.characters[kept],
        dense=table.dense[kept],
        targets=table.targets[kept],
        folds=table.folds[kept],
    )


def across_rows(
    kinds: dict[str, list[Kind]], golds: dict[str, list[Gold]]
) -> Iterator[Sequence[object]]:
    """Each set scored by the experts of the other kinds alone."""
    for category, sets in golds.items():
        for kind in kinds[category]:
            gold = next((each for each in sets if each.kind == kind.name), None)
            others = [each for each in kinds[category] if each.name != kind.name]
            if gold is None or not others:
                continue
            borrowing = [_without_kind(each, kind) for each in others]
            mixtures = [fit_mixture(borrowing, frozenset([fold])) for fold in range(FOLDS)]
            yield (
                category,
                gold.name,
                len(gold.labels),
                figures(gold.labels, out_of_fold(mixtures, kind.table)),
            )


def _without_kind(kind: Kind, left_out: Kind) -> Kind:
    kept = [each for each in kind.source.others if each[0] is not left_out.source.own]
    return kind._replace(source=kind.source._replace(others=kept))


def main() -> None:
    """Print every table."""
    folder = Path(sys.argv[1])
    reader = FeatureReader.shipped()
    films = film_material(folder, reader)
    golds = {name: category_gold(folder, name) for name in (*FILM_CATEGORIES, "idiom")}
    kinds = {
        name: category_kinds(name, films, [g for g in sets if g.kind != FILM], reader)
        for name, sets in golds.items()
    }
    header = ("category", "gold")
    print_table(
        "Each expert alone, AUC and AP, with one part left out",
        (*header, "whole", *(f"without {part}" for part in PARTS)),
        part_rows(kinds, golds),
    )
    print_table(
        "Dense features alone, AUC and AP, with one group left out",
        (*header, "all of them", *(f"without {group}" for group in GROUPS), "without the surface"),
        dense_rows(kinds, golds),
    )
    print_table(
        "Film reviews, own parts only, AUC and AP",
        ("category", "gold and readings", "half the readings", "gold alone"),
        reading_rows(films, kinds, golds),
    )
    print_table(
        "Across domains: no text of the set's kind was seen",
        (*header, "n", "AUC, AP"),
        across_rows(kinds, golds),
    )


if __name__ == "__main__":
    main()
