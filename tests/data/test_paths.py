from pathlib import Path

import pandas as pd
import pytest

from sentiment_lab.data.columns import Columns
from sentiment_lab.data.paths import read_path
from sentiment_lab.exceptions import DataError, UsageError


def table(*texts: str, **columns: list) -> pd.DataFrame:
    return pd.DataFrame({"text": list(texts), "label": ["0", "1"] * (len(texts) // 2), **columns})


def test_a_file_is_read_with_ids_by_row(tmp_path: Path):
    table("a", "b").to_csv(tmp_path / "t.csv", index=False)

    material = read_path(tmp_path / "t.csv", Columns())

    assert material.frame["id"].tolist() == ["row/000001", "row/000002"]
    assert material.unit == "texts"
    assert material.plan is None


def test_a_folder_is_read_by_the_names_of_its_files(tmp_path: Path):
    table("a", "b").to_parquet(tmp_path / "train-00000-of-00002.parquet")
    table("c", "d").to_parquet(tmp_path / "train-00001-of-00002.parquet")
    table("e", "f").to_csv(tmp_path / "dev.csv", index=False)
    table("g", "h").to_csv(tmp_path / "Test.tsv.gz", index=False, sep="\t")
    table("i", "j").to_parquet(tmp_path / "unlabelled.parquet")
    (tmp_path / "README.md").write_text("about")

    frame = read_path(tmp_path, Columns()).frame

    assert frame.groupby("split")["text"].agg("".join).to_dict() == {
        "train": "abcd",
        "validation": "ef",
        "test": "gh",
    }


def test_a_folder_of_imdb_tables_is_recognised_by_its_ids(tmp_path: Path):
    for part in ("train", "test"):
        ids = [f"{part}/neg/0_1", f"{part}/pos/0_9"]
        rows = table("a", "b", id=ids, rating=[1, 9], movie=["tt1", "tt2"])
        rows.to_parquet(tmp_path / f"{part}.parquet")

    material = read_path(tmp_path, Columns())

    assert material.unit == "film reviews"
    assert material.names["0"] == "negative"
    assert material.frame["group"].tolist() == ["tt1", "tt2"] * 2


def test_an_unpacked_archive_is_found_in_the_folder_or_one_below(tmp_path: Path):
    for place in ("train/neg", "train/pos", "test/neg", "test/pos"):
        folder = tmp_path / "aclImdb" / place
        folder.mkdir(parents=True)
        (folder / "0_1.txt").write_text(place)

    below = read_path(tmp_path, Columns()).frame
    pd.testing.assert_frame_equal(below, read_path(tmp_path / "aclImdb", Columns()).frame)
    assert len(below) == 4

    with pytest.raises(UsageError, match="there are no columns to name"):
        read_path(tmp_path, Columns(text="text"))


def test_a_folder_without_a_train_table_raises(tmp_path: Path):
    table("a", "b").to_csv(tmp_path / "reviews.csv", index=False)

    with pytest.raises(DataError, match=r"neither an unpacked aclImdb nor a table of train"):
        read_path(tmp_path, Columns())


@pytest.mark.parametrize("method", ["is_dir", "iterdir"])
def test_a_folder_without_permission_raises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
):
    def denied(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, method, denied)

    with pytest.raises(DataError, match=r"cannot read .*: Permission denied"):
        read_path(tmp_path, Columns())
