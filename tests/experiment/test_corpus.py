"""Part files: the same as in one go, kept when a run is stopped, never half-written."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from filelock import FileLock

from sentiment_lab.data.columns import Columns
from sentiment_lab.data.corpus import Corpus, open_corpus
from sentiment_lab.data.text_batches import parquet_rows
from sentiment_lab.exceptions import DataError, RunError, UsageError
from sentiment_lab.experiment import corpus as module
from sentiment_lab.experiment.corpus import LOCK, empty_cells, run_corpus


class Lengths:
    """How long each text is; can be made to fail at a text."""

    schema = pa.schema([("id", pa.string()), ("length", pa.int64())])
    device = None

    def __init__(self, identity: str = "lengths 1", fails_at: str | None = None) -> None:
        self.identity = identity
        self.fails_at = fails_at
        self.seen = 0

    def __call__(self, frame: pd.DataFrame) -> pd.DataFrame:
        if self.fails_at in set(frame["id"]):
            raise DataError("the power is gone")
        self.seen += len(frame)
        lengths = frame["text"].str.len().astype("Int64")
        return pd.DataFrame({"id": frame["id"], "length": lengths.where(lengths > 1)})


def corpus_of(folder: Path, n: int = 25, text: str = "word ") -> Corpus:
    folder.mkdir(exist_ok=True)
    rows = {"id": [f"r{row}" for row in range(n)], "text": [text * row for row in range(n)]}
    pd.DataFrame(rows).to_parquet(folder / "a.parquet")
    return open_corpus(folder, Columns())


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return corpus_of(tmp_path / "in")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_part_files_are_the_results_in_order(corpus: Corpus, tmp_path: Path):
    done = run_corpus(Lengths(), corpus, tmp_path / "out", rows_per_part=10)
    assert done == (3, 0, 25)
    parts = [f"part-0000{number}.parquet" for number in range(3)]
    assert names(tmp_path / "out") == ["_SUCCESS", "_corpus.json", *parts]
    table = pd.read_parquet(tmp_path / "out")
    assert table["id"].tolist() == [f"r{row}" for row in range(25)]
    assert table["length"].iloc[1:].tolist() == [5 * row for row in range(1, 25)]
    assert empty_cells(tmp_path / "out") == {"id": 0, "length": 1}


def test_a_run_that_was_stopped_repeats_no_finished_part(corpus: Corpus, tmp_path: Path):
    out = tmp_path / "out"
    with pytest.raises(DataError, match="the power is gone"):
        run_corpus(Lengths(fails_at="r20"), corpus, out, rows_per_part=10)
    assert names(out) == ["_corpus.json", "part-00000.parquet", "part-00001.parquet"]
    before = (out / "part-00000.parquet").stat().st_mtime_ns
    (out / ".part-00002.parquet.77-ab.new").write_bytes(b"half")

    again = Lengths()
    assert run_corpus(again, corpus, out, rows_per_part=10) == (3, 2, 25)
    assert again.seen == 5
    assert (out / "part-00000.parquet").stat().st_mtime_ns == before
    assert not list(out.glob(".*"))
    assert len(pd.read_parquet(out)) == 25

    idle = Lengths()
    assert run_corpus(idle, corpus, out, rows_per_part=10).kept == 3
    assert idle.seen == 0


def test_parts_of_anything_else_are_not_mixed(corpus: Corpus, tmp_path: Path):
    out = tmp_path / "out"
    run_corpus(Lengths(), corpus, out)
    with pytest.raises(UsageError, match="parts made by another model or other taggers: name"):
        run_corpus(Lengths("lengths 2"), corpus, out)
    with pytest.raises(UsageError, match="parts of another size: name"):
        run_corpus(Lengths(), corpus, out, rows_per_part=3)
    with pytest.raises(UsageError, match="parts of other input files and of other columns"):
        run_corpus(Lengths(), open_corpus(_renamed(tmp_path), Columns(text="words")), out)
    with pytest.raises(UsageError, match="parts of other input files: name"):
        run_corpus(Lengths(), corpus_of(tmp_path / "in", text="other "), out)


def _renamed(tmp_path: Path) -> Path:
    (tmp_path / "other").mkdir()
    frame = pd.read_parquet(tmp_path / "in").rename(columns={"text": "words"})
    frame.to_parquet(tmp_path / "other" / "a.parquet")
    return tmp_path / "other"


def test_a_corpus_that_was_moved_is_the_same(corpus: Corpus, tmp_path: Path):
    run_corpus(Lengths(), corpus, tmp_path / "out")
    moved = (tmp_path / "in").rename(tmp_path / "elsewhere")
    assert run_corpus(Lengths(), open_corpus(moved, Columns()), tmp_path / "out").kept == 1


def test_a_folder_of_other_files_is_left_alone(corpus: Corpus, tmp_path: Path):
    (tmp_path / "notes.txt").touch()
    with pytest.raises(UsageError, match="holds other files"):
        run_corpus(Lengths(), corpus, tmp_path)
    assert names(tmp_path) == ["in", "notes.txt"]


def test_two_runs_do_not_write_into_one_folder(corpus: Corpus, tmp_path: Path):
    (tmp_path / "out").mkdir()
    with (
        FileLock(tmp_path / "out" / LOCK),
        pytest.raises(RunError, match="another process writes"),
    ):
        run_corpus(Lengths(), corpus, tmp_path / "out")


def test_a_file_is_read_once_however_many_parts_it_has(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    read: list[Path] = []

    def counted(path: Path, *rest: Any) -> Any:
        read.append(path)
        return parquet_rows(path, *rest)

    monkeypatch.setattr("sentiment_lab.data.corpus.parquet_rows", counted)
    assert run_corpus(Lengths(), corpus, tmp_path / "out", rows_per_part=2).parts > len(read)
    assert read == [file.path for file in corpus.files]


def test_a_folder_counts_as_complete_only_while_no_part_is_missing(corpus: Corpus, tmp_path: Path):
    run_corpus(Lengths(), corpus, tmp_path / "out", rows_per_part=10)
    (tmp_path / "out" / "part-00002.parquet").unlink()
    with pytest.raises(DataError, match="the power is gone"):
        run_corpus(Lengths(fails_at="r24"), corpus, tmp_path / "out", rows_per_part=10)
    assert module.SUCCESS not in names(tmp_path / "out")
    run_corpus(Lengths(), corpus, tmp_path / "out", rows_per_part=10)
    assert module.SUCCESS in names(tmp_path / "out")


@pytest.mark.parametrize(
    "spoil",
    [lambda frame: frame.iloc[1:], lambda frame: frame.iloc[::-1], lambda frame: frame[["length"]]],
)
def test_a_function_must_give_one_row_for_each_text(
    spoil: Callable[[pd.DataFrame], pd.DataFrame], corpus: Corpus, tmp_path: Path
):
    class Spoiling(Lengths):
        def __call__(self, frame: pd.DataFrame) -> pd.DataFrame:
            return spoil(super().__call__(frame))

    with pytest.raises(UsageError, match="'lengths 1' gave .* rows for .* texts, or other ids"):
        run_corpus(Spoiling(), corpus, tmp_path / "out", rows_per_part=10)
    assert names(tmp_path / "out") == [module.PLAN]


@pytest.mark.parametrize("damaged", ["{", "3", "[1]"])
def test_a_damaged_plan_is_said(damaged: str, corpus: Corpus, tmp_path: Path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / module.PLAN).write_text(damaged)
    with pytest.raises(RunError, match="is damaged"):
        run_corpus(Lengths(), corpus, tmp_path / "out")
    (tmp_path / "out" / module.PLAN).write_text(json.dumps({"format": 0}))
    with pytest.raises(UsageError, match="name another folder"):
        run_corpus(Lengths(), corpus, tmp_path / "out")


def test_memory_does_not_grow_with_the_corpus(tmp_path: Path):
    def peak(n: int) -> int:
        folder = tmp_path / f"{n}-{len(list(tmp_path.iterdir()))}"
        folder.mkdir(exist_ok=True)
        rows = {"id": [str(row) for row in range(n)], "text": ["some words " * 20] * n}
        pd.DataFrame(rows).to_parquet(folder / "a.parquet")
        corpus = open_corpus(folder, Columns())
        tracemalloc.start()
        run_corpus(Lengths(), corpus, folder / "out", rows_per_part=1_000)
        grown = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return grown

    peak(2_000)
    assert peak(20_000) < 1.3 * peak(2_000)
