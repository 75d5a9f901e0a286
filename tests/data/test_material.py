import pandas as pd
import pytest

from sentiment_lab.data.material import with_ids
from sentiment_lab.exceptions import DataError


def ids(**columns: list[str]) -> list[str]:
    return with_ids(pd.DataFrame(columns), "t.csv")["id"].tolist()


def test_rows_without_ids_are_numbered():
    assert ids(text=["a", "b"]) == ["row/000001", "row/000002"]


def test_rows_without_ids_are_numbered_within_their_split():
    assert ids(text=["a", "b", "c"], split=["train", "test", "train"]) == [
        "train/000001",
        "test/000001",
        "train/000002",
    ]


def test_unique_ids_stay_as_they_are():
    assert ids(id=["x", "y"], split=["train", "test"]) == ["x", "y"]


def test_ids_that_repeat_in_another_split_get_the_splits_name():
    assert ids(id=["0", "0"], split=["train", "test"]) == ["train/0", "test/0"]


def test_doubled_ids_raise_with_the_first():
    with pytest.raises(DataError, match=r"t\.csv: 2 rows with the id of another, the first is 'x'"):
        ids(id=["x", "y", "x", "y"])


def test_ids_doubled_within_one_split_raise():
    with pytest.raises(DataError, match="1 row with the id of another, the first is 'x'"):
        ids(id=["x", "x", "x"], split=["train", "train", "test"])
