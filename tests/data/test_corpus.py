"""A corpus is read in parts, each the same wherever and whenever it is read."""

from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.data import corpus as module
from sentiment_lab.data.columns import Columns
from sentiment_lab.data.corpus import open_corpus, read_in_order
from sentiment_lab.data.text_batches import open_texts
from sentiment_lab.exceptions import DataError, UsageError


def written(path: Path, n: int, start: int = 0, group: int = 1000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = [f"text {row}" for row in range(start, start + n)]
    table = pa.table({"text": pa.array(texts, pa.string())})
    pq.write_table(table, path, row_group_size=group)
    return path


@given(
    n=st.integers(1, 1200),
    group=st.integers(1, 700),
    size=st.integers(1, 500),
    batch=st.integers(1, 400),
)
def test_the_parts_are_the_corpus_in_order_whatever_its_row_groups(
    tmp_path_factory: pytest.TempPathFactory, n: int, group: int, size: int, batch: int
):
    folder = tmp_path_factory.mktemp("corpus")
    written(folder / "a.parquet", n, group=group)
    written(folder / "b.parquet", 30, start=n)
    parts = open_corpus(folder, Columns()).parts(size)
    frames = [frame for part in parts for frame in part.batches(batch)]
    assert max(len(frame) for frame in frames) <= batch
    assert max(len(part.rows) for part in parts) <= size
    read = pd.concat(frames)
    assert read["text"].tolist() == [f"text {row}" for row in range(n + 30)]
    assert read["id"].tolist() == [str(row) for row in range(n + 30)]


@given(
    n=st.integers(1, 700),
    group=st.integers(1, 700),
    size=st.integers(1, 300),
    left_out=st.sets(st.integers(0, 20)),
)
def test_parts_in_order_are_what_each_is_alone_and_every_file_is_read_once(
    tmp_path_factory: pytest.TempPathFactory, n: int, group: int, size: int, left_out: set[int]
):
    folder = tmp_path_factory.mktemp("corpus")
    written(folder / "a.parquet", n, group=group)
    written(folder / "b.parquet", 30, start=n)
    parts = open_corpus(folder, Columns()).parts(size)
    wanted = [part for part in parts if part.number not in left_out]
    with patch.object(module, "parquet_rows", wraps=module.parquet_rows) as reader:
        together = [pd.concat(part.batches(70, rows)) for part, rows in read_in_order(wanted)]
    assert reader.call_count == len({part.path for part in wanted})
    for part, frame in zip(wanted, together, strict=True):
        pd.testing.assert_frame_equal(frame, pd.concat(part.batches(70)))


def test_a_part_in_the_middle_is_read_alone(tmp_path: Path):
    corpus = open_corpus(written(tmp_path / "a.parquet", 1000, group=300), Columns())
    (frame,) = corpus.parts(100)[7].batches(500)
    assert frame["text"].tolist() == [f"text {row}" for row in range(700, 800)]


def test_ids_and_texts_are_those_of_a_single_file(tmp_path: Path):
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame({"key": ["x", None, "z"], "words": ["one", "two", None], "more": 1})
    frame.to_parquet(path)
    columns = Columns(text="words", id="key")
    (single,) = open_texts(path, columns).batches(10)
    corpus = open_corpus(path, columns)
    (batch,) = corpus.parts(10)[0].batches(10)
    assert batch.to_dict("list") == {"id": ["x", "1", "z"], "text": ["one", "two", ""]}
    pd.testing.assert_frame_equal(batch, single)
    assert list(corpus.texts()) == ["one", "two", ""]


def test_a_folder_is_read_with_the_folders_below_but_for_hidden_files(tmp_path: Path):
    written(tmp_path / "year=2" / "a.parquet", 2)
    written(tmp_path / "year=1" / "b.parquet", 3)
    written(tmp_path / "_tmp" / "c.parquet", 5)
    written(tmp_path / ".d.parquet", 7)
    written(tmp_path / "empty.parquet", 0)
    (tmp_path / "_SUCCESS").touch()
    corpus = open_corpus(tmp_path, Columns())
    assert [file.path.name for file in corpus.files] == ["b.parquet", "a.parquet"]
    assert corpus.n == 5


def test_other_rows_have_another_digest(tmp_path: Path):
    def digest(start: int) -> str:
        path = written(tmp_path / "a.parquet", 10, start=start)
        return open_corpus(path, Columns()).files[0].digest

    assert digest(0) == digest(0) != digest(20)


@pytest.mark.parametrize("content", [b"", b"abc", b"PAR1 not really PAR1"])
def test_a_file_that_is_no_parquet_is_named(tmp_path: Path, content: bytes):
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(DataError, match=r"a\.parquet cannot be read as Parquet"):
        open_corpus(tmp_path, Columns())


def test_a_corpus_without_rows_or_texts_is_refused(tmp_path: Path):
    with pytest.raises(DataError, match="holds no texts"):
        open_corpus(tmp_path, Columns())
    with pytest.raises(DataError, match="No such file"):
        open_corpus(tmp_path / "no.parquet", Columns())
    written(tmp_path / "a.parquet", 3)
    with pytest.raises(UsageError, match="no column 'words'"):
        open_corpus(tmp_path, Columns(text="words"))
    with pytest.raises(UsageError, match="a part has 1 row or more"):
        open_corpus(tmp_path, Columns()).parts(0)
