"""A logistic regression as a linear layer, and what it is fed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from sentiment_lab.models.linear_head import (
    STRENGTHS,
    LinearHead,
    choose_head,
    draw_shots,
    fit_head,
    unit_length,
)


def rows(seed: int, n: int, classes: int, noise: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Features whose first columns tell the class through noise."""
    rng = np.random.default_rng(seed)
    codes = np.arange(n) % classes
    features = noise * rng.normal(size=(n, 6))
    features[np.arange(n), codes] += 1.0
    return features, codes


@pytest.mark.parametrize("classes", [2, 3])
def test_the_layer_gives_the_probabilities_of_scikit_learn(classes: int) -> None:
    features, codes = rows(0, 90, classes)
    head = fit_head(features, codes, 0.5, seed=0)
    expected = LogisticRegression(C=0.5, max_iter=10_000).fit(features, codes)
    assert head.weights.shape == (classes, 6)
    np.testing.assert_allclose(
        head.predict_proba(features), expected.predict_proba(features), atol=1e-6
    )


def test_the_strength_of_least_loss_on_held_out_rows_is_chosen() -> None:
    features, codes = rows(0, 60, 3, noise=1.5)
    held_out, known = rows(1, 300, 3, noise=1.5)
    head, tried = choose_head(features, codes, held_out, known, seed=0)
    losses = [each.log_loss for each in tried]
    assert [each.C for each in tried] == list(STRENGTHS[: len(tried)])
    best = tried[losses.index(min(losses))].C
    again = fit_head(features, codes, best, seed=0)
    np.testing.assert_array_equal(head.weights, again.weights)
    assert losses[-1] >= losses[-2]


def test_a_stored_layer_is_the_same(tmp_path) -> None:
    head = fit_head(*rows(0, 40, 2), 1.0, seed=0)
    head.save(tmp_path / "head.safetensors")
    loaded = LinearHead.load(tmp_path / "head.safetensors")
    np.testing.assert_array_equal(loaded.weights, head.weights)
    np.testing.assert_array_equal(loaded.bias, head.bias)


@given(st.integers(0, 1_000), st.integers(1, 12))
def test_as_many_texts_of_each_class_are_drawn(seed: int, shots: int) -> None:
    codes = np.array([0] * 10 + [1] * 20 + [2] * 5)
    drawn = draw_shots(codes, shots, np.random.default_rng(seed))
    assert len(set(drawn)) == len(drawn)
    counts = np.bincount(codes[drawn], minlength=3)
    assert counts.tolist() == [min(shots, 10), min(shots, 20), min(shots, 5)]
    assert (np.diff(drawn) > 0).all()


def test_without_a_number_of_shots_all_texts_are_taken() -> None:
    assert draw_shots(np.array([1, 0]), None, np.random.default_rng(0)).tolist() == [0, 1]


def test_rows_have_length_one_and_zeros_stay() -> None:
    found = unit_length(np.array([[3.0, 4.0], [0.0, 0.0]]))
    np.testing.assert_allclose(found, [[0.6, 0.8], [0, 0]])
