"""Ridge regressions on blocks of features, with the folds left out that stacking needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from scipy import sparse
from sklearn.linear_model import Ridge
from tagger_gold import FOLDS

from sentiment_lab.taggers.ngrams import CHARACTER_BITS, WORD_BITS

Left = frozenset[int]
"""The folds that a model has not seen."""

N_WORDS, N_CHARACTERS = 1 << WORD_BITS, 1 << CHARACTER_BITS

LEXICAL_PENALTY, DENSE_PENALTY, HEAD_PENALTY = 2.0, 300.0, 2.0
DENSE_IN_HEAD = 0.05


@dataclass(frozen=True)
class Table:
    """Features and targets of the texts of one kind.

    Attributes:
        words, characters, dense: Features, n rows each.
        targets: In [0, 1], shape (n, n_targets).
        folds: In [0, FOLDS), shape (n,).
        praise, criticism: 0 or 1, shape (n,), or None.
    """

    words: sparse.csr_matrix
    characters: sparse.csr_matrix
    dense: np.ndarray
    targets: np.ndarray
    folds: np.ndarray
    praise: np.ndarray | None = None
    criticism: np.ndarray | None = None


class Weights(NamedTuple):
    """One linear function: of words, characters, dense features, and what is added."""

    words: np.ndarray
    characters: np.ndarray
    dense: np.ndarray
    bias: float

    def apply(self, table: Table, rows: np.ndarray) -> np.ndarray:
        """Its values for some rows."""
        lexical = table.words[rows] @ self.words + table.characters[rows] @ self.characters
        return lexical + table.dense[rows] @ self.dense + self.bias


@dataclass(frozen=True)
class Blocks:
    """The models of one kind that have not seen some folds.

    Attributes:
        words, characters, dense: For each target, the function of that block alone.
        praise, criticism: Functions of all blocks, None where the gold does not say.
    """

    words: list[Weights]
    characters: list[Weights]
    dense: list[Weights]
    praise: Weights | None
    criticism: Weights | None


def left_outs() -> Iterator[Left]:
    """No fold, each fold, each pair of folds."""
    for size in (0, 1, 2):
        yield from map(frozenset, combinations(range(FOLDS), size))


def fit_blocks(table: Table) -> dict[Left, Blocks]:
    """Models for each set of folds that is left out."""
    return {left: _fit(table, ~np.isin(table.folds, list(left))) for left in left_outs()}


def _fit(table: Table, seen: np.ndarray) -> Blocks:
    nothing = no_weights(table.dense.shape[1])
    y = table.targets[seen]
    words = _ridge(table.words[seen], y, LEXICAL_PENALTY)
    characters = _ridge(table.characters[seen], y, LEXICAL_PENALTY)
    dense = _ridge(table.dense[seen], y, DENSE_PENALTY)
    return Blocks(
        [nothing._replace(words=each, bias=bias) for each, bias in words],
        [nothing._replace(characters=each, bias=bias) for each, bias in characters],
        [nothing._replace(dense=each, bias=bias) for each, bias in dense],
        _fit_head(table, seen, table.praise),
        _fit_head(table, seen, table.criticism),
    )


def _fit_head(table: Table, seen: np.ndarray, target: np.ndarray | None) -> Weights | None:
    if target is None:
        return None
    everything = sparse.csr_matrix(sparse.hstack([
        table.words[seen], table.characters[seen], table.dense[seen] * DENSE_IN_HEAD
    ]))  # fmt: skip
    ((found, bias),) = _ridge(everything, target[seen][:, None], HEAD_PENALTY)
    words, characters, dense = np.split(found, np.cumsum([N_WORDS, N_CHARACTERS]))
    return Weights(words, characters, dense * DENSE_IN_HEAD, bias)


def _ridge(
    x: sparse.csr_matrix | np.ndarray, y: np.ndarray, penalty: float
) -> list[tuple[np.ndarray, float]]:
    """For each target the coefficients, shape (n_features,), and what is added."""
    if sparse.issparse(x):
        model = Ridge(alpha=penalty, solver="sparse_cg", tol=1e-3)
    else:
        model = Ridge(alpha=penalty, solver="cholesky")
    model.fit(x, y)
    coefficients, intercepts = np.atleast_2d(model.coef_), np.atleast_1d(model.intercept_)
    return list(zip(coefficients, intercepts.tolist(), strict=True))


def total(parts: Sequence[tuple[float, Weights]], bias: float) -> Weights:
    """A weighted sum of linear functions."""
    shares = np.array([share for share, _ in parts])
    return Weights(
        shares @ np.array([each.words for _, each in parts]),
        shares @ np.array([each.characters for _, each in parts]),
        shares @ np.array([each.dense for _, each in parts]),
        bias + float(shares @ np.array([each.bias for _, each in parts])),
    )


def no_weights(n_dense: int) -> Weights:
    """The function that is 0 everywhere."""
    return Weights(np.zeros(N_WORDS), np.zeros(N_CHARACTERS), np.zeros(n_dense), 0.0)
