"""A file that cannot be read or written is said in one line, and nothing is left behind."""

import os
from pathlib import Path

import pandas as pd
import pytest

from sentiment_lab.analysis.prediction_files import read_frame, write_frame
from sentiment_lab.exceptions import PredictionsError

FRAME = pd.DataFrame({"id": ["a", "b"], "label": ["x", "y"], "p_x": [0.5, 0.5], "p_y": [0.5, 0.5]})


def refusal(path):
    with pytest.raises(PredictionsError) as caught:
        read_frame(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    return message


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    assert "no such file" in refusal(tmp_path / "none.csv")


def test_a_folder_is_said_to_be_one(tmp_path):
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_an_empty_file_is_said_to_be_empty(tmp_path, name):
    (tmp_path / name).touch()

    assert "the file is empty" in refusal(tmp_path / name)


@pytest.mark.parametrize("kept", [3, 4, 50, -1])
def test_a_truncated_parquet_file_is_said_to_be_truncated(tmp_path, kept):
    path = tmp_path / "t.parquet"
    FRAME.to_parquet(path)
    path.write_bytes(path.read_bytes()[:kept])

    assert "truncated, or no Parquet file at all" in refusal(path)


def test_a_parquet_file_is_known_by_its_content(tmp_path):
    path = tmp_path / "table"
    FRAME.to_parquet(path)

    pd.testing.assert_frame_equal(read_frame(path), FRAME)


def test_an_index_of_ids_is_a_column_like_any_other(tmp_path):
    path = tmp_path / "t.parquet"
    FRAME.set_index("id").to_parquet(path)

    assert sorted(read_frame(path).columns) == sorted(FRAME.columns)


def test_latin_1_is_refused_with_the_line(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("id,label,p_x,p_y,text\na,x,1,0,fine\nb,y,1,0,café\n".encode("latin-1"))

    assert f"{path}, line 3: byte 0xe9 is not UTF-8" in refusal(path)


def test_latin_1_in_the_header_is_refused_too(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("id,label,p_x,café\n".encode("latin-1"))

    assert f"{path}, line 1: byte 0xe9" in refusal(path)


@pytest.mark.parametrize("row", ["b,y,1", "b,y,1,0,0"])
def test_a_row_of_another_length_is_refused_with_its_number(tmp_path, row):
    path = tmp_path / "t.csv"
    path.write_text(f"id,label,p_x,p_y\na,x,1,0\n{row}\n")

    assert "Row #3: Expected 4 columns" in refusal(path)


def test_other_separators_are_noticed_by_the_columns(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id;label;p_x\na;x;1\n")

    assert "none of its columns (id;label;p_x) belongs to a predictions table" in refusal(path)


@pytest.mark.parametrize("content", ["\n", "\n\n"])
def test_a_file_without_a_header_is_refused(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_text(content)

    assert "none of its columns" in refusal(path)


def test_a_column_named_twice_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,label,p_x,label\na,x,1,y\n")

    assert "two columns are named 'label'" in refusal(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id\n")
    path.chmod(0)

    assert "cannot be read (Permission denied)" in refusal(path)


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_an_error_of_the_disk_is_one_line(tmp_path, monkeypatch, name):
    path = tmp_path / name
    FRAME.to_parquet(path)

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)

    assert "cannot be read (Permission denied); check" in refusal(path)


def test_a_file_that_may_not_be_opened_as_parquet_is_not_called_truncated(tmp_path, monkeypatch):
    path = tmp_path / "t.parquet"
    FRAME.to_parquet(path)

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pyarrow.parquet.ParquetFile", refuse)

    assert "cannot be read (Permission denied)" in refusal(path)


def test_writing_replaces_the_file_as_a_whole(tmp_path):
    path = tmp_path / "new" / "t.parquet"
    write_frame(FRAME, path)
    write_frame(FRAME.iloc[:1], path)

    assert len(read_frame(path)) == 1
    assert [each.name for each in path.parent.iterdir()] == ["t.parquet"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "t.parquet"
    write_frame(FRAME, path)
    before = path.read_bytes()

    def fill(_table, place, **_options):
        Path(place).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.write_table", fill)
    with pytest.raises(PredictionsError, match=r"cannot be written \(No space left on device\)"):
        write_frame(FRAME, path)

    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["t.parquet"]


def test_an_interruption_while_writing_leaves_nothing(tmp_path, monkeypatch):
    def interrupt(_table, place, **_options):
        Path(place).write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr("pyarrow.parquet.write_table", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_frame(FRAME, tmp_path / "t.parquet")

    assert list(tmp_path.iterdir()) == []


def test_a_place_below_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(PredictionsError, match="cannot be written"):
        write_frame(FRAME, tmp_path / "file" / "t.parquet")
