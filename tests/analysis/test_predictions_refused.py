"""Predictions tables are refused in one line where they are wrong."""

import pytest

from sentiment_lab.analysis.predictions import (
    read_predictions,
)
from sentiment_lab.exceptions import UsageError


def test_an_unknown_positive_class_is_a_wrong_request(save_table, make_table):
    path = save_table(make_table())

    with pytest.raises(UsageError, match="unknown class 'positiv': did you mean 'positive'"):
        read_predictions(path, "mine", positive="positiv")


def test_a_positive_class_of_three_is_a_wrong_request(save_table, make_table):
    frame = make_table(p_positive=[0.1, 0.7, 0.4, 0.3], p_mixed=[0.0, 0.1, 0.0, 0.0])

    with pytest.raises(UsageError, match="positive class 'mixed': there are 3 classes"):
        read_predictions(save_table(frame), "mine", positive="mixed")


def test_one_column_of_probabilities_is_not_enough_for_three_classes(
    save_table, make_table, refusal
):
    frame = make_table(label=["ham", "spam", "eggs", "ham"], p_negative=None, p_positive=None)

    message = refusal(save_table(frame.assign(p_spam=0.25)))

    assert "only one column of probabilities, p_spam" in message
    assert "eggs, ham" in message


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
def test_a_wrong_value_is_refused_with_its_row_and_what_is_wrong(
    save_table, columns, expected, make_table, refusal
):
    assert expected in refusal(save_table(make_table(**columns)))


@pytest.mark.parametrize("column", ["p_positive", "p_negative"])
def test_one_column_of_probabilities_is_refused_by_its_own_name(
    save_table, column, make_table, refusal
):
    other = {"p_positive": "p_negative", "p_negative": "p_positive"}[column]
    message = refusal(save_table(make_table(**{column: [0.1, 1.2, 0.4, 0.3], other: None})))

    assert f"row 2 (id 'b'): {column} is 1.2, outside 0 to 1" in message


def test_what_rounding_cannot_explain_is_refused_with_all_its_digits(
    save_table, make_table, refusal
):
    message = refusal(save_table(make_table(p_positive=[0.1, 1.00001, 0.4, 0.3], p_negative=None)))

    assert "p_positive is 1.00001, outside 0 to 1" in message


def test_a_word_for_a_probability_is_refused(save_table, make_table, refusal):
    message = refusal(save_table(make_table(p_positive=["0.1", "high", "0.4", "0.3"])))

    assert "row 2 (id 'b'): p_positive is 'high', no number" in message


def test_a_table_without_rows_is_refused(save_table, make_table, refusal):
    assert "holds no rows" in refusal(save_table(make_table().iloc[:0]))


def test_classes_given_without_a_column_are_refused(save_table, make_table, refusal):
    message = refusal(save_table(make_table()), classes=("negative", "positive", "mixed"))

    assert "no column 'p_mixed'" in message
