import numpy as np
import pandas as pd
import pytest

from sentiment_lab.data.columns import Columns, find_columns, pick_columns
from sentiment_lab.exceptions import DataError, UsageError


def pick(table: dict, columns: Columns | None = None) -> pd.DataFrame:
    return pick_columns(pd.DataFrame(table), columns or Columns(), "t.csv")[0]


@pytest.mark.parametrize(
    ("text", "label"), [("text", "label"), ("Review", "Sentiment"), ("sentence", "class")]
)
def test_columns_are_found_by_their_usual_names(text: str, label: str):
    picked = pick({text: ["a"], label: ["1"], "other": ["x"]})

    assert picked.columns.tolist() == ["text", "label"]
    assert picked["text"].tolist() == ["a"]


def test_every_role_is_found_where_the_table_has_it():
    table = {
        "text": ["a"],
        "label": [1],
        "id": [7],
        "movie": ["tt1"],
        "stars": ["8"],
        "split": ["test"],
    }

    picked = pick(table)

    assert picked.iloc[0].to_dict() == {
        "text": "a", "label": 1, "id": "7", "group": "tt1", "rating": 8, "split": "test",
    }  # fmt: skip


def test_a_named_column_goes_before_a_usual_one():
    picked = pick({"text": ["usual"], "body": ["named"], "label": ["1"]}, Columns(text="body"))

    assert picked["text"].tolist() == ["named"]


def test_a_column_that_was_named_for_one_role_is_not_found_for_another():
    picked = pick({"text": ["a"], "stars": [5]}, Columns(label="stars"))

    assert picked.columns.tolist() == ["text", "label"]


def test_a_named_column_that_is_absent_raises_with_the_nearest_and_all():
    with pytest.raises(
        UsageError, match=r"no column 'txt': did you mean 'text'\? columns: text, y"
    ):
        pick({"text": ["a"], "y": [1]}, Columns(text="txt", label="y"))


def test_a_table_without_a_usual_label_raises_and_names_the_option():
    with pytest.raises(UsageError, match=r"t\.csv: .*--label; the columns are: text, y$"):
        pick({"text": ["a"], "y": [1]})


def test_find_columns_asks_only_for_the_required_roles():
    assert find_columns(["text"], Columns(), "t", required=("text",)) == {"text": "text"}


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_a_missing_text_stays_missing(missing: object):
    assert pick({"text": ["a", missing], "label": [0, 1]})["text"].isna().tolist() == [False, True]


def test_numbers_among_the_texts_become_text():
    assert pick({"text": [10, "a"], "label": [0, 1]})["text"].tolist() == ["10", "a"]


@pytest.mark.parametrize("nested", [["a"], {"a": 1}, b"a", np.array([1])])
def test_nested_texts_raise(nested: object):
    with pytest.raises(DataError, match="column 'text' holds lists, objects or bytes"):
        pick({"text": [nested, nested], "label": [0, 1]})


@pytest.mark.parametrize("missing", [None, ""])
def test_a_missing_id_raises(missing: str | None):
    with pytest.raises(DataError, match="column 'id': 1 row without an id: .*--id"):
        pick({"text": ["a", "b"], "label": [0, 1], "id": ["x", missing]})


def test_ratings_that_are_no_numbers_are_reported_and_missing():
    table = pd.DataFrame({"text": ["a", "b", "c"], "label": [0, 1, 1], "stars": ["8", "many", ""]})

    picked, findings = pick_columns(table, Columns(), "t.csv")

    assert picked["rating"].isna().tolist() == [False, True, True]
    assert [(finding.check, finding.count) for finding in findings] == [("rating", 2)]


def test_a_rating_column_without_any_number_is_left_aside():
    picked, findings = pick_columns(
        pd.DataFrame({"text": ["a"], "label": [0], "rating": ["PG-13"]}), Columns(), "t.csv"
    )

    assert "rating" not in picked
    assert findings[0].count == 1
