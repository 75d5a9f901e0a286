"""The share of a cell by the tagger's rates."""

import numpy as np
import pytest

from sentiment_lab.analysis.annotated import Annotated
from sentiment_lab.analysis.rogan_gladen import rogan_gladen_share, tagger_rates


def made_up(rng, hit=0.8, alarm=0.2, n=2000, n_gold=300):
    belongs = rng.random(n) < 0.4
    tagged = np.where(belongs, rng.random(n) < hit, rng.random(n) < alarm)
    rows = np.r_[np.flatnonzero(belongs)[: n_gold // 2], np.flatnonzero(~belongs)[: n_gold // 2]]
    gold = Annotated(rows, belongs[rows] * 1.0, tagged[rows] * 1.0, np.ones(len(rows)))
    return tagged, gold


def test_the_share_is_that_of_quapys_adjusted_count(rng):
    from quapy.method.aggregative import ACC
    from sklearn.base import BaseEstimator, ClassifierMixin

    class Given(ClassifierMixin, BaseEstimator):
        """Hands on tags that are there already."""

        def fit(self, tags, labels):
            self.classes_ = np.unique(labels)
            return self

        def predict(self, tags):
            return tags[:, 0].astype(int)

    tagged, gold = made_up(rng)
    tags, labels = gold.tag[:, None], gold.gold.astype(int)
    given = Given().fit(tags, labels)
    settings = {"fit_classifier": False, "val_split": None, "solver": "exact-raise"}
    oracle = ACC(given, **settings)
    oracle.fit(tags, labels)
    expected = np.asarray(oracle.predict(tagged[:, None] * 1.0))[1]
    found = rogan_gladen_share(tagged, gold)
    assert found.method == "rogan-gladen"
    assert found.share == pytest.approx(expected)
    assert found.low < found.share < found.high


def test_a_tagger_that_tells_nothing_is_not_correctable(rng):
    tagged, gold = made_up(rng, hit=0.4, alarm=0.3)
    found = rogan_gladen_share(tagged, gold)
    assert found.method == "not correctable"
    assert np.isnan([found.share, found.low, found.high]).all()


def test_too_few_that_belong_are_not_correctable(rng):
    tagged, gold = made_up(rng)
    few = Annotated(gold.rows[140:], gold.gold[140:], gold.tag[140:], gold.weight[140:])
    assert rogan_gladen_share(tagged, few).method == "not correctable"


def test_below_50_effective_rows_it_is_withheld_too(rng):
    tagged, gold = made_up(rng, n_gold=40)
    found = rogan_gladen_share(tagged, gold)
    assert (found.method, found.n_more) == ("withheld", 10)


def test_rates_are_weighted(rng):
    belongs = np.repeat([True, False], 30)
    tag = np.tile([1.0, 0.0], 30)
    rates = tagger_rates(belongs, tag, np.tile([3.0, 1.0], 30))
    assert rates is not None
    assert (rates.hit, rates.false_alarm) == pytest.approx((0.75, 0.75))
    assert rates.youden_low < 0


def test_a_perfect_rate_leaves_an_interval(rng):
    tagged, gold = made_up(rng, hit=1.0, alarm=0.0)
    found = rogan_gladen_share(tagged, gold, finite=True)
    assert 0 < found.high - found.low < 0.1
    assert found.low <= found.share <= found.high


def test_films_widen_the_interval(rng):
    tagged, gold = made_up(rng)
    film = np.arange(len(tagged)) // 100
    one, other = rogan_gladen_share(tagged, gold, film), rogan_gladen_share(tagged, gold)
    assert one.share == other.share
    assert (one.low, one.high) != (other.low, other.high)
