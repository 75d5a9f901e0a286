import io
from pathlib import Path

import pytest

from sentiment_lab.data.columns import Columns
from sentiment_lab.data.texts import read_texts
from sentiment_lab.exceptions import DataError, UsageError


def piped(content: bytes) -> io.TextIOWrapper:
    """Standard input as the interpreter opens it where nothing says that bytes are UTF-8."""
    return io.TextIOWrapper(io.BytesIO(content), encoding="ascii")


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
    monkeypatch.setattr("sys.stdin", piped("one\ncafé\n".encode()))

    assert read_texts(path, Columns()).to_dict("list") == {
        "id": ["0", "1"],
        "text": ["one", "café"],
    }


def test_texts_do_not_keep_the_line_ends_of_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    content = b"\xef\xbb\xbfone\r\n\r\ntwo \r\n"
    (tmp_path / "reviews.txt").write_bytes(content)
    monkeypatch.setattr("sys.stdin", piped(content))

    for path in (tmp_path / "reviews.txt", None):
        assert read_texts(path, Columns())["text"].tolist() == ["one", "two "]


def test_standard_input_that_is_not_utf8_raises_with_its_line(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", piped("plain\ncafé à la crème\n".encode("latin-1")))

    with pytest.raises(
        DataError,
        match="standard input, line 2: byte 0xE9 is not UTF-8: it looks like latin1; convert it: "
        "iconv -f latin1 -t utf-8, before the pipe",
    ):
        read_texts(None, Columns())


def test_empty_input_raises(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", piped(b"\n"))

    with pytest.raises(DataError, match="standard input holds no texts"):
        read_texts(None, Columns())


def test_a_column_of_lists_raises(tmp_path: Path):
    (tmp_path / "t.jsonl").write_text('{"text": ["one"]}\n')

    with pytest.raises(UsageError, match="column 'text' holds no texts"):
        read_texts(tmp_path / "t.jsonl", Columns())


def test_ids_are_line_numbers_even_behind_blank_lines(tmp_path: Path):
    path = tmp_path / "texts.txt"
    path.write_text("first\n\nthird\n")

    assert read_texts(path, Columns())["id"].tolist() == ["0", "2"]
