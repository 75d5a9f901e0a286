"""Tango's score interval."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.analysis.score_interval import score_interval

Z = 1.959964


def variance_under(up: float, down: float, n: float, value: float) -> float:
    """Variance of the mean difference at the likeliest trinomial with that difference."""
    down_shares = np.linspace(0, 1, 200_001)
    up_shares = down_shares + value
    rest = 1 - up_shares - down_shares
    with np.errstate(divide="ignore", invalid="ignore"):
        likelihood = (
            up * np.log(up_shares) + down * np.log(down_shares) + (n - up - down) * np.log(rest)
        )
    best = np.nanargmax(np.where((up_shares > 0) & (rest > 0), likelihood, -np.inf))
    return (up_shares[best] + down_shares[best] - value**2) / n


@pytest.mark.parametrize(("up", "down", "n"), [(12, 3, 60), (2, 9, 50), (30, 28, 150)])
def test_the_ends_are_where_the_likeliest_trinomial_is_just_rejected(up, down, n):
    mean = (up - down) / n
    ends = score_interval(mean, (up + down) / n, n, Z)
    for end in ends:
        z = (mean - end) / np.sqrt(variance_under(up, down, n, end))
        assert abs(z) == pytest.approx(Z, abs=1e-3)


def test_without_a_difference_the_interval_still_has_a_width():
    low, high = score_interval(0.0, 0.0, 100, Z)
    assert low == pytest.approx(-high)
    assert high == pytest.approx(Z**2 / (100 + Z**2), abs=1e-6)


@given(st.floats(0, 1), st.floats(-1, 1), st.floats(2, 1000))
def test_the_interval_holds_the_mean_and_turns_with_its_sign(square, part, n):
    mean = square * part
    low, high = score_interval(mean, square, n, Z)
    assert -1 <= low <= mean <= high <= 1
    assert score_interval(-mean, square, n, Z) == pytest.approx((-high, -low))
