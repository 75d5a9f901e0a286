"""The calibration error, what chance makes of it, and how sure it is."""

import numpy as np
import pytest
from scipy import stats

from sentiment_lab.analysis.calibration import (
    _poisson_binomial,
    bin_rows,
    calibration_error,
    calibration_interval,
    expected_calibration_error,
)


def two_columns(promised):
    return np.column_stack([1 - promised, promised])


def draw(rng, n, sharpness=1.0):
    """Probabilities of a model, exactly right at a sharpness of 1, and the labels."""
    logits = rng.normal(0, 2, size=n)
    truth = 1 / (1 + np.exp(-logits))
    return (rng.random(n) < truth).astype(int), 1 / (1 + np.exp(-sharpness * logits)), truth


def test_bins_are_of_equal_mass_where_no_probability_repeats(rng):
    labels, promised, _ = draw(rng, 150)

    binned = bin_rows(labels, two_columns(promised))

    assert np.bincount(binned.codes).tolist() == [10] * 15
    assert promised[binned.codes == 0].max() < promised[binned.codes == 1].min()


def test_rows_of_equal_probability_stay_in_one_bin():
    promised = np.repeat([0.2, 0.7], [10, 20])
    labels = np.array([1] * 5 + [0] * 5 + [1] * 14 + [0] * 6)

    binned = bin_rows(labels, two_columns(promised))

    assert np.bincount(binned.codes).tolist() == [10, 20]
    assert calibration_error(labels, two_columns(promised)) == pytest.approx(0.3 * 10 / 30)


def test_more_classes_are_judged_by_the_most_probable_one():
    probabilities = np.array([[0.6, 0.3, 0.1], [0.2, 0.2, 0.6]])

    error = calibration_error(np.array([0, 1]), probabilities)

    assert error == pytest.approx(abs(1 - 0.6 + 0 - 0.6) / 2)


@pytest.mark.parametrize("events", [1, 2, 8, 64])
def test_counts_of_equally_likely_events_are_binomial(events):
    chances = np.array([[0.3] * events, [0.9] * events])

    counts = _poisson_binomial(chances)

    expected = [stats.binom.pmf(np.arange(events + 1), events, p) for p in (0.3, 0.9)]
    assert counts == pytest.approx(np.array(expected), abs=1e-12)


@pytest.mark.parametrize("n", [1, 40, 333])
def test_expected_error_is_the_mean_over_labels_drawn_from_the_probabilities(rng, n):
    _, promised, _ = draw(rng, n)
    probabilities = two_columns(promised)
    drawn = [
        calibration_error((rng.random(n) < promised).astype(int), probabilities)
        for _ in range(2_000)
    ]

    expected = expected_calibration_error(np.zeros(n, int), probabilities)

    assert expected == pytest.approx(np.mean(drawn), abs=5 * np.std(drawn) / np.sqrt(2_000) + 1e-12)


def test_expected_error_of_more_classes_is_that_of_the_most_probable_one(rng):
    weights = rng.random((200, 3)) ** 3
    probabilities = weights / weights.sum(axis=1, keepdims=True)
    drawn = [
        calibration_error(
            (rng.random(200)[:, None] > probabilities.cumsum(axis=1)).sum(axis=1), probabilities
        )
        for _ in range(2_000)
    ]

    expected = expected_calibration_error(np.zeros(200, int), probabilities)

    assert expected == pytest.approx(np.mean(drawn), rel=0.03)


def true_error(labels, promised, truth):
    binned = bin_rows(labels, two_columns(promised))
    gaps = np.bincount(binned.codes, weights=truth - promised) / len(labels)
    return np.abs(gaps).sum()


@pytest.mark.parametrize(
    ("n", "sharpness", "least"), [(200, 1.0, 0.95), (1_500, 1.0, 0.95), (1_500, 0.6, 0.88)]
)
def test_interval_holds_the_true_error_and_zero_for_a_calibrated_model(rng, n, sharpness, least):
    held = []
    for _ in range(400):
        labels, promised, truth = draw(rng, n, sharpness)
        low, high = calibration_interval(labels, two_columns(promised), None, 200, rng)
        held.append(low <= true_error(labels, promised, truth) <= high)

    # Three standard errors of 400 draws below the share that is asked for.
    assert np.mean(held) > least - 3 * np.sqrt(least * (1 - least) / 400)


def test_interval_excludes_zero_for_a_model_that_is_far_too_sure(rng):
    labels, promised, _ = draw(rng, 2_000, sharpness=3.0)

    low, high = calibration_interval(labels, two_columns(promised), None, 500, rng)

    assert 0 < low < calibration_error(labels, two_columns(promised)) <= high


def test_interval_of_a_sure_and_faultless_model_is_zero(rng):
    labels = np.array([0, 1, 1, 0])

    assert calibration_interval(labels, two_columns(labels.astype(float)), None, 100, rng) == (0, 0)


def test_interval_of_a_constant_that_fits_by_luck_still_tells_how_little_is_known(rng):
    labels = np.array([0, 1] * 50)

    low, high = calibration_interval(labels, np.full((100, 2), 0.5), None, 2_000, rng)

    # The median of |Z| times the standard error of a share of one half among 100 rows.
    assert low == 0
    assert high == pytest.approx(0.6745 * 0.05, rel=0.06)


def test_interval_grows_where_films_are_right_or_wrong_as_a_whole(rng):
    labels, promised, _ = draw(rng, 200, sharpness=0.4)
    labels, promised = np.repeat(labels, 10), np.repeat(promised, 10)
    films = np.repeat(np.arange(200), 10)

    alone = calibration_interval(labels, two_columns(promised), None, 500, rng)
    together = calibration_interval(labels, two_columns(promised), films, 500, rng)

    assert together.low < alone.low
    assert together.high > alone.high
