"""Intervals against statsmodels and scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from sentiment_lab.analysis.intervals import (
    Interval,
    logit_interval,
    mean_interval,
    percentile_interval,
    widened_interval,
    wilson_interval,
)


@given(st.integers(1, 30_000), st.floats(0, 1), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_interval_equals_that_of_statsmodels(n, share, level):
    successes = round(share * n)
    expected = proportion_confint(successes, n, alpha=1 - level, method="wilson")

    interval = wilson_interval(successes, n, level)

    assert interval == pytest.approx(expected, abs=1e-12)
    assert 0 <= interval.low <= successes / n <= interval.high <= 1


def test_wilson_interval_is_undefined_without_trials():
    assert np.isnan(wilson_interval(0, 0)).all()


def test_wilson_interval_takes_students_quantile_for_estimated_rows():
    wide, z = wilson_interval(30, 40, units=10), stats.t.ppf(0.975, 9)
    expected = proportion_confint(30, 40, alpha=float(2 * stats.norm.sf(z)), method="wilson")

    assert wide == pytest.approx(expected)
    assert np.isnan(wilson_interval(30, 40, units=1)).all()


def test_a_widened_interval_is_stretched_about_the_figure_and_stays_in_bounds():
    factor = stats.t.ppf(0.975, 9) / stats.norm.ppf(0.975) * np.sqrt(10 / 9)

    found = widened_interval(Interval(0.1, 0.4), 0.2, 10, bounds=(0.0, 1.0))

    assert found == pytest.approx((0.2 - 0.1 * factor, 0.2 + 0.2 * factor))
    assert widened_interval(Interval(0.1, 0.4), 0.2, 2, bounds=(0.0, 1.0)) == (0.0, 1.0)


def test_an_end_beyond_the_figure_is_not_moved_farther_away():
    low, high = widened_interval(Interval(0.3, 0.4), 0.2, 10, bounds=(0.0, 1.0))

    assert low == 0.3
    assert high > 0.4


@pytest.mark.parametrize(
    ("interval", "value", "units"),
    [((np.nan, np.nan), 0.5, 10), ((0.1, 0.2), np.nan, 10), ((0.1, 0.2), 0.1, 1)],
)
def test_a_widened_interval_is_undefined_where_a_part_of_it_is(interval, value, units):
    found = widened_interval(Interval(*interval), value, units, bounds=(0.0, 1.0))

    assert np.isnan(found).all()


def test_mean_interval_is_students(rng):
    values = rng.normal(size=12)
    error = values.std(ddof=1) / np.sqrt(12)
    expected = stats.t.interval(0.95, 11, loc=values.mean(), scale=error)

    assert mean_interval(values.mean(), error, 12) == pytest.approx(expected)
    assert mean_interval(0.1, 1.0, 12, bounds=(0.0, 1.0)) == (0.0, 1.0)


@pytest.mark.parametrize(("value", "error", "units"), [(np.nan, 1, 5), (1, np.nan, 5), (1, 1, 1)])
def test_mean_interval_is_undefined_where_a_part_of_it_is(value, error, units):
    assert np.isnan(mean_interval(value, error, units)).all()


def test_logit_interval_is_symmetric_in_log_odds():
    low, high = logit_interval(0.9, 0.02, 12)
    half = stats.t.ppf(0.975, 11) * 0.02 / 0.09

    assert np.log([low / (1 - low), high / (1 - high)]) == pytest.approx(
        np.log(9) + np.array([-half, half])
    )


@pytest.mark.parametrize(("value", "error"), [(1.0, 0.0), (0.0, 0.0), (np.nan, 0.1), (0.5, np.nan)])
def test_logit_interval_is_undefined_at_the_ends_and_for_unknowns(value, error):
    assert np.isnan(logit_interval(value, error, 12)).all()


def test_percentile_interval_ignores_a_few_undefined_replicates_but_not_many():
    replicates = np.linspace(0, 1, 1001)
    few, many = replicates.copy(), replicates.copy()
    few[::40], many[::10] = np.nan, np.nan

    assert percentile_interval(replicates) == pytest.approx((0.025, 0.975))
    assert percentile_interval(few) == pytest.approx((0.025, 0.975), abs=0.002)
    assert np.isnan(percentile_interval(many)).all()
