"""Predictions tables are read as they are meant."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.analysis.predictions import (
    check_predictions,
    read_predictions,
    write_predictions,
)
from sentiment_lab.exceptions import PredictionsError


def test_a_plain_table_is_test_rows_with_the_most_probable_class_predicted(save_table, make_table):
    predictions = read_predictions(save_table(make_table()), "mine")

    assert predictions.classes == ("negative", "positive")
    assert predictions.frame["split"].tolist() == ["test"] * 4
    assert predictions.frame["predicted"].tolist() == ["negative", "positive"] + ["negative"] * 2
    assert predictions.labels.tolist() == [0, 1, 1, 0]
    assert predictions.predicted.tolist() == [0, 1, 0, 0]
    assert predictions.probabilities[1] == pytest.approx([0.2, 0.8])
    assert predictions.groups is None


def test_columns_of_the_table_are_kept_and_others_left_out(save_table, make_table):
    frame = make_table(
        split=["validation", "test", "test", "test"],
        predicted=["positive"] * 4,
        text=["one, two", "NA", "", 'a "quoted"\nline'],
        group=["x", "y", "x", "y"],
        rating=[1, 9, 10, 3],
        remark=["?"] * 4,
    )

    predictions = read_predictions(save_table(frame), "mine")

    assert list(predictions.frame.columns) == [
        *("id", "split", "label", "p_negative", "p_positive"),
        *("predicted", "text", "group", "rating"),
    ]
    assert predictions.predicted.tolist() == [1, 1, 1, 1]
    assert predictions.frame["text"].tolist() == frame["text"].tolist()
    assert predictions.frame["rating"].tolist() == [1, 9, 10, 3]
    assert predictions.split("test").frame["id"].tolist() == ["b", "c", "d"]
    assert predictions.groups is not None
    assert predictions.groups.tolist() == [0, 1, 0, 1]


def test_rows_without_a_film_stand_alone(save_table, make_table):
    predictions = read_predictions(save_table(make_table(group=["x", None, "x", None])), "mine")
    none = read_predictions(save_table(make_table(group=["", "", "", ""])), "mine")

    assert predictions.groups is not None
    assert predictions.groups.tolist() == [0, 1, 0, 2]
    assert none.groups is None


@pytest.mark.parametrize(
    ("names", "positive", "expected"),
    [
        (("pos", "neg"), None, ("neg", "pos")),
        (("fresh", "rotten"), None, ("rotten", "fresh")),
        (("Yes", "No"), None, ("No", "Yes")),
        (("1", "0"), None, ("0", "1")),
        (("ham", "spam"), None, ("ham", "spam")),
        (("spam", "ham"), None, ("spam", "ham")),
        (("spam", "ham"), "spam", ("ham", "spam")),
        (("neg", "pos"), "neg", ("pos", "neg")),
        (("c", "a", "b"), None, ("c", "a", "b")),
    ],
)
def test_order_of_classes_is_that_of_columns_with_the_positive_one_last(
    save_table, names, positive, expected, make_table
):
    frame = make_table(label=[names[0], names[1]] * 2, p_negative=None, p_positive=None)
    for name in names:
        frame[f"p_{name}"] = 1 / len(names)

    assert read_predictions(save_table(frame), "mine", positive=positive).classes == expected


def test_order_of_classes_is_the_one_given(save_table, make_table):
    given_order = ("positive", "negative")

    predictions = read_predictions(save_table(make_table()), "mine", classes=given_order)

    assert predictions.classes == given_order
    assert predictions.labels.tolist() == [1, 0, 0, 1]
    assert predictions.probabilities[0] == pytest.approx([0.1, 0.9])


@pytest.mark.parametrize("column", ["p_positive", "p_negative"])
def test_one_column_of_probabilities_is_enough_for_two_classes(save_table, column, make_table):
    other = {"p_positive": "p_negative", "p_negative": "p_positive"}[column]

    predictions = read_predictions(save_table(make_table(**{other: None})), "mine")

    assert predictions.classes == ("negative", "positive")
    assert predictions.probabilities[0] == pytest.approx([0.9, 0.1])


def test_one_column_of_probabilities_takes_the_other_class_from_the_labels(save_table, make_table):
    frame = make_table(label=["ham", "spam", "spam", "ham"], p_negative=None, p_positive=None)

    predictions = read_predictions(save_table(frame.assign(p_spam=0.25)), "mine")

    assert predictions.classes == ("ham", "spam")
    assert predictions.probabilities[0].tolist() == [0.75, 0.25]


def test_labels_0_and_1_are_read_as_the_usual_pair(save_table, make_table):
    predictions = read_predictions(
        save_table(make_table(label=[0, 1, 1, 0], predicted=[0, 1, 0, 1], p_negative=None)), "mine"
    )

    assert predictions.frame["label"].tolist() == ["negative", "positive", "positive", "negative"]
    assert predictions.predicted.tolist() == [0, 1, 0, 1]


def test_whole_numbers_as_ids_and_labels_become_texts(save_table, make_table):
    ids = [2**53 + 1, 2**53 + 2, 3, 4]
    frame = make_table(id=ids, label=[0, 1, 1, 0], p_negative=None, p_positive=None)
    frame = frame.assign(p_0=0.5, p_1=0.5)

    predictions = read_predictions(save_table(frame), "mine")

    assert predictions.frame["id"].tolist() == ["9007199254740993", "9007199254740994", "3", "4"]
    assert predictions.frame["label"].tolist() == ["0", "1", "1", "0"]


def test_whole_numbers_kept_as_floats_in_parquet_lose_their_point(tmp_path, make_table):
    frame = make_table(id=[1.0, 2.0, 3.0, 4.0])
    frame.to_parquet(tmp_path / "t.parquet")

    assert read_predictions(tmp_path / "t.parquet", "x").frame["id"].tolist() == list("1234")


def test_fractions_as_ids_keep_their_point(tmp_path, make_table):
    make_table(id=[1.5, 2.0, 3.0, 4.0]).to_parquet(tmp_path / "t.parquet")

    ids = read_predictions(tmp_path / "t.parquet", "x").frame["id"].tolist()

    assert ids == ["1.5", "2.0", "3.0", "4.0"]


def test_texts_of_a_csv_stay_as_they_are_written(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("\ufeffid,label,p_neg,p_pos\n007,neg,1,0\nNA,pos,0.5,0.5\n", encoding="utf-8")

    assert read_predictions(path, "x").frame["id"].tolist() == ["007", "NA"]


def test_a_tab_separated_file_is_read(tmp_path, make_table):
    path = tmp_path / "t.tsv"
    make_table().to_csv(path, index=False, sep="\t")

    assert len(read_predictions(path, "x").frame) == 4


def test_rows_that_nearly_sum_to_1_are_made_to(save_table, make_table):
    path = save_table(make_table(p_positive=[0.1005, 0.8, 0.4, 0.3]))

    assert read_predictions(path, "x").probabilities.sum(axis=1) == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("alone", [True, False])
def test_rounding_in_32_bits_carries_no_probability_out_of_range(save_table, alone, make_table):
    beyond = [0.1, 1 + 2.4e-7, 0.4, 0.3]
    other = None if alone else [0.9, -2.4e-7, 0.6, 0.7]

    predictions = read_predictions(save_table(make_table(p_positive=beyond, p_negative=other)), "x")

    assert predictions.probabilities[1].tolist() == [0.0, 1.0]


def test_labels_of_1_and_2_are_not_taken_for_codes_of_classes(save_table, make_table):
    frame = make_table(label=[1, 1, 2, 2], p_negative=None, p_positive=None)
    path = save_table(frame.assign(p_2=[0.1, 0.2, 0.9, 0.8], p_1=[0.9, 0.8, 0.1, 0.2]))

    predictions = read_predictions(path, "x")

    assert predictions.classes == ("1", "2")
    assert predictions.frame["label"].tolist() == ["1", "1", "2", "2"]


def test_an_id_may_return_in_another_split(save_table, make_table):
    frame = make_table(id=["a", "b", "a", "b"], split=["test", "test", "validation", "validation"])

    assert len(read_predictions(save_table(frame), "x").frame) == 4


def test_one_class_in_validation_alone_is_no_matter(save_table, make_table):
    frame = make_table(split=["validation", "test", "test", "test"])

    assert len(read_predictions(save_table(frame), "x").frame) == 4


def test_predictions_that_were_never_a_file_are_named_by_their_system(make_table):
    frame = make_table(p_positive=[0.1, 7, 0.4, 0.3])

    with pytest.raises(PredictionsError, match="^predictions of 'mine': row 2"):
        check_predictions(frame, "mine", ("negative", "positive"))


def test_checking_leaves_the_given_table_alone(make_table):
    frame = make_table().set_index(pd.Index([3, 2, 1, 0]))
    before = frame.copy()

    predictions = check_predictions(frame, "mine", ("negative", "positive"))

    pd.testing.assert_frame_equal(frame, before)
    assert predictions.frame["id"].tolist() == ["a", "b", "c", "d"]


@settings(max_examples=20)
@given(st.integers(2, 5), st.integers(0, 10**6))
def test_written_predictions_are_read_again_to_32_bits(tmp_path_factory, n_classes, seed):
    rng = np.random.default_rng(seed)
    classes = tuple(f"class {i}" for i in range(n_classes))
    weights = rng.random((20, n_classes)) ** 4 + 1e-9
    frame = pd.DataFrame(
        weights / weights.sum(axis=1, keepdims=True), columns=[f"p_{name}" for name in classes]
    )
    frame.insert(0, "id", [f"test/{i}" for i in range(20)])
    frame.insert(1, "label", np.array(classes)[np.arange(20) % n_classes])
    predictions = check_predictions(frame.assign(group="x", rating=3), "mine", classes)
    path = tmp_path_factory.mktemp("written") / "deep" / "predictions.parquet"

    write_predictions(predictions, path)

    again = read_predictions(path, "mine")
    assert again.classes == classes
    pd.testing.assert_frame_equal(again.frame, predictions.frame, rtol=1e-6)
    assert [each.name for each in path.parent.iterdir()] == ["predictions.parquet"]


def test_predictions_of_25000_reviews_take_far_less_than_a_megabyte(simulate, tmp_path):
    write_predictions(simulate(n=25_000, films=3_500, strength=3), tmp_path / "p.parquet")

    assert (tmp_path / "p.parquet").stat().st_size < 500_000


def test_predictions_can_be_dumped_as_plain_values(save_table, make_table):
    """Texts come back as str, not as bytes or categories, whatever the file held."""
    record = read_predictions(save_table(make_table(group=["x"] * 4)), "x").frame.to_dict(
        "records"
    )[0]

    assert json.loads(json.dumps(record))["label"] == "negative"
