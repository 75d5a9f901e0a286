import io
from pathlib import Path

import pytest

from sentiment_lab.data.columns import Columns
from sentiment_lab.data.texts import read_texts
from sentiment_lab.exceptions import DataError, UsageError


def test_a_table_gives_texts_and_ids_without_asking_for_labels(tmp_path: Path):
    (tmp_path / "t.csv").write_text("id,body\nx,one\ny,\n")

    frame = read_texts(tmp_path / "t.csv", Columns(text="body"))

    assert frame.to_dict("list") == {"id": ["x", "y"], "text": ["one", ""]}


def test_a_table_without_ids_is_numbered_from_0(tmp_path: Path):
    (tmp_path / "t.jsonl").write_text('{"text": "one"}\n{"text": null}\n')

    frame = read_texts(tmp_path / "t.jsonl", Columns())

    assert frame.to_dict("list") == {"id": ["0", "1"], "text": ["one", ""]}


def test_another_file_holds_one_text_a_line(tmp_path: Path):
    (tmp_path / "reviews.txt").write_text("one, two\n\nthree\n")

    assert read_texts(tmp_path / "reviews.txt", Columns())["text"].tolist() == ["one, two", "three"]


@pytest.mark.parametrize("path", [None, Path("-")])
def test_standard_input_holds_one_text_a_line(path: Path | None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("one\ntwo\n"))

    assert read_texts(path, Columns())["id"].tolist() == ["0", "1"]


def test_empty_input_raises(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))

    with pytest.raises(DataError, match="standard input holds no texts"):
        read_texts(None, Columns())


def test_a_column_of_lists_raises(tmp_path: Path):
    (tmp_path / "t.jsonl").write_text('{"text": ["one"]}\n')

    with pytest.raises(UsageError, match="column 'text' holds no texts"):
        read_texts(tmp_path / "t.jsonl", Columns())
