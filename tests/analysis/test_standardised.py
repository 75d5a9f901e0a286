"""Errors in excess, raw and at one mix of rating and length."""

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.standardised import excess_errors, rating_length_strata

WRONG = np.array([1, 1, 0, 0, 1, 0, 0, 0], dtype=bool)
TAGGED = np.array([1, 1, 1, 0, 0, 0, 0, 0], dtype=bool)


def _strata(frame: pd.DataFrame) -> np.ndarray:
    strata = rating_length_strata(frame)
    assert strata is not None
    return strata


def test_errors_in_excess_are_those_beyond_the_rate_outside():
    found = excess_errors(WRONG, TAGGED)
    assert found.errors == pytest.approx(2 - 3 * 1 / 5)
    assert found.covered == 1


def test_an_excess_that_the_strata_explain_vanishes():
    strata = np.array([0, 0, 1, 1, 0, 1, 1, 1])
    found = excess_errors(WRONG, TAGGED, strata)
    assert found.errors == pytest.approx(0)


def test_a_stratum_without_reviews_outside_is_left_out_and_said_so():
    strata = np.array([0, 2, 1, 1, 0, 1, 1, 1])
    found = excess_errors(WRONG, TAGGED, strata)
    assert found.covered == pytest.approx(2 / 3)
    assert found.errors == pytest.approx(1 - 1)


@pytest.mark.parametrize("tagged", [np.zeros(8, bool), np.ones(8, bool)])
def test_without_reviews_inside_or_outside_there_is_no_excess(tagged):
    assert np.isnan(excess_errors(WRONG, tagged).errors)


def test_strata_are_ratings_by_quarters_of_length():
    frame = pd.DataFrame(
        {"rating": [1.0, 1.0, 8.0, 8.0], "text": ["a", "a b c d", "a b", "a b c d e"]}
    )
    assert len(np.unique(_strata(frame))) == 4
    assert len(np.unique(_strata(frame.assign(text="a b")))) == 2


def test_many_ratings_go_by_quarters_and_a_missing_one_stands_by_itself():
    frame = pd.DataFrame({"rating": [*np.arange(40.0), np.nan], "text": "a b"})
    strata = _strata(frame)
    assert len(np.unique(strata)) == 5
    assert strata[-1] not in strata[:-1]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"text": ["a"]}),
        pd.DataFrame({"rating": [1.0]}),
        pd.DataFrame({"rating": [np.nan], "text": ["a"]}),
    ],
)
def test_without_ratings_or_texts_there_are_no_strata(frame):
    assert rating_length_strata(frame) is None
