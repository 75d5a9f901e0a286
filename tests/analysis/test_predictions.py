"""Predictions tables are read as they are meant, and refused in one line where they are wrong."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.analysis.predictions import (
    Predictions,
    check_predictions,
    read_predictions,
    require_same_rows,
    write_predictions,
)
from sentiment_lab.exceptions import PredictionsError, UsageError


def table(**columns):
    """Four rows of film reviews, with columns put in place of the usual ones; None drops one."""
    usual = {
        "id": ["a", "b", "c", "d"],
        "label": ["negative", "positive", "positive", "negative"],
        "p_negative": [0.9, 0.2, 0.6, 0.7],
        "p_positive": [0.1, 0.8, 0.4, 0.3],
    }
    kept = {name: values for name, values in (usual | columns).items() if values is not None}
    return pd.DataFrame(kept)


@pytest.fixture(params=["csv", "parquet"])
def save(request, tmp_path):
    """Write a frame as CSV or Parquet and say where."""

    def write(frame):
        path = tmp_path / f"table.{request.param}"
        if request.param == "csv":
            frame.to_csv(path, index=False)
        else:
            frame.to_parquet(path)
        return path

    return write


def refusal(path, **options):
    with pytest.raises(PredictionsError) as caught:
        read_predictions(path, "mine", **options)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    return message.removeprefix(str(path))


def test_a_plain_table_is_test_rows_with_the_most_probable_class_predicted(save):
    predictions = read_predictions(save(table()), "mine")

    assert predictions.classes == ("negative", "positive")
    assert predictions.frame["split"].tolist() == ["test"] * 4
    assert predictions.frame["predicted"].tolist() == ["negative", "positive"] + ["negative"] * 2
    assert predictions.labels.tolist() == [0, 1, 1, 0]
    assert predictions.predicted.tolist() == [0, 1, 0, 0]
    assert predictions.probabilities[1] == pytest.approx([0.2, 0.8])
    assert predictions.groups is None


def test_columns_of_the_table_are_kept_and_others_left_out(save):
    frame = table(
        split=["validation", "test", "test", "test"],
        predicted=["positive"] * 4,
        text=["one, two", "NA", "", 'a "quoted"\nline'],
        group=["x", "y", "x", "y"],
        rating=[1, 9, 10, 3],
        remark=["?"] * 4,
    )

    predictions = read_predictions(save(frame), "mine")

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


def test_rows_without_a_film_stand_alone(save):
    predictions = read_predictions(save(table(group=["x", None, "x", None])), "mine")
    none = read_predictions(save(table(group=["", "", "", ""])), "mine")

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
    save, names, positive, expected
):
    frame = table(label=[names[0], names[1]] * 2, p_negative=None, p_positive=None)
    for name in names:
        frame[f"p_{name}"] = 1 / len(names)

    assert read_predictions(save(frame), "mine", positive=positive).classes == expected


def test_order_of_classes_is_the_one_given(save):
    given_order = ("positive", "negative")

    predictions = read_predictions(save(table()), "mine", classes=given_order)

    assert predictions.classes == given_order
    assert predictions.labels.tolist() == [1, 0, 0, 1]
    assert predictions.probabilities[0] == pytest.approx([0.1, 0.9])


def test_an_unknown_positive_class_is_a_wrong_request(save):
    path = save(table())

    with pytest.raises(UsageError, match="unknown class 'positiv': did you mean 'positive'"):
        read_predictions(path, "mine", positive="positiv")


def test_a_positive_class_of_three_is_a_wrong_request(save):
    frame = table(p_positive=[0.1, 0.7, 0.4, 0.3], p_mixed=[0.0, 0.1, 0.0, 0.0])

    with pytest.raises(UsageError, match="positive class 'mixed': there are 3 classes"):
        read_predictions(save(frame), "mine", positive="mixed")


@pytest.mark.parametrize("column", ["p_positive", "p_negative"])
def test_one_column_of_probabilities_is_enough_for_two_classes(save, column):
    other = {"p_positive": "p_negative", "p_negative": "p_positive"}[column]

    predictions = read_predictions(save(table(**{other: None})), "mine")

    assert predictions.classes == ("negative", "positive")
    assert predictions.probabilities[0] == pytest.approx([0.9, 0.1])


def test_one_column_of_probabilities_takes_the_other_class_from_the_labels(save):
    frame = table(label=["ham", "spam", "spam", "ham"], p_negative=None, p_positive=None)

    predictions = read_predictions(save(frame.assign(p_spam=0.25)), "mine")

    assert predictions.classes == ("ham", "spam")
    assert predictions.probabilities[0].tolist() == [0.75, 0.25]


def test_one_column_of_probabilities_is_not_enough_for_three_classes(save):
    frame = table(label=["ham", "spam", "eggs", "ham"], p_negative=None, p_positive=None)

    message = refusal(save(frame.assign(p_spam=0.25)))

    assert "only one column of probabilities, p_spam" in message
    assert "eggs, ham" in message


def test_labels_0_and_1_are_read_as_the_usual_pair(save):
    predictions = read_predictions(
        save(table(label=[0, 1, 1, 0], predicted=[0, 1, 0, 1], p_negative=None)), "mine"
    )

    assert predictions.frame["label"].tolist() == ["negative", "positive", "positive", "negative"]
    assert predictions.predicted.tolist() == [0, 1, 0, 1]


def test_whole_numbers_as_ids_and_labels_become_texts(save):
    ids = [2**53 + 1, 2**53 + 2, 3, 4]
    frame = table(id=ids, label=[0, 1, 1, 0], p_negative=None, p_positive=None)
    frame = frame.assign(p_0=0.5, p_1=0.5)

    predictions = read_predictions(save(frame), "mine")

    assert predictions.frame["id"].tolist() == ["9007199254740993", "9007199254740994", "3", "4"]
    assert predictions.frame["label"].tolist() == ["0", "1", "1", "0"]


def test_whole_numbers_kept_as_floats_in_parquet_lose_their_point(tmp_path):
    frame = table(id=[1.0, 2.0, 3.0, 4.0])
    frame.to_parquet(tmp_path / "t.parquet")

    assert read_predictions(tmp_path / "t.parquet", "x").frame["id"].tolist() == list("1234")


def test_fractions_as_ids_keep_their_point(tmp_path):
    table(id=[1.5, 2.0, 3.0, 4.0]).to_parquet(tmp_path / "t.parquet")

    ids = read_predictions(tmp_path / "t.parquet", "x").frame["id"].tolist()

    assert ids == ["1.5", "2.0", "3.0", "4.0"]


def test_texts_of_a_csv_stay_as_they_are_written(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("\ufeffid,label,p_neg,p_pos\n007,neg,1,0\nNA,pos,0.5,0.5\n", encoding="utf-8")

    assert read_predictions(path, "x").frame["id"].tolist() == ["007", "NA"]


def test_a_tab_separated_file_is_read(tmp_path):
    path = tmp_path / "t.tsv"
    table().to_csv(path, index=False, sep="\t")

    assert len(read_predictions(path, "x").frame) == 4


def test_rows_that_nearly_sum_to_1_are_made_to(save):
    path = save(table(p_positive=[0.1005, 0.8, 0.4, 0.3]))

    assert read_predictions(path, "x").probabilities.sum(axis=1) == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"p_positive": [0.1, 1.2, 0.4, 0.3]}, "row 2 (id 'b'): p_positive is 1.2, outside 0 to 1"),
        ({"p_negative": [0.9, 0.2, -1, -1]}, "row 3 (id 'c'): p_negative is -1, outside 0 to 1 (2"),
        ({"p_positive": [0.1, None, 0.4, 0.3]}, "row 2 (id 'b'): p_positive is missing;"),
        ({"p_positive": [0.1, 0.5, 0.4, 0.3]}, "row 2 (id 'b'): p_negative + p_positive is 0.7"),
        ({"id": ["a", "b", "a", "b"]}, "row 3 (id 'a'): the id 'a' stands there for the second"),
        ({"id": ["a", "b", None, "d"]}, "row 3 (id '"),
        ({"label": ["negative", "positive", None, "negative"]}, "row 3 (id 'c'): no label;"),
        (
            {"label": ["negative", "positive", "mixed", "mixed"]},
            "row 3 (id 'c'): label is 'mixed', no class of negative, positive (2 such rows)",
        ),
        ({"predicted": ["negative", "?", "?", "?"]}, "row 2 (id 'b'): predicted is '?', no class"),
        ({"label": ["positive"] * 4}, "every label is 'positive'"),
        ({"label": None}, "no column 'label' (columns: id, p_negative, p_positive)"),
        ({"id": None}, "no column 'id'"),
        ({"p_negative": None, "p_positive": None}, "no column 'p_<class>'"),
    ],
)
def test_a_wrong_value_is_refused_with_its_row_and_what_is_wrong(save, columns, expected):
    assert expected in refusal(save(table(**columns)))


@pytest.mark.parametrize("column", ["p_positive", "p_negative"])
def test_one_column_of_probabilities_is_refused_by_its_own_name(save, column):
    other = {"p_positive": "p_negative", "p_negative": "p_positive"}[column]
    message = refusal(save(table(**{column: [0.1, 1.2, 0.4, 0.3], other: None})))

    assert f"row 2 (id 'b'): {column} is 1.2, outside 0 to 1" in message


@pytest.mark.parametrize("alone", [True, False])
def test_rounding_in_32_bits_carries_no_probability_out_of_range(save, alone):
    beyond = [0.1, 1 + 2.4e-7, 0.4, 0.3]
    other = None if alone else [0.9, -2.4e-7, 0.6, 0.7]

    predictions = read_predictions(save(table(p_positive=beyond, p_negative=other)), "x")

    assert predictions.probabilities[1].tolist() == [0.0, 1.0]


def test_what_rounding_cannot_explain_is_refused_with_all_its_digits(save):
    message = refusal(save(table(p_positive=[0.1, 1.00001, 0.4, 0.3], p_negative=None)))

    assert "p_positive is 1.00001, outside 0 to 1" in message


def test_labels_of_1_and_2_are_not_taken_for_codes_of_classes(save):
    frame = table(label=[1, 1, 2, 2], p_negative=None, p_positive=None)
    path = save(frame.assign(p_2=[0.1, 0.2, 0.9, 0.8], p_1=[0.9, 0.8, 0.1, 0.2]))

    predictions = read_predictions(path, "x")

    assert predictions.classes == ("1", "2")
    assert predictions.frame["label"].tolist() == ["1", "1", "2", "2"]


def test_a_word_for_a_probability_is_refused(save):
    message = refusal(save(table(p_positive=["0.1", "high", "0.4", "0.3"])))

    assert "row 2 (id 'b'): p_positive is 'high', no number" in message


def test_an_id_may_return_in_another_split(save):
    frame = table(id=["a", "b", "a", "b"], split=["test", "test", "validation", "validation"])

    assert len(read_predictions(save(frame), "x").frame) == 4


def test_one_class_in_validation_alone_is_no_matter(save):
    frame = table(split=["validation", "test", "test", "test"])

    assert len(read_predictions(save(frame), "x").frame) == 4


def test_a_table_without_rows_is_refused(save):
    assert "holds no rows" in refusal(save(table().iloc[:0]))


def test_classes_given_without_a_column_are_refused(save):
    message = refusal(save(table()), classes=("negative", "positive", "mixed"))

    assert "no column 'p_mixed'" in message


def test_predictions_that_were_never_a_file_are_named_by_their_system():
    frame = table(p_positive=[0.1, 7, 0.4, 0.3])

    with pytest.raises(PredictionsError, match="^predictions of 'mine': row 2"):
        check_predictions(frame, "mine", ("negative", "positive"))


def test_checking_leaves_the_given_table_alone():
    frame = table().set_index(pd.Index([3, 2, 1, 0]))
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


def test_rows_are_brought_into_the_order_of_the_first_system(simulate):
    first, other = simulate("a"), simulate("b", seed=2)
    order = np.random.default_rng(0).permutation(len(other.frame))
    shuffled = Predictions("b", other.frame.iloc[order].reset_index(drop=True), other.classes)

    aligned = require_same_rows([first, shuffled])

    assert aligned[0] is first
    pd.testing.assert_frame_equal(aligned[1].frame, other.frame)
    assert require_same_rows([]) == []


def test_classes_are_brought_into_the_order_of_the_first_system():
    first = check_predictions(table(), "a", ("negative", "positive"))
    other = check_predictions(table(rating=4), "b", ("positive", "negative"))

    aligned = require_same_rows([first, other])[1]

    assert aligned.classes == ("negative", "positive")
    assert list(aligned.frame.columns) == [*first.frame.columns, "rating"]
    assert np.array_equal(aligned.probabilities, first.probabilities)


def test_an_id_of_two_splits_is_matched_within_its_split():
    frame = table(id=["a", "b", "b", "a"], split=["test", "test", "validation", "validation"])
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


def test_other_ids_are_refused_with_the_first_three_of_each_side():
    message = refused_pair(table(), table(id=["a", "x", "y", "z"]))

    assert message.startswith("predictions of 'a' and 'b' are about other ids: ")
    assert "3 only in 'a' (b, c, d), 3 only in 'b' (x, y, z)" in message


def test_missing_rows_are_refused_for_the_side_that_has_them():
    message = refused_pair(table(), table().iloc[:3])

    assert "other ids: 1 only in 'a' (d); let each" in message


def test_other_labels_are_refused_with_the_first_three():
    message = refused_pair(table(), table(label=["positive", "positive", "negative", "negative"]))

    assert "hold other labels for 2 ids: a (negative against positive), c (positive" in message


def test_other_classes_are_refused():
    other = table(p_positive=None, label=["negative", "good", "good", "negative"])
    other["p_good"] = 1 - other["p_negative"]

    message = refused_pair(table(), other)

    assert "about other classes: negative, positive against negative, good" in message


def test_predictions_can_be_dumped_as_plain_values(save):
    """Texts come back as str, not as bytes or categories, whatever the file held."""
    record = read_predictions(save(table(group=["x"] * 4)), "x").frame.to_dict("records")[0]

    assert json.loads(json.dumps(record))["label"] == "negative"
