"""Inside a category against outside, films as clusters."""

import numpy as np
import pytest

from sentiment_lab.analysis.clustered_tests import inside_against_outside


def test_the_interval_is_that_of_a_cluster_robust_regression(rng):
    import statsmodels.api as sm

    film = rng.integers(80, size=1500)
    inside = rng.random(1500) < 0.3
    values = (rng.random(1500) < 0.1 + 0.1 * inside + 0.1 * (film % 2)).astype(float)
    found = inside_against_outside(values, inside, film)
    model = sm.OLS(values, sm.add_constant(inside.astype(float)))
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": film, "use_correction": False})
    assert found.value == pytest.approx(fit.params[1])
    half = (found.interval.high - found.interval.low) / 2
    assert half == pytest.approx(1.99 * fit.bse[1], rel=0.02)


def test_the_test_keeps_its_level_on_films_that_err_together():
    rng = np.random.default_rng(4)
    rejected = []
    for _ in range(600):
        film = rng.integers(60, size=900)
        inside = rng.random(900) < (0.05 + 0.3 * rng.random(60))[film]
        values = (rng.random(900) < (0.3 * rng.random(60))[film]).astype(float)
        rejected.append(inside_against_outside(values, inside, film).p < 0.05)
    assert 0.03 <= np.mean(rejected) <= 0.07


def test_films_taken_as_rows_would_reject_too_often():
    rng = np.random.default_rng(5)
    film = np.repeat(np.arange(30), 30)
    plain = []
    for _ in range(200):
        inside = np.repeat(rng.random(30) < 0.4, 30)
        values = np.repeat(rng.normal(size=30), 30)
        plain.append(
            (
                inside_against_outside(values, inside).p < 0.05,
                inside_against_outside(values, inside, film).p < 0.05,
            )
        )
    by_row, by_film = np.mean(plain, axis=0)
    assert by_row > 0.5
    assert by_film < 0.1


def test_a_category_of_all_or_none_has_no_contrast():
    values = np.array([0.0, 1.0, 1.0])
    for inside in (np.zeros(3, bool), np.ones(3, bool)):
        found = inside_against_outside(values, inside)
        assert np.isnan([found.value, found.p, *found.interval]).all()


def test_figures_that_never_vary_have_no_p():
    found = inside_against_outside(np.ones(6), np.array([True, False] * 3))
    assert found.value == 0
    assert np.isnan(found.p)
