import gzip
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.data.columns import Columns
from sentiment_lab.data.text_batches import open_texts
from sentiment_lab.data.texts import read_texts
from sentiment_lab.exceptions import DataError, UsageError

TEXTS = ["one, two", 'a "quoted" one', "two\nlines", "", "é 🎬 فيلم", "NA", "three\u2028four"]


def write(path: Path, texts: list[str], **further: list) -> Path:
    """A table of texts with ids t0, t1, ... in the form that the name's ending tells."""
    frame = pd.DataFrame({"id": [f"t{row}" for row in range(len(texts))], "text": texts, **further})
    kind = path.name.partition(".")[2]
    if kind == "parquet":
        frame.to_parquet(path)
    elif kind.startswith("jsonl"):
        lines = "".join(
            json.dumps(row, ensure_ascii=False) + "\n" for row in frame.to_dict("records")
        )
        _open(path, lines)
    else:
        _open(path, frame.to_csv(index=False, sep="\t" if kind.startswith("tsv") else ","))
    return path


def _open(path: Path, content: str) -> None:
    data = content.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


@pytest.mark.parametrize(
    "name", ["t.csv", "t.tsv", "t.jsonl", "t.parquet", "t.csv.gz", "t.jsonl.gz", "t.tsv.gz"]
)
@pytest.mark.parametrize("size", [1, 3, 100])
def test_batches_hold_the_texts_of_every_form_of_table(tmp_path: Path, name: str, size: int):
    file = open_texts(write(tmp_path / name, TEXTS), Columns())
    for _ in range(2):  # it can be read again
        batches = list(file.batches(size))
        assert [len(batch) for batch in batches[:-1]] == [size] * (len(batches) - 1)
        read = pd.concat(batches)
        assert read["text"].tolist() == TEXTS
        assert read["id"].tolist() == [f"t{row}" for row in range(len(TEXTS))]
    assert file.n == len(TEXTS)


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "t.parquet"])
def test_they_are_the_same_as_read_at_once(tmp_path: Path, name: str):
    path = write(tmp_path / name, TEXTS)
    at_once = read_texts(path, Columns())
    batched = pd.concat(open_texts(path, Columns()).batches(2), ignore_index=True)
    assert at_once.to_dict("list") == batched.to_dict("list")


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=6))
def test_any_text_survives_json_lines(tmp_path_factory: pytest.TempPathFactory, texts: list[str]):
    path = tmp_path_factory.mktemp("any") / "t.jsonl"
    write(path, texts)
    batched = pd.concat(open_texts(path, Columns()).batches(4))
    assert batched["text"].tolist() == texts


def test_halves_of_surrogate_pairs_are_texts_too(tmp_path: Path):
    (tmp_path / "t.jsonl").write_text('{"id": "a\\ud83c", "text": "half \\ud83c a flag"}\n')
    (batch,) = open_texts(tmp_path / "t.jsonl", Columns()).batches(10)
    assert batch["text"].tolist() == ["half \ud83c a flag"]
    batch["id"].tolist()[0].encode()


def test_lines_of_a_text_file_are_numbered_and_end_in_line_feeds_alone(tmp_path: Path):
    (tmp_path / "t.txt").write_bytes(b"\xef\xbb\xbfone\r\n\n two\rhalves\n" + "a\u2028b".encode())
    (batch,) = open_texts(tmp_path / "t.txt", Columns()).batches(10)
    assert batch["id"].tolist() == ["0", "2", "3"]
    assert batch["text"].tolist() == ["one", " two\rhalves", "a\u2028b"]


def test_standard_input_can_be_read_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"one\n\ntwo\n")))
    file = open_texts(None, Columns())
    assert file.n == 2
    assert [row.id for row in file.rows()] == [row.id for row in file.rows()] == ["0", "2"]


def test_missing_texts_are_empty_and_missing_ids_are_numbers(tmp_path: Path):
    (tmp_path / "t.jsonl").write_text('{"text": null}\n{"id": 7, "text": 5}\n{"text": NaN}\n{}\n')
    (batch,) = open_texts(tmp_path / "t.jsonl", Columns()).batches(10)
    assert batch["text"].tolist() == ["", "5", "", ""]
    assert batch["id"].tolist() == ["0", "7", "2", "3"]
    pd.DataFrame({"text": ["a", None], "id": [1.0, np.nan]}).to_parquet(tmp_path / "t.parquet")
    (batch,) = open_texts(tmp_path / "t.parquet", Columns()).batches(10)
    assert batch["text"].tolist() == ["a", ""]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"", "t.csv is empty"),
        ("t.csv", b"text\n", "column names and no rows"),
        ("t.csv", b"text,text\na,b\n", "named twice"),
        ("t.csv", b"id,text\n1,a,b\n", "line 2: 3 fields where the header has 2"),
        ("t.csv", b'id,text\n1,"a\n', "line 2: .*quotation mark"),
        ("t.csv", b"id,text\n1,caf\xe9\n", "line 2: byte 0xE9 is not UTF-8: it looks like latin1"),
        ("t.jsonl", b'{"text": "a"}\n{"text": \n', "line 2: not JSON"),
        ("t.jsonl", b"[1]\n", "line 1: a JSON object is needed"),
        ("t.jsonl", b"\n\n", "t.jsonl is empty|holds no texts"),
        ("t.txt", b"\n", "is empty|holds no texts"),
        ("t.txt", b"ok\n\xff\xfe\n", "line 2: byte 0xFF is not UTF-8"),
        ("t.csv.gz", b"no gzip", "not a complete gzip file"),
        ("t.parquet", b"PAR1 and no more", "not a complete Parquet file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_before_any_text(
    tmp_path: Path, name: str, content: bytes, message: str
):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=message):
        open_texts(tmp_path / name, Columns())


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    for name in ("t.csv", "t.parquet", "t.txt"):
        with pytest.raises(DataError, match=r"t\.\w+: no such file or folder"):
            open_texts(tmp_path / name, Columns())


@pytest.mark.parametrize("name", ["t.jsonl", "t.parquet"])
def test_a_column_of_lists_holds_no_texts(tmp_path: Path, name: str):
    path = tmp_path / name
    if path.suffix == ".jsonl":
        path.write_text('{"text": ["a"]}\n')
    else:
        pd.DataFrame({"text": [["a"]]}).to_parquet(path)
    with pytest.raises(UsageError, match="column 'text' holds no texts"):
        open_texts(path, Columns())


def test_the_column_of_texts_can_be_named(tmp_path: Path):
    (tmp_path / "t.csv").write_text("key,words\na,one\n")
    (batch,) = open_texts(tmp_path / "t.csv", Columns(text="words", id="key")).batches(5)
    assert batch.to_dict("list") == {"id": ["a"], "text": ["one"]}
    with pytest.raises(UsageError, match="name it with --text"):
        open_texts(tmp_path / "t.csv", Columns())


def test_a_tsv_without_quoting_is_read_as_it_stands(tmp_path: Path):
    (tmp_path / "t.tsv").write_text('id\ttext\n1\t"open\n2\tplain\n')
    (batch,) = open_texts(tmp_path / "t.tsv", Columns()).batches(5)
    assert batch["text"].tolist() == ['"open', "plain"]


def test_a_field_may_be_a_whole_book(tmp_path: Path):
    write(tmp_path / "t.csv", ["word " * 100_000])
    (batch,) = open_texts(tmp_path / "t.csv", Columns()).batches(5)
    assert len(batch["text"][0]) == 500_000
