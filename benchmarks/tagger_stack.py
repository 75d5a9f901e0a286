"""Stacking: how much each block, and each other kind of text, counts for an expert."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from tagger_blocks import Blocks, Left, Table, Weights, total
from tagger_gold import FOLDS

STACK_INVERSE_PENALTY = 0.3


class Expert(NamedTuple):
    """One fused linear expert; 0.5 is where its F1 is best."""

    main: Weights
    praise: Weights
    criticism: Weights
    rarer: float


class Source(NamedTuple):
    """Where the columns of a stack come from.

    Attributes:
        own: The models of the expert's own kind.
        target: Which of its targets is the category.
        others: Models of other kinds with a target each, whose lexical parts are borrowed.
        without: Columns to leave out, for experiments: "words", "characters", "dense", "borrowed",
            "sides" (praise and criticism).
    """

    own: Mapping[Left, Blocks]
    target: int
    others: Sequence[tuple[Mapping[Left, Blocks], int]]
    without: frozenset[str] = frozenset()


def fit_expert(table: Table, source: Source, truth: np.ndarray, left: Left) -> Expert:
    """Weigh the columns on folds that neither their models nor the stack have seen.

    Args:
        table: The texts of the kind.
        source: Models of each column for each set of folds left out.
        truth: How surely each text belongs, in [0, 1], shape (n,).
        left: The fold that is kept out of everything; empty for the final expert.
    """
    inner = [fold for fold in range(FOLDS) if fold not in left]
    rows = np.concatenate([np.flatnonzero(table.folds == fold) for fold in inner])
    columns = np.vstack([
        _columns(table, source, left | {fold}, np.flatnonzero(table.folds == fold))
        for fold in inner
    ])  # fmt: skip
    mean, scale = columns.mean(axis=0), columns.std(axis=0) + 1e-9
    model = _soft_logistic((columns - mean) / scale, truth[rows])
    shares = model.coef_[0] / scale
    bias = float(np.asarray(model.intercept_)[0] - mean @ shares)
    cut = best_cut(truth[rows], columns @ shares + bias)
    return _fused(source, left, shares, bias - cut)


def best_cut(truth: np.ndarray, log_odds: np.ndarray) -> float:
    """The log-odds at which the expected F1 is best, the mean over near-best cuts."""
    order = np.argsort(-log_odds)
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + truth.sum())
    near = f1 >= f1.max() - 0.005
    return float(np.mean(log_odds[order][near]))


def _parts(source: Source, left: Left) -> tuple[list[Weights], tuple[Weights, Weights] | None]:
    blocks, at = source.own[left], source.target
    own = {"words": blocks.words, "characters": blocks.characters, "dense": blocks.dense}
    parts = [each[at] for name, each in own.items() if name not in source.without]
    for other, target in source.others if "borrowed" not in source.without else ():
        lexical = [(0.5, other[left].words[target]), (0.5, other[left].characters[target])]
        parts.append(total(lexical, 0.0))
    if blocks.praise is None or blocks.criticism is None or "sides" in source.without:
        return parts, None
    return [*parts, blocks.praise, blocks.criticism], (blocks.praise, blocks.criticism)


def _columns(table: Table, source: Source, left: Left, rows: np.ndarray) -> np.ndarray:
    parts, heads = _parts(source, left)
    columns = [part.apply(table, rows) for part in parts]
    if heads is not None:
        columns.append(np.minimum(columns[-2], columns[-1]))
    return np.column_stack(columns)


def _fused(source: Source, left: Left, shares: np.ndarray, bias: float) -> Expert:
    parts, heads = _parts(source, left)
    main = total(list(zip(shares[: len(parts)].tolist(), parts, strict=True)), bias)
    if heads is None:
        zero = total([(0.0, main)], 0.0)
        return Expert(main, zero, zero, 0.0)
    return Expert(main, *heads, rarer=float(shares[-1]))


def _soft_logistic(x: np.ndarray, truth: np.ndarray) -> LogisticRegression:
    """Logistic regression on degrees of belief: each row counts as yes and as no, in part."""
    both = np.vstack([x, x])
    answers = np.repeat([1, 0], len(x))
    weights = np.r_[truth, 1 - truth]
    model = LogisticRegression(C=STACK_INVERSE_PENALTY, max_iter=500)
    return model.fit(both[weights > 0], answers[weights > 0], sample_weight=weights[weights > 0])
