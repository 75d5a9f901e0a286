from typing import NamedTuple

import numpy as np
import pytest
from scipy import sparse

from sentiment_lab.taggers.experts import Linear, Mixture


class Rows(NamedTuple):
    words: sparse.csr_matrix
    characters: sparse.csr_matrix
    dense: np.ndarray


def linear(dense: list[list[float]], bias: list[float], words: float = 0.0) -> Linear:
    n = len(bias)
    return Linear(np.full((4, n), words), np.zeros((2, n)), np.array(dense), np.array(bias))


def rows(dense: list[list[float]]) -> Rows:
    n = len(dense)
    return Rows(
        sparse.csr_matrix(np.ones((n, 4))), sparse.csr_matrix((n, 2)), np.array(dense, dtype=float)
    )


GATE = linear([[20.0, -20.0], [0.0, 0.0]], [0.0, 0.0])
MAIN = linear([[0.0, 0.0], [1.0, -1.0]], [0.0, 0.0])
NONE = linear([[0.0, 0.0], [0.0, 0.0]], [0.0, 0.0])


def test_the_gate_picks_the_expert_of_the_kind():
    mixture = Mixture(("one", "other"), GATE, MAIN, NONE, NONE, np.zeros(2))
    judged = mixture.judge(rows([[1, 3], [-1, 3]]))
    assert judged.kinds.tolist() == [0, 1]
    assert judged.scores == pytest.approx([1 / (1 + np.exp(-3)), 1 / (1 + np.exp(3))], abs=1e-6)
    assert mixture.shares(rows([[0, 0]])).tolist() == [[0.5, 0.5]]


def test_both_sides_count_by_the_smaller():
    praise = linear([[0.0], [1.0]], [0.0])
    criticism = linear([[1.0], [0.0]], [0.0])
    flat = linear([[0.0], [0.0]], [0.0])
    mixture = Mixture(("one",), flat, flat, praise, criticism, np.array([2.0]))
    log_odds = mixture.log_odds(rows([[5, 1], [5, 5], [0, 5]]))
    assert log_odds[:, 0].tolist() == [2.0, 10.0, 0.0]


def test_stored_experts_come_back_within_a_step_of_their_scale():
    rng = np.random.default_rng(0)
    main = Linear(
        rng.normal(size=(64, 2)), rng.normal(size=(8, 2)), rng.normal(size=(2, 2)), np.ones(2)
    )
    back = Linear.from_arrays(main.arrays("main"), "main")
    step = np.abs(main.words).max(axis=0) / 40
    assert (np.abs(back.words - main.words) <= step).all()
    assert np.allclose(back.dense, main.dense, atol=1e-6)


def test_a_mixture_survives_being_stored():
    mixture = Mixture(("one", "other"), GATE, MAIN, NONE, NONE, np.zeros(2))
    back = Mixture.from_arrays(mixture.arrays())
    assert back.kinds == ("one", "other")
    some = rows([[1, 3], [-1, 3], [0.1, 0.2]])
    assert back.judge(some).scores == pytest.approx(mixture.judge(some).scores, abs=1e-3)
