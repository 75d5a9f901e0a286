"""Gold files are read and checked."""

from pathlib import Path

import pandas as pd
import pytest

from sentiment_lab.data.columns import Columns
from sentiment_lab.exceptions import DataError, UsageError
from sentiment_lab.experiment.gold import read_gold_tags, read_gold_texts


def write(path: Path, frame: pd.DataFrame) -> Path:
    frame.to_csv(path, index=False)
    return path


def test_unusable_rows_are_dropped_and_counted(tmp_path: Path) -> None:
    rows = [("a", 1), ("", 0), ("b", -1), ("a", 0), ("c", 0)]
    path = write(tmp_path / "gold.csv", pd.DataFrame(rows, columns=["text", "sarcastic"]))
    gold = read_gold_texts(path, label="sarcastic", columns=Columns())
    assert gold.frame["text"].tolist() == ["a", "c"]
    assert gold.frame["gold"].tolist() == [True, False]
    assert len(gold.dropped) == 3
    assert "1 rows without a text" in gold.dropped


def test_a_text_is_kept_where_its_first_copy_was_not_decided(tmp_path: Path) -> None:
    rows = [("a", -1), ("a", 1), ("a", 0), ("b", 0)]
    path = write(tmp_path / "gold.csv", pd.DataFrame(rows, columns=["text", "sarcastic"]))
    gold = read_gold_texts(path, label="sarcastic", columns=Columns())
    assert gold.frame["text"].tolist() == ["a", "b"]
    assert gold.frame["gold"].tolist() == [True, False]


def test_texts_are_joined_from_a_data_set_by_id(tmp_path: Path, reviews_csv: Path) -> None:
    rows = [("r0", 1), ("r3", 0), ("nobody", 1)]
    path = write(tmp_path / "gold.csv", pd.DataFrame(rows, columns=["id", "sarcasm"]))
    gold = read_gold_texts(path, label="sarcasm", columns=Columns(), texts=str(reviews_csv))
    assert gold.frame["id"].tolist() == ["r0", "r3"]
    assert gold.frame["text"].str.startswith("the ").all()


def test_gold_of_other_texts_than_the_data_set_is_refused(
    tmp_path: Path, reviews_csv: Path
) -> None:
    path = write(tmp_path / "gold.csv", pd.DataFrame({"id": ["x"], "sarcasm": [1]}))
    with pytest.raises(DataError, match="none of its 1 ids"):
        read_gold_texts(path, label="sarcasm", columns=Columns(), texts=str(reviews_csv))


def test_a_missing_label_column_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.csv", pd.DataFrame({"text": ["a"]}))
    with pytest.raises(UsageError, match="no column 'sarcasm'"):
        read_gold_texts(path, label="sarcasm", columns=Columns())


def test_a_gold_without_a_usable_row_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.csv", pd.DataFrame({"text": ["a"], "sarcasm": ["maybe"]}))
    with pytest.raises(DataError, match="no row has a text"):
        read_gold_texts(path, label="sarcasm", columns=Columns())


def test_weights_are_inverse_inclusion_probabilities(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "inclusion": [0.5, 0.1], "mixed": [1, -1]})
    gold = read_gold_tags(write(tmp_path / "gold.csv", frame), ["sarcasm", "mixed"])
    assert gold["weight"].tolist() == pytest.approx([2.0, 10.0])
    assert gold["mixed"].iloc[0] == 1
    assert gold["mixed"].isna().iloc[1]
    assert "sarcasm" not in gold


def test_readers_verdicts_are_numbers_and_empty_fields_are_missing(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "mixed": [1.0, None], "polarity_1": [2.0, None]})
    frame["main_1"] = ["mixed", None]
    gold = read_gold_tags(write(tmp_path / "gold.csv", frame), ["mixed"])
    assert gold["polarity_1"].mean() == 2
    assert gold[["mixed", "polarity_1", "main_1"]].isna().iloc[1].all()


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"id": ["a", "a"], "mixed": [1, 0]}), "'a' stands twice"),
        (pd.DataFrame({"id": ["a"], "mixed": [3]}), "row 1 holds '3'"),
        (pd.DataFrame({"id": ["a"], "mixed": [1], "inclusion": [0]}), "probability above 0"),
        (
            pd.DataFrame({"id": ["a"], "mixed": [1], "polarity_1": [9]}),
            "row 1 holds '9': a verdict",
        ),
    ],
)
def test_malformed_gold_is_refused_with_its_row(tmp_path, frame, message) -> None:
    with pytest.raises(DataError, match=message):
        read_gold_tags(write(tmp_path / "gold.csv", frame), ["mixed"])


@pytest.mark.parametrize(
    "frame", [pd.DataFrame({"id": ["a"], "other": [1]}), pd.DataFrame({"mixed": [1]})]
)
def test_gold_without_ids_or_categories_is_a_wrong_use(tmp_path, frame) -> None:
    with pytest.raises(UsageError):
        read_gold_tags(write(tmp_path / "gold.csv", frame), ["mixed"])
