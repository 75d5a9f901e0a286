import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from sentiment_lab.analysis.lengths import (
    LENGTH_COLUMNS,
    accuracy_by_length,
    accuracy_by_length_of_all,
)
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import PredictionsError, UsageError


def system(words: list[int], right: list[bool], name: str = "x") -> Predictions:
    predicted = np.where(right, "pos", "neg")
    p = np.where(predicted == "pos", 0.8, 0.2)
    frame = pd.DataFrame(
        {
            "id": [f"r{i}" for i in range(len(words))],
            "split": "test",
            "label": "pos",
            "p_neg": 1 - p,
            "p_pos": p,
            "predicted": predicted,
            "text": ["word " * n for n in words],
        }
    )
    return Predictions(name, frame, ("neg", "pos"))


TEN = system([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [True] * 5 + [False] * 4 + [True])


def test_bins_hold_about_as_many_reviews_each():
    table = accuracy_by_length(TEN, bins=2)
    assert list(table) == list(LENGTH_COLUMNS)
    assert table["n"].tolist() == [5, 5]
    assert table[["words_low", "words_high"]].to_numpy().tolist() == [[1, 5], [6, 10]]
    assert table["accuracy"].tolist() == [1.0, 0.2]


def test_the_interval_is_wilsons():
    row = accuracy_by_length(TEN, bins=2).iloc[1]
    expected = proportion_confint(1, 5, method="wilson")
    assert (row["low"], row["high"]) == pytest.approx(expected)


def test_given_bins_start_at_the_words_named():
    table = accuracy_by_length(TEN, bins=[3, 9])
    assert table["n"].tolist() == [2, 6, 2]
    assert table["words_low"].tolist() == [1, 3, 9]


def test_bins_without_reviews_are_left_out():
    assert accuracy_by_length(TEN, bins=[100])["n"].tolist() == [10]


def test_reviews_of_one_length_share_one_bin():
    table = accuracy_by_length(system([4] * 6, [True] * 6), bins=3)
    assert table["n"].tolist() == [6]


@pytest.mark.parametrize("bins", [1, 3, 5, 20])
def test_every_review_is_in_one_bin(bins: int):
    table = accuracy_by_length(TEN, bins=bins)
    assert table["n"].sum() == 10
    assert (table["words_low"].iloc[1:].to_numpy() > table["words_high"].iloc[:-1]).all()


def test_systems_over_the_same_reviews_have_the_same_bins():
    other = system(list(range(1, 11)), [False] * 10, name="y")
    table = accuracy_by_length_of_all([TEN, other], bins=2)
    assert table["model"].tolist() == ["x", "x", "y", "y"]
    assert table["words_low"].tolist() == [1, 6, 1, 6]


def test_no_systems_give_an_empty_table():
    assert list(accuracy_by_length_of_all([])) == list(LENGTH_COLUMNS)


def test_accuracy_by_length_raises_when_there_are_no_texts():
    bare = Predictions("x", TEN.frame.drop(columns="text"), TEN.classes)
    with pytest.raises(PredictionsError, match="'x' hold no texts"):
        accuracy_by_length(bare)


def test_accuracy_by_length_raises_when_there_are_no_rows():
    with pytest.raises(PredictionsError, match="'x' hold no rows"):
        accuracy_by_length(Predictions("x", TEN.frame.head(0), TEN.classes))


@pytest.mark.parametrize("bins", [0, -1, [5, 5], [9, 3]])
def test_accuracy_by_length_raises_when_bins_make_no_sense(bins):
    with pytest.raises(UsageError, match="bins of length"):
        accuracy_by_length(TEN, bins=bins)
