"""Train and validation of one data set, test of another."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.data.label_map import LabelMap
from sentiment_lab.data.other_test import load_test_set, own_test_set, with_other_test
from sentiment_lab.data.sources import load_dataset
from sentiment_lab.exceptions import DataError, UsageError

SAME = LabelMap()
FRESH = LabelMap({"fresh": "positive", "rotten": "negative"})


@pytest.fixture
def snippets() -> pd.DataFrame:
    """Other texts, labelled fresh or rotten."""
    texts = [f"a {word} film, number {row}" for row, word in enumerate(["fine", "poor"] * 20)]
    return pd.DataFrame({"text": texts, "label": ["fresh", "rotten"] * 20})


def _file(frame: pd.DataFrame, path: Path) -> str:
    frame.to_csv(path, index=False)
    return str(path)


def test_a_file_without_splits_is_tested_on_whole(snippets: pd.DataFrame, tmp_path: Path) -> None:
    other = load_test_set(_file(snippets, tmp_path / "snippets.csv"))
    assert len(other.frame) == len(snippets)
    assert any("all 40 rows are tested on" in each.message for each in other.findings)


def test_of_a_file_with_splits_the_test_rows_alone_count(
    snippets: pd.DataFrame, tmp_path: Path
) -> None:
    split = np.where(np.arange(len(snippets)) < 10, "test", "train")
    path = _file(snippets.assign(split=split), tmp_path / "snippets.csv")
    assert load_test_set(path).frame["text"].tolist() == snippets["text"].tolist()[:10]


def test_a_file_of_test_rows_alone_needs_no_train(snippets: pd.DataFrame, tmp_path: Path) -> None:
    path = _file(snippets.assign(split="test"), tmp_path / "snippets.csv")
    assert len(load_test_set(path).frame) == len(snippets)


def test_splits_without_test_are_refused(snippets: pd.DataFrame, tmp_path: Path) -> None:
    path = _file(snippets.assign(split="train"), tmp_path / "snippets.csv")
    with pytest.raises(DataError, match="no row of the split 'test'"):
        load_test_set(path)


def test_train_stays_and_test_is_the_other_ones(
    reviews_csv: Path, snippets: pd.DataFrame, tmp_path: Path
) -> None:
    own = load_dataset(str(reviews_csv))
    other = load_test_set(_file(snippets, tmp_path / "snippets.csv"))
    both = with_other_test(own, other, FRESH)
    assert both.train is own.train
    assert both.validation is own.validation
    assert both.name == other.name
    assert both.trained_on == own.name
    assert both.test["label"].tolist() == ["positive", "negative"] * 20
    assert both.renamed_labels == "rotten as negative, fresh as positive"
    assert other.frame["label"].tolist() == ["fresh", "rotten"] * 20


def test_the_fingerprint_covers_both_data_sets(
    reviews_csv: Path, snippets: pd.DataFrame, tmp_path: Path
) -> None:
    own = load_dataset(str(reviews_csv))
    prints = {own.fingerprint}
    for rows in (20, 30, 40):
        other = load_test_set(_file(snippets[:rows], tmp_path / f"{rows}.csv"))
        prints.add(with_other_test(own, other, FRESH).fingerprint)
    assert len(prints) == 4


def test_shared_texts_are_counted_and_left_out_on_request(
    reviews_csv: Path, snippets: pd.DataFrame, tmp_path: Path
) -> None:
    own = load_dataset(str(reviews_csv))
    learnt = own.train["text"].tolist()[:3]
    doubled = snippets.assign(text=[*learnt, *snippets["text"].tolist()[3:]])
    other = load_test_set(_file(doubled, tmp_path / "snippets.csv"))
    (said,) = [
        each for each in with_other_test(own, other, FRESH).findings if each.check == "overlap"
    ]
    assert said.count == 3
    assert "3 test texts of 40" in said.message
    kept = with_other_test(own, other, FRESH, drop_overlap=True).test
    assert len(kept) == 37
    assert not kept["text"].isin(learnt).any()


def test_nothing_left_to_test_on_is_refused(reviews_csv: Path, tmp_path: Path) -> None:
    own = load_dataset(str(reviews_csv))
    other = load_test_set(_file(own.train[["text", "label"]], tmp_path / "same.csv"))
    with pytest.raises(DataError, match="nothing is left to test on"):
        with_other_test(own, other, SAME, drop_overlap=True)


def test_other_labels_are_refused(
    reviews_csv: Path, snippets: pd.DataFrame, tmp_path: Path
) -> None:
    other = load_test_set(_file(snippets, tmp_path / "snippets.csv"))
    with pytest.raises(UsageError, match="--map-label fresh=positive"):
        with_other_test(load_dataset(str(reviews_csv)), other, SAME)


def test_the_own_test_set_gives_the_data_set_back(reviews_csv: Path) -> None:
    own = load_dataset(str(reviews_csv))
    again = with_other_test(own, own_test_set(own), SAME)
    assert again.fingerprint == own.fingerprint
    pd.testing.assert_frame_equal(again.test, own.test)
