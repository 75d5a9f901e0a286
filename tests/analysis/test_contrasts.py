"""Differences, ratios and products of figures with intervals."""

import numpy as np
import pytest

from sentiment_lab.analysis.contrasts import Estimate, correlation, difference, product, ratio
from sentiment_lab.analysis.intervals import Interval

ONE = Estimate(0.4, Interval(0.3, 0.5), 0.05, None)
OTHER = Estimate(0.2, Interval(0.15, 0.26), 0.03, None)
MISSING = Estimate(np.nan, Interval(np.nan, np.nan), np.nan, None)


def test_the_ends_of_a_difference_are_the_square_roots_of_summed_squares():
    value, low, high = difference(ONE, OTHER)
    assert value == pytest.approx(0.2)
    assert low == pytest.approx(0.2 - np.hypot(0.1, 0.06))
    assert high == pytest.approx(0.2 + np.hypot(0.1, 0.05))


def test_films_that_move_both_alike_narrow_the_difference_and_widen_the_product():
    sums = np.array([0.03, -0.03, 0.01])
    one, other = ONE._replace(film_sums=sums), OTHER._replace(film_sums=sums[:2] * 0.5)
    assert correlation(one, other) > 0.9
    assert difference(one, other).low > difference(ONE, OTHER).low
    assert product(one, other).high > product(ONE, OTHER).high


def test_a_ratio_is_what_makes_the_interval_of_the_difference_touch_zero():
    value, low, high = ratio(ONE, OTHER)
    assert value == pytest.approx(2)
    for end in (low, high):
        scaled = Estimate(0.2 * end, Interval(0.15 * end, 0.26 * end), 0.0, None)
        found = difference(ONE, scaled)
        assert min(abs(found.low), abs(found.high)) == pytest.approx(0, abs=1e-9)


def test_a_ratio_has_no_upper_end_where_the_share_below_may_be_zero():
    unsure = Estimate(0.1, Interval(-0.02, 0.2), 0.05, None)
    assert ratio(ONE, unsure).high == np.inf
    assert 0 < ratio(ONE, unsure).low < 4


def test_a_ratio_that_may_be_anything_is_no_figure():
    unsure = Estimate(0.05, Interval(-0.02, 0.15), 0.05, None)
    assert np.isnan(ratio(unsure, unsure)).all()


@pytest.mark.parametrize("contrast", [difference, ratio, product])
def test_a_missing_share_has_no_contrast(contrast):
    assert np.isnan(contrast(MISSING, ONE)).all()
    assert np.isnan(contrast(ONE, MISSING)).all()


def test_a_product_with_a_known_factor_is_the_interval_times_it():
    exact = Estimate(0.1, Interval(0.1, 0.1), 0.0, None)
    assert product(ONE, exact) == pytest.approx((0.04, 0.03, 0.05))
