import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.overlap import (
    OVERLAP_COLUMNS,
    error_overlap,
    fixed_and_broken,
    fixed_and_broken_by_pair,
)
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import PredictionsError, UsageError


def system(name: str, wrong: str, ids: str = "abcdef") -> Predictions:
    """Predictions that are wrong on the ids named, and right on all others."""
    predicted = np.array(["neg" if each in wrong else "pos" for each in ids])
    p = np.where(predicted == "pos", 0.8, 0.2)
    columns = {"id": list(ids), "split": "test", "label": "pos", "p_neg": 1 - p, "p_pos": p}
    return Predictions(name, pd.DataFrame({**columns, "predicted": predicted}), ("neg", "pos"))


def test_error_overlap_counts_errors_shared_and_alone():
    overlap = error_overlap([system("x", "abc"), system("y", "bcde")])
    assert overlap.to_dict("records") == [
        {
            "model": "x",
            "other": "y",
            "shared": 2,
            "only_model": 1,
            "only_other": 2,
            "jaccard": pytest.approx(2 / 5),
        }
    ]


def test_error_overlap_has_a_row_for_each_two_systems():
    overlap = error_overlap([system("x", "a"), system("y", "b"), system("z", "c")])
    assert list(zip(overlap["model"], overlap["other"], strict=True)) == [
        ("x", "y"),
        ("x", "z"),
        ("y", "z"),
    ]


def test_error_overlap_of_two_faultless_systems_is_undefined():
    assert np.isnan(error_overlap([system("x", ""), system("y", "")])["jaccard"].iloc[0])


def test_error_overlap_of_one_system_is_an_empty_table():
    overlap = error_overlap([system("x", "a")])
    assert overlap.empty
    assert list(overlap) == list(OVERLAP_COLUMNS)


def test_fixed_and_broken_names_the_reviews_on_which_one_is_right():
    change = fixed_and_broken(system("old", "abc"), system("new", "cd"))
    assert (change.before, change.after) == ("old", "new")
    assert (change.fixed, change.broken) == (("a", "b"), ("d",))
    assert (change.n_fixed, change.n_broken) == (2, 1)


def test_fixed_and_broken_does_not_depend_on_the_order_of_rows():
    change = fixed_and_broken(system("old", "abc"), system("new", "cd", ids="fedcba"))
    assert (change.fixed, change.broken) == (("a", "b"), ("d",))


def test_fixed_and_broken_raises_when_the_rows_differ():
    with pytest.raises(PredictionsError, match="'old' and 'new'"):
        fixed_and_broken(system("old", "a"), system("new", "a", ids="abcdeg"))


def test_fixed_and_broken_by_pair_holds_each_other_system_against_the_baseline():
    changes = fixed_and_broken_by_pair(
        [system("x", "ab"), system("base", "bcd"), system("y", "")], "base"
    )
    assert changes.to_dict("records") == [
        {"model": "x", "baseline": "base", "fixed": 2, "broken": 1},
        {"model": "y", "baseline": "base", "fixed": 3, "broken": 0},
    ]


def test_fixed_and_broken_by_pair_raises_when_the_baseline_is_unknown():
    with pytest.raises(UsageError, match="unknown baseline 'bass': did you mean 'base'"):
        fixed_and_broken_by_pair([system("base", "a")], "bass")
