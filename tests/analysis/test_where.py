import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.analysis.where import parse_where, where_columns, where_rows
from sentiment_lab.exceptions import PredictionsError, UsageError

FRAME = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "rating": [1.0, 4.0, np.nan, 10.0],
        "length": [100, 400, 500, 50],
        "label": ["negative", "negative", "positive", "positive"],
        "sarcasm": [True, False, True, False],
        "my column": [1, 2, 3, 4],
    }
)


def chosen(expression: str) -> str:
    return "".join(FRAME["id"][where_rows(FRAME, expression)])


@pytest.mark.parametrize(
    ("expression", "ids"),
    [
        ("rating <= 4 and length > 300", "b"),
        ("rating <= 4 or length > 300", "abc"),
        ("not rating <= 4", "d"),
        ("not (rating <= 4 or length > 300)", "d"),
        ("label == 'positive'", "cd"),
        ('label != "positive"', "ab"),
        ("label = 'positive'", "cd"),
        ("sarcasm", "ac"),
        ("sarcasm == true", "ac"),
        ("not sarcasm and length < 100", "d"),
        ("3 <= rating <= 5", "b"),
        ("300 < length", "bc"),
        ("`my column` >= 3", "cd"),
        ("length > 4.5e1", "abcd"),
        ("rating > -1", "abd"),
        ("true", "abcd"),
        ("NOT sarcasm AND rating > 3", "bd"),
        ("rating == rating", "abd"),
        ("length > 60 and rating < 5 or label == 'positive' and rating > 9", "abd"),
    ],
)
def test_an_expression_chooses_rows(expression: str, ids: str) -> None:
    assert chosen(expression) == ids


def test_a_missing_value_is_chosen_neither_by_a_comparison_nor_by_its_negation() -> None:
    assert "c" not in chosen("rating < 5") + chosen("not rating < 5") + chosen("rating != 5")


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("rating <=", "position 10: the expression ends"),
        ("rating <= 4 and", "position 16"),
        ("rating <= 4 length > 3", "position 13: 'length' follows"),
        ("(rating <= 4", "position 1: the parenthesis is never closed"),
        ("rating <= 4)", "position 12"),
        ("label == 'pos", "position 10: the quote ' is never closed"),
        ("ratng <= 4", "position 1: no column 'ratng': did you mean 'rating'"),
        ("label == positive", "no column 'positive': (a text goes in quotes"),
        ("nothing > 3", "columns: id, rating, length, label, sarcasm"),
        ("rating == 'four'", "position 8: 'rating' is a number and 'four' a text"),
        ("label", "no column of truth values"),
        ("length", "'length' is a number"),
        ("3", "'3' is compared with nothing"),
        ("__import__('os').system('x')", "position 17: '.' has no meaning"),
        ("rating.mean() > 3", "position 12"),
        ("rating @ 3", "position 8: '@' has no meaning"),
        ("rating ** 2 > 3", "'*' has no meaning"),
        ("5abc > 3", "'5' has no meaning"),
        ("(" * 60 + "sarcasm" + ")" * 60, "more than 50"),
        ("sarcasm or " * 300 + "sarcasm", "at most 2000"),
    ],
)
def test_a_malformed_expression_is_refused_and_the_place_named(
    expression: str, message: str
) -> None:
    with pytest.raises(UsageError) as raised:
        where_rows(FRAME, expression)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


@given(st.text(alphabet="abrating<>=!()'\"`. 0123456789andornotlength", max_size=40))
def test_any_expression_is_understood_or_refused(expression: str) -> None:
    try:
        rows = where_rows(FRAME, expression)
    except UsageError:
        return
    assert rows.shape == (4,)


@given(st.integers(0, 12), st.integers(0, 600))
def test_a_condition_says_what_pandas_says(stars: int, words: int) -> None:
    found = where_rows(FRAME, f"rating <= {stars} and not length > {words}")
    expected = (FRAME["rating"] <= stars) & ~(FRAME["length"] > words)
    assert found.tolist() == expected.tolist()


def test_parsing_needs_no_table() -> None:
    assert parse_where("a > 1") is not None


def test_a_function_chooses_rows() -> None:
    assert where_rows(FRAME, lambda frame: frame["length"] > 300).tolist() == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("bad", [lambda f: f["length"], lambda _: [True], lambda _: True])
def test_a_function_must_return_one_truth_value_a_row(bad) -> None:
    with pytest.raises(UsageError, match="must return 4 truth values"):
        where_rows(FRAME, bad)


def test_columns_of_a_test_set_hold_length_and_tags() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "text": ["one two", "three"], "predicted": ["x", "y"]})
    tags = pd.DataFrame(
        {
            "id": ["b", "a"],
            "sarcasm_score": [0.9, 0.1],
            "sarcasm_present": [True, False],
            "sarcasm_evidence": ["[]", "[]"],
            "length_score": [1.0, 0.0],
            "length_present": [True, False],
        }
    )
    columns = where_columns(frame, tags)
    assert columns["length"].tolist() == [2, 1]
    assert columns["sarcasm"].tolist() == [False, True]
    assert columns["sarcasm_score"].tolist() == [0.1, 0.9]
    assert columns["length_present"].tolist() == [False, True]
    assert "predicted" not in columns
    assert "sarcasm_evidence" not in columns


def test_tags_of_other_rows_are_refused() -> None:
    tags = pd.DataFrame({"id": ["b"], "sarcasm_present": [True]})
    with pytest.raises(PredictionsError, match="tags lack 1 of 1 ids, such as 'a'"):
        where_columns(pd.DataFrame({"id": ["a"]}), tags)
