"""Part files by ``predict`` and ``tag``; what is no corpus goes on as before."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

TEXT = "The cast is wonderful, but the plot is a dreadful mess."
FOREIGN = "فيلم رائع جدا لكن النهاية مملة"


@pytest.fixture
def corpus(run_cli: Callable) -> Path:
    Path("corpus").mkdir()
    for name, texts in (("a", [TEXT, "A fine film."]), ("b", [FOREIGN])):
        ids = [f"{name}{row}" for row in range(len(texts))]
        frame = pd.DataFrame({"key": ids, "body": texts})
        frame.to_parquet(f"corpus/{name}.parquet")
    return Path("corpus")


def test_tags_of_a_folder_are_part_files(run_cli: Callable, corpus: Path):
    command = ("tag", corpus, "--id", "key", "--category", "mixed", "--output", "tags")
    outcome = run_cli(*command)
    assert (outcome.code, outcome.out) == (0, "")
    tags = pd.read_parquet("tags")
    assert tags["id"].tolist() == ["a0", "a1", "b0"]
    assert tags["mixed_present"].tolist()[:2] == [True, False]
    assert tags["mixed_score"].isna().tolist() == [False, False, True]
    assert "mixed: no answer for 1 of 3 texts" in " ".join(outcome.err.split())
    assert Path("tags/_SUCCESS").exists()
    assert "2 of them from before" in run_cli(*command).err
    other = run_cli(*command, "--category", "sarcasm")
    assert other.code == 2
    assert "name another folder" in other.err


def test_part_files_hold_what_the_single_file_holds(run_cli: Callable, corpus: Path):
    source = corpus / "a.parquet"
    single = ("--format", "parquet", "--output", "one.parquet")
    assert run_cli("tag", source, *single).code == 0
    assert run_cli("tag", source, "--output", "parts").code == 0
    pd.testing.assert_frame_equal(pd.read_parquet("one.parquet"), pd.read_parquet("parts"))


def test_predictions_of_a_corpus_are_those_of_a_file(
    run_cli: Callable, corpus: Path, reviews_csv: Path
):
    assert run_cli("train", "logreg", reviews_csv).code == 0
    assert run_cli("predict", "logreg", corpus, "--output", "parts", "--id", "key").code == 0
    source = corpus / "a.parquet"
    run_cli("predict", "logreg", source, "--id", "key", "--output", "one.csv")
    parts, one = pd.read_parquet("parts"), pd.read_csv("one.csv")
    assert parts["id"].tolist() == ["a0", "a1", "b0"]
    pd.testing.assert_frame_equal(parts.head(2), one, check_dtype=False)


def test_the_run_behind_a_models_name_is_told(run_cli: Callable, reviews_csv: Path):
    run_cli("train", "logreg", reviews_csv)
    run_cli("train", "logreg", reviews_csv, "--set", "logreg.ngrams=1")
    Path("t.txt").write_text(TEXT + "\n")
    told = [run_cli("predict", name, "t.txt").err for name in ("logreg", _newest("logreg"))]
    default, changed = (" ".join(each.split()) for each in told)
    assert "reviews.csv with" not in default
    assert changed.endswith("reviews.csv with ngrams=1")


def _newest(model: str) -> str:
    folders = Path("runs").glob(f"*/{model}-*/run.json")
    return max(folders, key=lambda path: path.stat().st_mtime_ns).parent.name


def test_other_files_are_written_to_a_single_file_whatever_its_name(run_cli: Callable):
    Path("t.txt").write_text(TEXT + "\n")
    assert run_cli("tag", "t.txt", "--output", "tags").code == 0
    assert Path("tags").read_text().startswith('{"id": "0"')


@pytest.mark.parametrize("command", ["tag", "predict"])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("t.csv", "--engine", "ray", "--output", "out"), "t.csv is no corpus"),
        (("--engine", "ray", "--output", "out"), "standard input is no corpus"),
        (("corpus",), "name one with --output FOLDER"),
        (("corpus", "--output", "out", "--format", "csv"), "part files are Parquet"),
        (("corpus", "--output", "out.parquet"), "names a file"),
        (("corpus", "--output", "no/out"), "the folder no does not exist"),
        (("corpus", "--output", "corpus"), "holds the input"),
        (("corpus", "--output", "corpus/out"), "lies within the input"),
        (("corpus/a.parquet", "--output", "corpus"), "holds other files"),
        (("corpus", "--output", "out", "--workers", "2"), "--workers belongs to --engine ray"),
        (("t.csv", "--workers", "2"), "--workers belongs to --engine ray"),
        (("corpus", "--output", "out", "--text", "no"), "no column 'no'"),
    ],
)
def test_what_cannot_be_done_is_refused_before_any_work(
    run_cli: Callable,
    corpus: Path,
    reviews_csv: Path,
    command: str,
    arguments: tuple[str, ...],
    message: str,
):
    Path("t.csv").write_text("id,text\na,one\n")
    if command == "predict":
        run_cli("train", "logreg", reviews_csv)
        command_line = ("predict", "logreg", *arguments)
    else:
        command_line = ("tag", *arguments)
    outcome = run_cli(*command_line)
    assert outcome.code == 2, outcome.err
    assert message in " ".join(outcome.err.split())
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("corpus", "--predictions", "a=x.csv"), "join the part files by id"),
        (("corpus", "--label", "x"), "--label belongs to --evaluate"),
        (
            ("corpus", "--engine", "ray", "--level", "llm", "--endpoint", "http://x/v1"),
            "leave --engine ray out",
        ),
    ],
)
def test_what_tags_of_a_corpus_cannot_have_is_refused(
    run_cli: Callable, corpus: Path, arguments: tuple[str, ...], message: str
):
    extra = ("--llm-model", "m") if "llm" in arguments else ()
    outcome = run_cli("tag", *arguments, *extra, "--output", "out")
    assert outcome.code == 2
    assert message in " ".join(outcome.err.split())
    gold = run_cli("tag", "--evaluate", "gold.csv", "--engine", "ray")
    assert (gold.code, "leave --engine out" in gold.err) == (2, True)


def test_ray_that_is_not_installed_is_named_with_its_extra(
    run_cli: Callable, corpus: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sentiment_lab.experiment.ray_engine.find_spec", lambda _: None)
    outcome = run_cli("tag", corpus, "--engine", "ray", "--output", "out")
    assert outcome.code == 1
    assert "pip install 'sentiment-lab[ray]'" in outcome.err
