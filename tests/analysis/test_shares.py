import numpy as np
import pytest

from sentiment_lab.analysis.intervals import wilson_interval
from sentiment_lab.analysis.shares import clustered_share


def test_independent_rows_have_wilsons_interval() -> None:
    values = np.arange(50) < 10
    assert clustered_share(values) == pytest.approx((0.2, *wilson_interval(10, 50)))


def test_dependent_rows_widen_it() -> None:
    groups = np.repeat(np.arange(20), 10)
    values = np.random.default_rng(0).random(20)[groups] < 0.4
    alone, grouped = clustered_share(values), clustered_share(values, groups)
    assert grouped.value == alone.value
    assert grouped.low < alone.low
    assert grouped.high > alone.high


def test_where_all_rows_are_alike_the_groups_are_counted() -> None:
    groups = np.repeat(np.arange(20), 10)
    found = clustered_share(np.ones(200), groups)
    assert found == pytest.approx((1.0, *wilson_interval(20, 20, units=20)))


def test_no_rows_have_no_share() -> None:
    assert np.isnan(clustered_share(np.zeros(0))).all()
