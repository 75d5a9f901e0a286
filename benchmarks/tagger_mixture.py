"""Mixtures of experts with a gate, fitted with each fold left out and on everything."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from tagger_blocks import N_CHARACTERS, N_WORDS, Left, Table, Weights, no_weights
from tagger_gold import FOLDS
from tagger_stack import Source, fit_expert

from sentiment_lab.taggers.experts import Linear, Mixture

GATE_INVERSE_PENALTY = 200.0
GATE_ROWS = 1500
DENSE_IN_GATE = 0.05


class Kind(NamedTuple):
    """What an expert is fitted on.

    Attributes:
        name: The kind of text.
        table: Its features and targets.
        source: Models of its columns.
        truth: How surely each text belongs, in [0, 1], shape (n,).
    """

    name: str
    table: Table
    source: Source
    truth: np.ndarray


def fit_mixture(kinds: Sequence[Kind], left: Left) -> Mixture:
    """The mixture that has not seen some folds of any kind."""
    experts = [fit_expert(kind.table, kind.source, kind.truth, left) for kind in kinds]
    return Mixture(
        tuple(kind.name for kind in kinds),
        _fit_gate([kind.table for kind in kinds], left),
        _joined([expert.main for expert in experts]),
        _joined([expert.praise for expert in experts]),
        _joined([expert.criticism for expert in experts]),
        np.array([expert.rarer for expert in experts]),
    )


def out_of_fold(mixtures: Sequence[Mixture], table: Table) -> np.ndarray:
    """Scores of each text by the mixture that has not seen its fold, shape (n,)."""
    scores = np.zeros(len(table.folds))
    for fold in range(FOLDS):
        rows = np.flatnonzero(table.folds == fold)
        part = _Rows(table.words[rows], table.characters[rows], table.dense[rows])
        scores[rows] = mixtures[fold].judge(part).scores
    return scores


class _Rows(NamedTuple):
    """The features of some rows, as far as a mixture reads them."""

    words: sparse.csr_matrix
    characters: sparse.csr_matrix
    dense: np.ndarray


def _joined(parts: Sequence[Weights]) -> Linear:
    return Linear(
        np.column_stack([part.words for part in parts]),
        np.column_stack([part.characters for part in parts]),
        np.column_stack([part.dense for part in parts]),
        np.array([part.bias for part in parts]),
    )


def _fit_gate(tables: Sequence[Table], left: Left) -> Linear:
    """Multinomial regression on words and dense features; every kind counts alike."""
    if len(tables) == 1:
        return _joined([no_weights(tables[0].dense.shape[1])])
    rng = np.random.default_rng(0)
    rows = [
        rng.permutation(np.flatnonzero(~np.isin(table.folds, list(left))))[:GATE_ROWS]
        for table in tables
    ]
    x = sparse.vstack([
        sparse.hstack([table.words[at], table.characters[at], table.dense[at] * DENSE_IN_GATE])
        for table, at in zip(tables, rows, strict=True)
    ]).tocsr()  # fmt: skip
    y = np.repeat(np.arange(len(tables)), [len(at) for at in rows])
    model = LogisticRegression(C=GATE_INVERSE_PENALTY, class_weight="balanced", max_iter=300)
    coefficients, bias = _for_each_kind(model.fit(x, y))
    first_dense = N_WORDS + N_CHARACTERS
    return Linear(
        coefficients[:, :N_WORDS].T,
        coefficients[:, N_WORDS:first_dense].T,
        coefficients[:, first_dense:].T * DENSE_IN_GATE,
        bias,
    )


def _for_each_kind(model: LogisticRegression) -> tuple[np.ndarray, np.ndarray]:
    """Of two kinds scikit-learn gives only the log-odds of the second."""
    coefficients, bias = np.asarray(model.coef_), np.asarray(model.intercept_)
    if len(coefficients) > 1:
        return coefficients, bias
    return np.vstack([-coefficients, coefficients]) / 2, np.r_[-bias, bias] / 2
