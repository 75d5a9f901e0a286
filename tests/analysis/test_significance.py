"""Tests against statsmodels, brute force, published figures and simulated power."""

from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from sentiment_lab.analysis.significance import (
    holm,
    mcnemar_midp,
    resolvable_by_error,
    resolvable_difference,
)

counts = st.integers(0, 400)
p_values = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(counts, counts)
def test_midp_is_the_exact_p_of_statsmodels_less_the_chance_of_the_table_seen(b, c):
    exact = vars(mcnemar([[0, b], [c, 0]], exact=True))["pvalue"] if b + c else 1.0
    seen = comb(b + c, b) / 2 ** (b + c)
    # At b = c twice the tail exceeds 1 by the chance of the table seen, of which half counts.
    expected = exact - seen if b != c else 1.0 - seen / 2 if b else 1.0

    assert mcnemar_midp(b, c) == pytest.approx(expected, rel=1e-9, abs=1e-14)


def test_midp_equals_the_published_example():
    """Fagerland et al. 2013, table 2: 1 and 7 discordant pairs; exact 0.070, mid-p 0.039."""
    assert mcnemar_midp(1, 7) == pytest.approx(0.0390625)


@given(counts, counts)
def test_midp_does_not_depend_on_which_system_comes_first(b, c):
    assert mcnemar_midp(b, c) == mcnemar_midp(c, b)
    assert 0 <= mcnemar_midp(b, c) <= 1


@settings(max_examples=25)  # statsmodels collects garbage at each call
@given(p_values)
def test_holm_equals_that_of_statsmodels(values):
    expected = multipletests(values, method="holm")[1]

    assert holm(values) == pytest.approx(expected)


@given(p_values)
def test_holm_keeps_the_order_and_lowers_no_p(values):
    adjusted = holm(values)
    order = np.argsort(values, kind="stable")

    assert (adjusted >= np.array(values)).all()
    assert (np.diff(adjusted[order]) >= 0).all()
    assert (adjusted <= 1).all()


def test_holm_of_no_tests_is_empty():
    assert len(holm([])) == 0


@pytest.mark.parametrize(
    ("discordant", "n", "comparisons"), [(0.05, 25_000, 1), (0.2, 2_000, 3), (0.1, 600, 1)]
)
def test_resolvable_difference_is_found_four_times_in_five(discordant, n, comparisons, rng):
    difference = resolvable_difference(discordant, n, comparisons=comparisons)
    shares = [(discordant + difference) / 2, (discordant - difference) / 2, 1 - discordant]
    tables = rng.multinomial(n, shares, size=4_000)

    found = np.mean([mcnemar_midp(int(b), int(c)) < 0.05 / comparisons for b, c, _ in tables])

    assert found == pytest.approx(0.8, abs=0.025)


def test_resolvable_difference_lies_above_the_threshold_of_half_power():
    threshold = 1.959964 * sqrt(0.05 / 25_000)

    assert threshold == pytest.approx(0.0028, abs=5e-5)
    assert resolvable_difference(0.05, 25_000) == pytest.approx(0.00396, abs=2e-5)
    assert resolvable_difference(0.05, 25_000, power=0.5) == pytest.approx(threshold, rel=1e-4)


def test_resolvable_difference_of_identical_systems_is_that_of_one_sided_changes():
    difference = resolvable_difference(0.0, 1_000)

    needed = (1.959964 + 0.841621 * sqrt(1 - difference)) ** 2
    assert difference * 1_000 == pytest.approx(needed, rel=1e-5)


def test_nothing_is_resolvable_on_three_rows():
    assert np.isnan(resolvable_difference(0.3, 3))


@given(st.floats(0.001, 0.5), st.integers(50, 10**6), st.integers(1, 20))
def test_resolvable_difference_falls_with_rows_and_grows_with_the_family(share, n, comparisons):
    difference = resolvable_difference(share, n, comparisons=comparisons)

    assert resolvable_difference(share, 2 * n, comparisons=comparisons) < difference
    assert resolvable_difference(share, n, comparisons=comparisons + 1) > difference


def test_resolvable_difference_by_error_is_a_sum_of_quantiles_times_the_error():
    assert resolvable_by_error(0.01) == pytest.approx(0.01 * (1.959964 + 0.841621))
    assert resolvable_by_error(0.01, comparisons=3) == pytest.approx(0.01 * (2.393980 + 0.841621))
