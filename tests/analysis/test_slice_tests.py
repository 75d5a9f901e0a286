import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import binom

from sentiment_lab.analysis.slice_tests import (
    difference_interval,
    slice_figures,
    tail_probability,
    within_film_correlation,
)


def figures_of(inside: np.ndarray, outcome: np.ndarray, groups: np.ndarray | None = None):
    return slice_figures(csr_array(inside[:, None].astype(float)), outcome.astype(float), groups)


def test_means_and_variance_of_independent_rows_are_those_of_two_samples(rng) -> None:
    inside, wrong = rng.random(500) < 0.3, rng.random(500) < 0.2
    found = figures_of(inside, wrong)
    n, m = inside.sum(), (~inside).sum()
    assert found.n[0] == n
    assert found.inside[0] == pytest.approx(wrong[inside].mean())
    assert found.outside[0] == pytest.approx(wrong[~inside].mean())
    assert found.variance[0] == pytest.approx(wrong.var() * (1 / n + 1 / m))


def test_the_variance_is_that_of_errors_shuffled_among_films(rng) -> None:
    films = np.repeat(np.arange(200), 5)
    rates = rng.beta(0.5, 2, 200)
    wrong = (rng.random(1000) < rates[films]).astype(float)
    for inside in ((rng.random(200) < 0.2)[films], rng.random(1000) < 0.2):
        by_film = wrong.reshape(200, 5)
        differences = []
        for _ in range(2000):
            moved = rng.permuted(by_film[rng.permutation(200)], axis=1).ravel()
            differences.append(moved[inside].mean() - moved[~inside].mean())
        found = figures_of(inside, wrong, films)
        assert found.variance[0] == pytest.approx(np.var(differences), rel=0.12)


def test_a_slice_of_whole_films_varies_more_than_one_scattered_over_them(rng) -> None:
    films = np.repeat(np.arange(200), 5)
    wrong = (rng.random(200) < 0.2)[films]
    whole, scattered = (np.arange(200) < 40)[films], np.arange(1000) % 5 == 0
    variances = [figures_of(inside, wrong, films).variance[0] for inside in (whole, scattered)]
    assert variances[0] > 4 * variances[1]


def test_the_tail_of_a_small_slice_is_binomial() -> None:
    outcome = np.zeros(10_000)
    outcome[:1000] = 1
    inside = np.zeros(10_000, dtype=bool)
    inside[995:1000] = True
    inside[-15:] = True
    found = tail_probability(figures_of(inside, outcome), 0.1)[0]
    assert found == pytest.approx(binom.sf(4, 20, 0.1), rel=0.05)


def test_no_difference_and_no_errors_are_no_evidence() -> None:
    inside = np.arange(100) < 20
    assert tail_probability(figures_of(inside, np.zeros(100)), 0.0)[0] == 1
    assert tail_probability(figures_of(inside, np.zeros(100)))[0] == 1
    assert tail_probability(figures_of(inside, np.arange(100) % 2), 0.5)[0] > 0.4


def test_the_correlation_within_films_is_recovered(rng) -> None:
    films = np.repeat(np.arange(3000), 6)
    a, b = 1.0, 9.0
    wrong = (rng.random(18_000) < rng.beta(a, b, 3000)[films]).astype(float)
    found = within_film_correlation(wrong - wrong.mean(), films)
    assert found == pytest.approx(1 / (a + b + 1), abs=0.015)
    assert within_film_correlation(wrong - wrong.mean(), None) == 0


@pytest.mark.parametrize("paired", [False, True])
def test_the_interval_covers_the_difference(paired: bool) -> None:
    covered = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        films = np.repeat(np.arange(300), 4)
        inside = rng.random(1200) < 0.1
        extra = rng.beta(1, 9, 300)[films]
        outcome = (rng.random(1200) < extra + 0.1 * inside).astype(float)
        if paired:
            outcome -= rng.random(1200) < extra
        truth = 0.1
        low, high = difference_interval(inside, outcome, films, 0.95)
        covered += low <= truth <= high
    assert 0.92 * 300 <= covered <= 0.985 * 300
