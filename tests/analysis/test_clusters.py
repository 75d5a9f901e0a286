"""Dependent rows count for less than independent ones."""

import numpy as np
import pytest
from statsmodels.api import OLS

from sentiment_lab.analysis.clusters import (
    effective_rows,
    group_sums,
    mean_covariance,
    resampling_groups,
)


def test_variance_of_a_mean_equals_the_cluster_robust_one_of_statsmodels(rng):
    groups = rng.integers(12, size=90)
    values = rng.normal(size=90) + rng.normal(size=12)[groups]
    fit = OLS(values, np.ones(90)).fit(cov_type="cluster", cov_kwds={"groups": groups})

    variance = mean_covariance(values[:, None], resampling_groups(groups))

    assert variance == pytest.approx(fit.cov_params())


def test_covariance_of_means_without_groups_is_the_sample_covariance_over_n(rng):
    values = rng.normal(size=(40, 3))

    assert mean_covariance(values, None) == pytest.approx(np.cov(values.T) / 40)


def test_covariance_is_nan_where_there_is_one_unit():
    assert np.isnan(mean_covariance(np.ones((1, 1)), None)).all()


def test_groups_are_renumbered_from_zero():
    codes = resampling_groups(np.array([7, 3, 7, 9]))

    assert codes is not None
    assert codes.tolist() == [1, 0, 1, 2]
    assert group_sums(np.array([[1.0], [2.0], [3.0], [4.0]]), codes).tolist() == [[2], [4], [4]]


@pytest.mark.parametrize("groups", [None, np.array([4, 2, 9]), np.array([1, 1, 1])])
def test_rows_are_units_where_films_are_unknown_or_single_or_one(groups):
    assert resampling_groups(groups) is None


def test_rows_that_repeat_each_other_count_once():
    values = np.repeat(np.arange(10.0) % 3, 5)
    groups = np.repeat(np.arange(10), 5)

    rows = effective_rows(values, groups)

    # 10, but for the degrees of freedom: 49 of the rows, 9 of the films.
    assert rows == pytest.approx(10 * (9 / 10) / (49 / 50))


def test_effective_rows_are_never_more_than_the_rows():
    values, groups = np.array([0.0, 1.0, 0.0, 1.0]), np.array([0, 0, 1, 1])

    assert effective_rows(values, groups) == 4
    assert effective_rows(values, None) == 4
    assert effective_rows(np.ones(4), groups) == 4
