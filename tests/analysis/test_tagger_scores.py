"""Agreement of tags with gold."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from sentiment_lab.analysis.tagger_scores import ALL_ROWS, Scored, score_against_gold
from sentiment_lab.exceptions import DataError


@pytest.fixture
def gold(rng):
    labels = rng.random(400) < 0.3
    good = labels + rng.normal(0, 0.8, 400)
    poor = labels * 0.3 + rng.normal(0, 1.0, 400)
    return labels, [Scored("good", good, good > 0.5), Scored("poor", poor, poor > 0.5)]


@pytest.fixture
def rng():
    return np.random.default_rng(4)


def test_figures_are_those_of_scikit_learn(gold):
    labels, methods = gold
    figures = score_against_gold(labels, methods).figures
    for row, method in zip(figures.to_dict("records"), methods, strict=True):
        assert row["average_precision"] == pytest.approx(
            average_precision_score(labels, method.scores)
        )
        assert row["auc"] == pytest.approx(roc_auc_score(labels, method.scores))
        assert row["f1"] == pytest.approx(f1_score(labels, method.present))
        for name in ("precision", "recall", "f1", "average_precision", "auc"):
            assert row[f"{name}_low"] < row[name] < row[f"{name}_high"]


def test_the_better_method_is_better_on_the_same_rows(gold):
    labels, methods = gold
    (row,) = score_against_gold(labels, methods).differences.to_dict("records")
    assert (row["scored"], row["against"]) == ("good", "poor")
    assert row["auc_low"] > 0
    assert row["average_precision_low"] > 0


def test_a_method_against_itself_differs_by_nothing(gold):
    labels, (good, _) = gold
    (row,) = score_against_gold(labels, [good, good]).differences.to_dict("records")
    assert row["auc"] == row["auc_low"] == row["auc_high"] == 0
    assert row["f1"] == row["average_precision"] == 0


def test_figures_within_strata_are_those_of_their_rows_alone(gold):
    labels, methods = gold
    stars = pd.Series(np.arange(400) % 2, name="stars")
    figures = score_against_gold(labels, methods, strata=stars).figures
    assert list(figures["stratum"].unique()) == [ALL_ROWS, "stars=0", "stars=1"]
    half = (stars == 1).to_numpy()
    part = figures[(figures["stratum"] == "stars=1") & (figures["scored"] == "good")].iloc[0]
    assert part["n"] == 200
    assert part["auc"] == pytest.approx(roc_auc_score(labels[half], methods[0].scores[half]))


def test_a_stratum_of_one_side_has_counts_and_no_figures(gold):
    labels, methods = gold
    strata = pd.Series(np.where(labels, "yes", "no"), name="side")
    figures = score_against_gold(labels, methods, strata=strata).figures
    part = figures[figures["stratum"] == "side=yes"]
    assert part["n"].eq(labels.sum()).all()
    assert part["auc"].isna().all()


@pytest.mark.parametrize("labels", [np.zeros(5, bool), np.ones(5, bool)])
def test_gold_of_one_side_measures_nothing_and_says_so(labels):
    method = Scored("tagger", np.arange(5.0), np.ones(5, bool))
    with pytest.raises(DataError, match="nothing can be measured"):
        score_against_gold(labels, [method])
