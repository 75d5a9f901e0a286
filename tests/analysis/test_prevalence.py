"""The corrected share of a cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.analysis.annotated import Annotated, weigh
from sentiment_lab.analysis.prevalence import (
    NEEDED_ROWS,
    cell_share,
    readers_share,
)
from sentiment_lab.exceptions import PredictionsError


def made_up(rng, n=1200, n_gold=200, share=0.3, weight=None):
    """A cell, and gold of its first rows."""
    belongs = rng.random(n) < share
    tagged = np.where(belongs, rng.random(n) < 0.6, rng.random(n) < 0.2)
    rows = np.arange(n_gold)
    weights = np.ones(n_gold) if weight is None else weight
    return tagged, Annotated(rows, belongs[:n_gold] * 1.0, tagged[:n_gold] * 1.0, weights)


def test_the_estimate_is_that_of_ppi_python(rng):
    from ppi_py.ppi import ppi_mean_pointestimate

    tagged, annotated = made_up(rng, weight=rng.uniform(0.5, 4, 200))
    oracle = ppi_mean_pointestimate(
        annotated.gold, annotated.tag, tagged * 1.0, lam=1, w=annotated.weight
    )
    assert cell_share(tagged, annotated).share == pytest.approx(float(np.squeeze(oracle)))


def test_the_interval_is_about_that_of_ppi_python_where_counts_are_large(rng):
    from ppi_py.ppi import ppi_mean_ci

    tagged, annotated = made_up(rng, n=20000, n_gold=1000)
    found = cell_share(tagged, annotated)
    low, high = ppi_mean_ci(annotated.gold, annotated.tag, tagged * 1.0, alpha=0.05, lam=1)
    assert found.low == pytest.approx(float(np.squeeze(low)), abs=0.004)
    assert found.high == pytest.approx(float(np.squeeze(high)), abs=0.004)


def test_weights_count_up_to_a_common_factor(rng):
    weight = rng.uniform(0.5, 4, 200)
    tagged, annotated = made_up(rng, weight=weight)
    scaled = annotated._replace(weight=weight * 37)
    for finite in (False, True):
        one, other = (cell_share(tagged, a, finite=finite) for a in (annotated, scaled))
        assert (one.share, one.low, one.high) == pytest.approx((other.share, other.low, other.high))


def test_a_tagger_that_flags_nothing_leaves_the_share_to_the_readers(rng):
    tagged, annotated = made_up(rng)
    found = readers_share(len(tagged), annotated)
    assert found.share == pytest.approx(annotated.gold.mean())
    assert found.raw == 0
    assert found.low < found.share < found.high


def test_without_gold_the_share_stays_raw_and_says_how_many_rows_are_needed():
    found = cell_share(np.array([True, False, True, False]), None)
    assert (found.method, found.raw, found.n_more) == ("raw", 0.5, 50)
    assert np.isnan(found.share)


def test_an_empty_cell_has_no_share():
    found = cell_share(np.empty(0, dtype=bool), None)
    assert np.isnan(found.raw)
    assert found.n_more == 0


def test_below_50_effective_rows_a_share_is_withheld_with_how_many_more_it_takes(rng):
    weight = np.r_[np.full(10, 40.0), np.ones(190)]
    tagged, annotated = made_up(rng, weight=weight)
    found = cell_share(tagged, annotated)
    assert found.n_effective == pytest.approx(weigh(weight).effective)
    assert found.n_effective < NEEDED_ROWS
    assert found.method == "withheld"
    assert found.n_more == int(np.ceil(NEEDED_ROWS - found.n_effective))
    assert found.largest_weight == pytest.approx(40 / weight.sum())
    assert np.isnan([found.share, found.low, found.high]).all()


def test_a_share_is_withheld_where_gold_and_tag_differ_on_too_few_rows(rng):
    tagged, annotated = made_up(rng)
    same = annotated._replace(gold=annotated.tag.copy())
    found = cell_share(tagged, same)
    assert found.method == "withheld"
    assert found.n_more > 0


def test_disagreements_on_light_rows_alone_do_not_suffice(rng):
    weight = np.r_[np.full(100, 20.0), np.ones(100)]
    tagged, annotated = made_up(rng, weight=weight)
    gold = np.where(np.arange(200) < 100, annotated.tag, 1 - annotated.tag)
    assert cell_share(tagged, annotated._replace(gold=gold)).method == "withheld"


def test_the_whole_cell_annotated_is_known_exactly_where_this_test_set_is_meant(rng):
    tagged, annotated = made_up(rng, n=80, n_gold=80)
    found = cell_share(tagged, annotated, finite=True)
    assert found.low == found.share == found.high == pytest.approx(annotated.gold.mean())
    anywhere = cell_share(tagged, annotated)
    assert anywhere.low < found.share < anywhere.high


def test_the_interval_of_this_test_set_narrows_as_more_of_it_is_annotated(rng):
    tagged, annotated = made_up(rng, n=300, n_gold=270)
    here, anywhere = (cell_share(tagged, annotated, finite=finite) for finite in (True, False))
    assert here.high - here.low < 0.5 * (anywhere.high - anywhere.low)


def test_films_whose_reviews_are_alike_widen_the_interval(rng):
    film = np.repeat(np.arange(60), 20)
    belongs = np.repeat(rng.random(60) < 0.4, 20)
    rows = np.arange(0, 1200, 4)
    gold = Annotated(rows, belongs[rows] * 1.0, np.zeros(300), np.ones(300))
    tagged = np.zeros(1200, dtype=bool)
    one, other = cell_share(tagged, gold, film), cell_share(tagged, gold)
    assert one.high - one.low > 1.5 * (other.high - other.low)


def test_held_out_tags_stand_in_the_cell_too(rng):
    tagged, annotated = made_up(rng)
    fitted = tagged.copy()
    fitted[annotated.rows] = annotated.gold > 0
    assert cell_share(fitted, annotated).share == cell_share(tagged, annotated).share


def test_the_tags_given_are_not_changed(rng):
    tagged, annotated = made_up(rng)
    values = tagged.astype(float)
    cell_share(values, annotated._replace(tag=1 - annotated.tag))
    assert (values == tagged).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weight": np.r_[np.nan, np.ones(199)]}, "weight nan is not a number above 0"),
        ({"weight": np.r_[-1.0, np.ones(199)]}, "weight -1.0"),
        ({"gold": np.r_[2.0, np.ones(199)]}, "value 2.0 lies outside 0 to 1"),
        ({"rows": np.zeros(200, dtype=int)}, "annotated twice"),
    ],
)
def test_damaged_gold_raises(rng, change, message):
    tagged, annotated = made_up(rng)
    with pytest.raises(PredictionsError, match=message):
        cell_share(tagged, annotated._replace(**change))


@given(
    st.integers(60, 200),
    st.floats(0.02, 0.98),
    st.floats(0, 1),
    st.booleans(),
    st.integers(0, 10_000),
)
def test_a_share_lies_within_its_interval_and_both_within_0_and_1(n, share, flip, finite, seed):
    rng = np.random.default_rng(seed)
    belongs = rng.random(n) < share
    tagged = belongs ^ (rng.random(n) < flip / 2)
    rows = np.flatnonzero(rng.random(n) < 0.8)
    gold = Annotated(rows, belongs[rows] * 1.0, tagged[rows] * 1.0, rng.uniform(1, 2, len(rows)))
    found = cell_share(tagged, gold, finite=finite)
    if found.method == "prediction-powered":
        assert 0 <= found.low <= found.share <= found.high <= 1
        assert found.n_more == 0
    else:
        assert np.isnan(found.share)
