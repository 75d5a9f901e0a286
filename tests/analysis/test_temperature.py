"""One temperature, fitted on validation."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.analysis.metrics import log_loss
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.analysis.temperature import (
    LOWEST,
    at_temperature,
    fit_temperature,
    require_validation,
    with_temperature,
)
from sentiment_lab.exceptions import UsageError


def drawn(rng: np.random.Generator, n: int, classes: int, sure: float) -> tuple:
    """Labels drawn by probabilities, and those probabilities made ``sure`` times as sure."""
    logits = rng.normal(size=(n, classes)) * 2
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (true.cumsum(axis=1) < rng.random((n, 1))).sum(axis=1)
    stated = np.exp(sure * logits) / np.exp(sure * logits).sum(axis=1, keepdims=True)
    return labels, true, stated


@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("sure", [0.4, 1.0, 3.0])
def test_the_temperature_that_made_probabilities_too_sure_is_found(
    rng: np.random.Generator, classes: int, sure: float
) -> None:
    labels, true, stated = drawn(rng, 20_000, classes, sure)
    temperature = fit_temperature(labels, stated)
    assert temperature == pytest.approx(sure, rel=0.06)
    np.testing.assert_allclose(at_temperature(stated, temperature), true, atol=0.03)


@given(st.integers(0, 10_000), st.integers(2, 5), st.floats(0.1, 10))
def test_the_likeliest_class_stays_the_likeliest(seed: int, classes: int, by: float) -> None:
    probabilities = np.random.default_rng(seed).dirichlet(np.ones(classes), size=50)
    scaled = at_temperature(probabilities, by)
    np.testing.assert_allclose(scaled.sum(axis=1), 1)
    np.testing.assert_array_equal(scaled.argmax(axis=1), probabilities.argmax(axis=1))


@given(st.integers(0, 10_000))
def test_no_other_temperature_loses_less_on_validation(seed: int) -> None:
    labels, _, stated = drawn(np.random.default_rng(seed), 300, 3, 2.0)
    temperature = fit_temperature(labels, stated)
    loss = log_loss(labels, at_temperature(stated, temperature))
    for other in (0.5 * temperature, 0.95 * temperature, 1.05 * temperature, 2 * temperature):
        assert loss <= log_loss(labels, at_temperature(stated, other)) + 1e-9


def test_a_temperature_of_one_changes_nothing_but_zeros() -> None:
    probabilities = np.array([[0.0, 1.0], [0.3, 0.7]])
    np.testing.assert_allclose(at_temperature(probabilities, 1.0), probabilities, atol=1e-12)


def test_validation_without_an_error_takes_the_lowest_temperature() -> None:
    probabilities = np.array([[0.1, 0.9], [0.8, 0.2]] * 20)
    assert fit_temperature(np.array([1, 0] * 20), probabilities) == pytest.approx(LOWEST, rel=0.01)


def test_predicted_classes_stay_even_where_they_are_not_the_likeliest(simulate: Callable) -> None:
    table = simulate("bert")
    turned = table.frame["predicted"].where(np.arange(400) % 7 > 0, "negative")
    odd = Predictions("bert", table.frame.assign(predicted=turned), table.classes)
    calibrated = with_temperature("bert (calibrated)", odd, 2.5)
    assert calibrated.frame["predicted"].tolist() == turned.tolist()
    assert calibrated.name == "bert (calibrated)"
    assert (calibrated.probabilities.max(axis=1) < odd.probabilities.max(axis=1)).all()


def test_a_system_without_validation_rows_is_refused_by_name(simulate: Callable) -> None:
    table = simulate("bert")
    empty = Predictions("bert", table.frame.iloc[:0], table.classes)
    for absent in (None, empty):
        with pytest.raises(UsageError, match="'bert' cannot be calibrated"):
            require_validation("bert", absent)
