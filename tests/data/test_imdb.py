from pathlib import Path

import pandas as pd
import pytest

from sentiment_lab.data import imdb
from sentiment_lab.data.imdb import PLAN, PUBLISHED, as_imdb, is_imdb, is_unpacked, read_unpacked
from sentiment_lab.data.material import Material
from sentiment_lab.exceptions import DataError

STARS = {"neg": (1, 4), "pos": (7, 10)}


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """Two reviews in each of the four folders, numbered 0 and 1, and the films of each folder."""
    for part in ("train", "test"):
        for label, stars in STARS.items():
            place = tmp_path / part / label
            place.mkdir(parents=True)
            for number, star in enumerate(stars):
                (place / f"{number}_{star}.txt").write_text(
                    f"{part} {label} {number}<br />é", "utf-8"
                )
            urls = [f"http://www.imdb.com/title/tt{part}{label}{n}/usercomments" for n in "01"]
            digits = [url.replace("train", "1").replace("test", "2") for url in urls]
            films = [url.replace("neg", "3").replace("pos", "4") for url in digits]
            (tmp_path / part / f"urls_{label}.txt").write_text("\n".join(films) + "\n")
    (tmp_path / "train" / "unsup").mkdir()
    return tmp_path


def test_the_unpacked_archive_gives_text_label_stars_and_film(unpacked: Path):
    frame = read_unpacked(unpacked).frame

    assert len(frame) == 8
    assert frame.set_index("id").loc["test/neg/1_4"].to_dict() == {
        "split": "test",
        "label": "neg",
        "text": "test neg 1<br />é",
        "group": "tt231",
        "rating": 4,
    }


def test_reviews_are_read_in_the_order_of_their_numbers(unpacked: Path):
    (unpacked / "train" / "neg" / "10_2.txt").write_text("ten")
    (unpacked / "train" / "neg" / "9_2.txt").write_text("nine")

    ids = read_unpacked(unpacked).frame["id"].tolist()

    assert ids[:4] == ["train/neg/0_1", "train/neg/1_4", "train/neg/9_2", "train/neg/10_2"]


def test_the_unpacked_archive_is_known_by_its_folders(unpacked: Path):
    assert is_unpacked(unpacked)
    assert not is_unpacked(unpacked / "train")


def test_a_folder_without_a_list_of_films_has_no_films(unpacked: Path):
    (unpacked / "train" / "urls_neg.txt").unlink()

    assert "group" not in read_unpacked(unpacked).frame


def test_a_list_of_films_with_a_foreign_line_is_not_used(unpacked: Path):
    (unpacked / "test" / "urls_pos.txt").write_text("http://example.org\n")

    assert "group" not in read_unpacked(unpacked).frame


def test_texts_in_the_same_folders_under_other_names_are_no_imdb(unpacked: Path):
    (unpacked / "train" / "neg" / "0_1.txt").rename(unpacked / "train" / "neg" / "mine.txt")

    material = read_unpacked(unpacked)

    assert material.plan is None
    assert "rating" not in material.frame
    assert material.names["neg"] == "negative"


def test_an_archive_without_test_reviews_raises(unpacked: Path):
    for file in (unpacked / "test" / "pos").iterdir():
        file.unlink()

    with pytest.raises(DataError, match=r"test.pos holds no reviews: unpack the whole archive"):
        read_unpacked(unpacked)


def test_a_folder_of_reviews_that_may_not_be_read_raises(
    unpacked: Path, monkeypatch: pytest.MonkeyPatch
):
    def denied(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", denied)

    with pytest.raises(DataError, match=r"cannot read .*neg: Permission denied"):
        read_unpacked(unpacked)


def test_a_review_that_is_no_utf8_raises_with_its_path(unpacked: Path):
    (unpacked / "test" / "pos" / "0_7.txt").write_bytes(b"caf\xe9")

    with pytest.raises(DataError, match=r"0_7\.txt, byte 4: not UTF-8"):
        read_unpacked(unpacked)


def test_a_review_that_may_not_be_read_raises(unpacked: Path, monkeypatch: pytest.MonkeyPatch):
    def denied(self: Path, encoding: str) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", denied)

    with pytest.raises(DataError, match="cannot read .*: Permission denied"):
        read_unpacked(unpacked)


def test_imdb_is_known_by_ids_that_are_the_originals_paths():
    assert is_imdb(pd.DataFrame({"id": ["train/neg/0_1", "test/pos/12499_10"]}))
    assert not is_imdb(pd.DataFrame({"id": ["train/neg/0_1", "17"]}))
    assert not is_imdb(pd.DataFrame({"text": ["a"]}))


def test_published_results_are_given_only_for_the_whole_test_set(monkeypatch: pytest.MonkeyPatch):
    material = Material(pd.DataFrame({"split": ["test", "test"]}))
    assert as_imdb(material).published is None

    monkeypatch.setattr(imdb, "N_TEST", 2)
    assert as_imdb(material).published == PUBLISHED
    assert as_imdb(material).plan == PLAN
    assert as_imdb(material).group_unit == "films"
