"""Predictions of several systems are brought into one order, or refused."""

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.predictions import (
    Predictions,
    check_predictions,
    require_same_rows,
)
from sentiment_lab.exceptions import PredictionsError


def test_rows_are_brought_into_the_order_of_the_first_system(simulate):
    first, other = simulate("a"), simulate("b", seed=2)
    order = np.random.default_rng(0).permutation(len(other.frame))
    shuffled = Predictions("b", other.frame.iloc[order].reset_index(drop=True), other.classes)

    aligned = require_same_rows([first, shuffled])

    assert aligned[0] is first
    pd.testing.assert_frame_equal(aligned[1].frame, other.frame)
    assert require_same_rows([]) == []


def test_classes_are_brought_into_the_order_of_the_first_system(make_table):
    first = check_predictions(make_table(), "a", ("negative", "positive"))
    other = check_predictions(make_table(rating=4), "b", ("positive", "negative"))

    aligned = require_same_rows([first, other])[1]

    assert aligned.classes == ("negative", "positive")
    assert list(aligned.frame.columns) == [*first.frame.columns, "rating"]
    assert np.array_equal(aligned.probabilities, first.probabilities)


def test_an_id_of_two_splits_is_matched_within_its_split(make_table):
    frame = make_table(id=["a", "b", "b", "a"], split=["test", "test", "validation", "validation"])
    first = check_predictions(frame, "a", ("negative", "positive"))
    other = check_predictions(frame.iloc[::-1], "b", ("negative", "positive"))

    aligned = require_same_rows([first, other])[1]

    pd.testing.assert_frame_equal(aligned.frame, first.frame)


def refused_pair(first, other):
    classes = [column.removeprefix("p_") for column in other.columns if column.startswith("p_")]
    with pytest.raises(PredictionsError) as caught:
        require_same_rows(
            [
                check_predictions(first, "a", ("negative", "positive")),
                check_predictions(other, "b", classes),
            ]
        )
    return str(caught.value)


def test_other_ids_are_refused_with_the_first_three_of_each_side(make_table):
    message = refused_pair(make_table(), make_table(id=["a", "x", "y", "z"]))

    assert message.startswith("predictions of 'a' and 'b' are about other ids: ")
    assert "3 only in 'a' (b, c, d), 3 only in 'b' (x, y, z)" in message


def test_missing_rows_are_refused_for_the_side_that_has_them(make_table):
    message = refused_pair(make_table(), make_table().iloc[:3])

    assert "other ids: 1 only in 'a' (d); let each" in message


def test_other_labels_are_refused_with_the_first_three(make_table):
    message = refused_pair(
        make_table(), make_table(label=["positive", "positive", "negative", "negative"])
    )

    assert "hold other labels for 2 ids: a (negative against positive), c (positive" in message


def test_other_classes_are_refused(make_table):
    other = make_table(p_positive=None, label=["negative", "good", "good", "negative"])
    other["p_good"] = 1 - other["p_negative"]

    message = refused_pair(make_table(), other)

    assert "about other classes: negative, positive against negative, good" in message
