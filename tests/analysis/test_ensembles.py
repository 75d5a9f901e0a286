"""Ensembles of predictions tables: by mean, by weights, by stacking."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.analysis.ensembles import (
    METHODS,
    Method,
    best_member,
    combine,
    log_odds,
    simplex_weights,
)
from sentiment_lab.analysis.metrics import log_loss
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import PredictionsError, UsageError

THREE = ("bad", "fair", "good")


@pytest.fixture
def members(simulate: Callable) -> Callable[..., tuple[list[Predictions], list[Predictions]]]:
    """Three systems of unlike strength on test and on validation."""

    def make(classes: tuple[str, ...] = ("negative", "positive"), n: int = 600):
        strengths = {"weak": 0.4, "middle": 1.0, "strong": 2.0}
        test = [
            simulate(name, strength=strength, classes=classes, seed=seed, n=n)
            for seed, (name, strength) in enumerate(strengths.items(), start=1)
        ]
        held_out = [
            _on_validation(
                simulate(name, strength=strength, classes=classes, seed=50 + seed, labels_seed=9)
            )
            for seed, (name, strength) in enumerate(strengths.items(), start=1)
        ]
        return test, held_out

    return make


def _on_validation(table: Predictions) -> Predictions:
    return Predictions(table.name, table.frame.assign(split="validation"), table.classes)


def test_the_mean_is_the_mean_of_the_probabilities(members: Callable) -> None:
    test, _ = members()
    combined = combine("all", "mean", test)
    expected = np.mean([each.probabilities for each in test], axis=0)
    np.testing.assert_allclose(combined.test.probabilities, expected)
    np.testing.assert_array_equal(combined.test.predicted, expected.argmax(axis=1))
    assert combined.validation is None
    assert combined.test.name == "all"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("classes", [("negative", "positive"), THREE])
def test_every_method_gives_probabilities_of_the_same_rows_and_classes(
    members: Callable, method: Method, classes: tuple[str, ...]
) -> None:
    test, held_out = members(classes)
    combined = combine("all", method, test, held_out)
    assert combined.validation is not None
    for table, first in ((combined.test, test[0]), (combined.validation, held_out[0])):
        np.testing.assert_allclose(table.probabilities.sum(axis=1), 1)
        assert table.frame[["id", "split", "label"]].equals(first.frame[["id", "split", "label"]])
        assert table.classes == classes


@pytest.mark.parametrize("classes", [("negative", "positive"), THREE])
@pytest.mark.parametrize("method", ["weighted", "stacking"])
def test_what_is_fitted_loses_less_on_validation_than_the_mean_and_than_every_member(
    members: Callable, method: Method, classes: tuple[str, ...]
) -> None:
    test, held_out = members(classes)
    fitted, mean = (combine("all", each, test, held_out).validation for each in (method, "mean"))
    assert fitted is not None and mean is not None
    loss = log_loss(fitted.labels, fitted.probabilities)
    for other in (mean, *held_out):
        assert loss <= log_loss(other.labels, other.probabilities) + 1e-6


@pytest.mark.parametrize("method", ["weighted", "stacking"])
def test_labels_of_the_test_set_change_nothing_of_an_ensemble(
    members: Callable, method: Method
) -> None:
    test, held_out = members()
    turned = [
        Predictions(
            each.name, each.frame.assign(label=each.frame["label"].to_numpy()[::-1]), each.classes
        )
        for each in test
    ]
    one = combine("all", method, test, held_out).test
    other = combine("all", method, turned, held_out).test
    np.testing.assert_array_equal(one.probabilities, other.probabilities)


@pytest.mark.parametrize("method", ["weighted", "stacking"])
def test_what_is_fitted_is_refused_without_validation_rows(
    members: Callable, method: Method
) -> None:
    test, _ = members()
    with pytest.raises(UsageError, match="fitted on validation rows and its members have none"):
        combine("all", method, test)


def test_stacking_is_refused_where_validation_lacks_a_class(members: Callable) -> None:
    test, held_out = members(THREE)
    two = [
        Predictions(each.name, each.frame[each.frame["label"] != "fair"], each.classes)
        for each in held_out
    ]
    with pytest.raises(PredictionsError, match="no validation row is labelled 'fair'"):
        combine("all", "stacking", test, two)


def test_an_ensemble_of_one_is_refused(members: Callable) -> None:
    test, _ = members()
    with pytest.raises(UsageError, match="two members or more, not 1"):
        combine("all", "mean", test[:1])


def test_rows_are_joined_by_id_whatever_their_order(members: Callable) -> None:
    test, held_out = members()
    shuffled = [
        test[0],
        *(
            Predictions(each.name, each.frame.iloc[::-1].reset_index(drop=True), each.classes)
            for each in test[1:]
        ),
    ]
    one = combine("all", "stacking", test, held_out).test
    other = combine("all", "stacking", shuffled, held_out).test
    np.testing.assert_allclose(one.probabilities, other.probabilities)


def test_the_best_member_is_right_most_often_on_validation(members: Callable) -> None:
    _, held_out = members()
    assert held_out[best_member(held_out)].name == "strong"
    assert held_out[::-1][best_member(held_out[::-1])].name == "strong"


def test_of_members_that_are_right_equally_often_the_lower_log_loss_counts(
    simulate: Callable,
) -> None:
    sure = simulate("sure", strength=6.0)
    columns = [f"p_{name}" for name in sure.classes]
    halved = {name: 0.5 + (sure.frame[name] - 0.5) / 2 for name in columns}
    unsure = Predictions("unsure", sure.frame.assign(**halved), sure.classes)
    assert best_member([unsure, sure]) == 1
    assert best_member([sure, unsure]) == 0


@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(2, 4))
def test_no_weights_nearby_lose_less_than_those_found(seed: int, m: int, classes: int) -> None:
    rng = np.random.default_rng(seed)
    labels = rng.integers(classes, size=80)
    probabilities = rng.dirichlet(np.ones(classes), size=(m, 80))
    weights = simplex_weights(labels, probabilities)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    loss = log_loss(labels, np.tensordot(weights, probabilities, axes=1))
    for corner in np.eye(m):
        for step in (0.01, 0.2):
            moved = (1 - step) * weights + step * corner
            assert loss <= log_loss(labels, np.tensordot(moved, probabilities, axes=1)) + 2e-6


def test_a_useless_member_gets_no_weight(members: Callable) -> None:
    _, (weak, _, strong) = members()
    noise = np.full_like(weak.probabilities, 0.5)
    weights = simplex_weights(strong.labels, np.stack([noise, strong.probabilities, noise]))
    np.testing.assert_allclose(weights, [0, 1, 0], atol=0.2)
    assert weights[1] > 0.8


def test_log_odds_of_two_classes_are_those_of_the_second() -> None:
    probabilities = np.array([[[0.2, 0.8], [1.0, 0.0]], [[0.5, 0.5], [0.9, 0.1]]])
    read = log_odds(probabilities)
    assert read.shape == (2, 2)
    np.testing.assert_allclose(read[0], [np.log(4), 0])
    assert read[1, 0] == pytest.approx(-13.8, abs=0.05)


def test_log_odds_of_more_classes_are_centred_for_every_member() -> None:
    read = log_odds(np.random.default_rng(0).dirichlet(np.ones(3), size=(2, 5)))
    assert read.shape == (5, 6)
    np.testing.assert_allclose(read.reshape(5, 2, 3).sum(axis=2), 0, atol=1e-12)
