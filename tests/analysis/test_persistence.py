"""Errors over several seeds."""

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.persistence import persistence
from sentiment_lab.analysis.predictions import check_predictions
from sentiment_lab.exceptions import PredictionsError, UsageError


def seed_of(name, wrong):
    """Six reviews, of which those at the places named are wrong."""
    label = np.array(["neg", "pos"] * 3)
    taken = np.where(np.isin(np.arange(6), wrong), label == "neg", label == "pos")
    p = np.where(taken, 0.9, 0.1)
    frame = pd.DataFrame({"id": [f"r{i}" for i in range(6)], "label": label, "p_pos": p})
    return check_predictions(frame.assign(p_neg=1 - p), name, ("neg", "pos"))


SYSTEMS = {
    "old": [seed_of("old", [0, 1, 2]), seed_of("old", [0, 1, 3])],
    "new": [seed_of("new", [0, 4]), seed_of("new", [0, 5]), seed_of("new", [0])],
}


def test_each_review_is_wrong_in_k_of_the_seeds():
    found = persistence(SYSTEMS, "old").by_review
    assert found["wrong_old"].tolist() == [2, 2, 1, 1, 0, 0]
    assert found["wrong_new"].tolist() == [3, 0, 0, 0, 1, 1]


def test_counts_tell_which_part_of_the_errors_comes_back():
    counts = persistence(SYSTEMS, "old").counts
    new = counts[counts["model"] == "new"].set_index("times_wrong")
    assert new["n"].tolist() == [3, 2, 0, 1]
    assert new.loc[3, "share_of_errors"] == pytest.approx(3 / 5)
    assert new["share_of_errors"].sum() == pytest.approx(1)


def test_what_is_fixed_and_broken_stands_beside_the_churn_of_seeds():
    row = persistence(SYSTEMS, "old").churn.iloc[0]
    assert (row["model"], row["baseline"], row["seeds"], row["seeds_baseline"]) == (
        *("new", "old"),
        *(3, 2),
    )
    assert row["fixed"] == pytest.approx(2)
    assert row["broken"] == pytest.approx(2 / 3)
    assert row["net"] == pytest.approx(4 / 3)
    assert row["churn"] == pytest.approx(np.mean([1, 0.5, 0.5]))
    assert row["churn_baseline"] == pytest.approx(1)
    assert (row["fixed_in_all"], row["broken_in_all"]) == (1, 0)


def test_one_seed_has_no_churn():
    one = persistence({name: seeds[:1] for name, seeds in SYSTEMS.items()}, "old").churn
    assert one[["churn", "churn_baseline"]].isna().all(axis=None)


def test_a_system_that_never_errs_has_no_share_of_errors():
    counts = persistence({"old": [seed_of("old", [])]}, "old").counts
    assert counts["share_of_errors"].isna().all()


def test_an_unknown_baseline_raises():
    with pytest.raises(UsageError, match="unknown baseline 'odl': did you mean 'old'"):
        persistence(SYSTEMS, "odl")


def test_a_model_without_seeds_raises():
    with pytest.raises(PredictionsError, match="'new' has no predictions"):
        persistence({**SYSTEMS, "new": []}, "old")
