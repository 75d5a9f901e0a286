"""``tag``: forms, predictions, levels, bad input, and memory that does not grow."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

TEXT = "The cast is wonderful, but the plot is a dreadful mess."
ASK = ("--level", "llm", "--endpoint", "http://x/v1", "--llm-model", "m")
ODD = {
    "empty": "",
    "blank": " \n ",
    "emoji": "🎬👨‍👩‍👧 great fun, but dull 🎉",
    "rtl": "فيلم رائع جدا لكن النهاية مملة",
    "half": "half \ud83c a flag",
    "html": "<br /><p>Nice &amp; dull</p><br /><br />",
    "german": "Der Film ist leider viel zu lang und die Schauspieler sind nicht gut, aber die "
    "Musik war schön und ich habe gelacht, als der Hund endlich kam.",
    "zero": "a\x00b",
    "long": "It is wonderful, but dreadful. " * 20_000,
}


@pytest.fixture
def odd_texts(tmp_path: Path) -> Path:
    path = tmp_path / "odd.jsonl"
    path.write_text("".join(json.dumps({"id": k, "text": v}) + "\n" for k, v in ODD.items()))
    return path


def flat(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """Rows with missing values as None and JSON read."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [
        {k: json.loads(v) if str(k).endswith("_evidence") and v else v for k, v in row.items()}
        for row in rows
    ]


def test_all_forms_say_the_same(run_cli: Callable, odd_texts: Path):
    common = ("tag", odd_texts, "--category", "mixed", "--category", "sarcasm")
    records = [json.loads(line) for line in run_cli(*common).out.splitlines()]
    assert run_cli(*common, "--format", "parquet", "--output", "t.parquet").code == 0
    assert run_cli(*common, "--format", "csv", "--output", "t.csv").code == 0
    parquet, csv = pd.read_parquet("t.parquet"), pd.read_csv("t.csv")
    assert flat(parquet) == flat(csv)
    assert [record["id"] for record in records] == parquet["id"].tolist() == list(ODD)
    for record, row in zip(records, flat(parquet), strict=True):
        for name, found in record["categories"].items():
            given = found or dict.fromkeys(("score", "present", "evidence"))
            assert given == {key: row[f"{name}_{key}"] for key in given}


def test_odd_texts_give_rows_whose_evidence_lies_in_them(run_cli: Callable, odd_texts: Path):
    outcome = run_cli("tag", odd_texts)
    assert outcome.code == 0
    for line in outcome.out.splitlines():
        record = json.loads(line)
        for found in filter(None, record["categories"].values()):
            for start, end in found["evidence"]:
                assert 0 <= start < end <= len(ODD[record["id"]])


def test_other_languages_are_said_and_not_guessed(run_cli: Callable, odd_texts: Path):
    outcome = run_cli("tag", odd_texts)
    records = {r["id"]: r["categories"] for r in map(json.loads, outcome.out.splitlines())}
    for name in ("rtl", "german"):
        assert set(records[name].values()) == {None}
    assert records["emoji"]["mixed"] is not None
    err = " ".join(outcome.err.split())
    assert "2 of 9 texts are not in English" in err
    assert "2 of 9 texts are empty" in err


def test_the_table_shows_shares_reliability_and_marked_evidence(run_cli: Callable):
    Path("texts.txt").write_text(f"{TEXT}\nA fine film.\n")
    outcome = run_cli("tag", "texts.txt", "--category", "mixed", "--format", "table")
    assert "Categories tagged" in outcome.out
    assert "50.0" in outcome.out
    assert "[" in outcome.out.partition("\nmixed\n")[2]
    assert run_cli("tag", "texts.txt", "--format", "table", "--output", "t.txt").code == 0
    assert "Categories tagged" in Path("t.txt").read_text()


def predictions(path: Path, ids: list[str], wrong: set[str]) -> str:
    """A file of predictions: only ``a`` is positive."""
    frame = pd.DataFrame({"id": ids})
    frame["label"] = ["positive" if each == "a" else "negative" for each in ids]
    frame["p_positive"] = [0.8 if (each == "a") != (each in wrong) else 0.1 for each in ids]
    frame["p_negative"] = 1 - frame["p_positive"]
    frame.to_csv(path, index=False)
    return f"{path.stem}={path}"


def test_predictions_add_their_columns(run_cli: Callable, tmp_path: Path):
    Path("texts.csv").write_text(f'id,text\na,"{TEXT}"\nb,fine\nc,unknown\n')
    old = predictions(tmp_path / "old.csv", ["a", "b"], {"a"})
    new = predictions(tmp_path / "new.csv", ["b", "a", "z"], set())
    common = ("tag", "texts.csv", "--category", "mixed", "--predictions", old)
    first, _, last = map(json.loads, run_cli(*common, "--predictions", new).out.splitlines())
    assert (first["label"], first["predicted_old"], first["wrong_old"]) == (
        "positive",
        "negative",
        True,
    )
    assert (first["predicted_new"], first["wrong_new"]) == ("positive", False)
    assert (last["label"], last["predicted_old"], last["wrong_new"]) == (None, None, None)
    table = pd.read_csv(io.StringIO(run_cli(*common, "--format", "csv").out))
    assert table.columns.tolist()[-3:] == ["label", "predicted_old", "wrong_old"]
    run_cli(*common, "--format", "parquet", "--output", "t.parquet")
    assert pd.read_parquet("t.parquet")["wrong_old"].tolist() == [True, False, None]


def test_predictions_of_other_texts_are_refused_before_anything_is_printed(
    run_cli: Callable, tmp_path: Path
):
    Path("texts.txt").write_text("one\ntwo\n")
    old = predictions(tmp_path / "old.csv", ["a", "b"], set())
    outcome = run_cli("tag", "texts.txt", "--predictions", old)
    assert (outcome.code, outcome.out) == (1, "")
    assert "none of the 2 texts of texts.txt has an id of the predictions" in outcome.err


def test_predictions_are_not_joined_to_texts_that_share_an_id(run_cli: Callable, tmp_path: Path):
    Path("texts.csv").write_text("id,text\na,fine\nb,dull\na,poor\n")
    outcome = run_cli(
        "tag", "texts.csv", "--predictions", predictions(tmp_path / "o.csv", ["a", "b"], set())
    )
    assert (outcome.code, outcome.out) == (1, "")
    assert "2 texts of texts.csv have the id 'a'" in outcome.err


def test_predictions_that_disagree_on_a_label_are_refused(run_cli: Callable, tmp_path: Path):
    Path("texts.csv").write_text("id,text\na,fine\n")
    old = predictions(tmp_path / "old.csv", ["a", "b"], set())
    frame = pd.read_csv(tmp_path / "old.csv").assign(label=["negative", "positive"])
    frame.to_csv(tmp_path / "new.csv", index=False)
    outcome = run_cli("tag", "texts.csv", "--predictions", old, "--predictions", "new=new.csv")
    assert outcome.code == 1
    assert "give the review 'a' different labels" in outcome.err


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_a_failure_leaves_no_half_written_file(run_cli: Callable, form: str):
    Path("failing.py").write_text(
        "class Fails:\n"
        "    name, threshold, reliability, seen = 'fails', 0.5, None, 0\n\n"
        "    def tag(self, texts):\n"
        "        from sentiment_lab.taggers.tagger import Tag\n"
        "        if self.seen:\n"
        "            raise RuntimeError('the second batch')\n"
        "        self.seen = 1\n"
        "        return [Tag(0.0, False, ())] * len(texts)\n"
    )
    Path("texts.txt").write_text("fine\n" * 900)
    outcome = run_cli(
        *("tag", "texts.txt", "--tagger", "failing:Fails", "--category", "fails"),
        *("--format", form, "--output", f"out.{form}"),
    )
    assert outcome.code == 2
    assert "the second batch" in outcome.err
    assert [path for path in Path().iterdir() if "out" in path.name] == []


def test_broken_utf8_is_a_line_and_no_output(run_cli: Callable):
    Path("texts.csv").write_bytes(b"text\nfine\ncaf\xe9\n")
    outcome = run_cli("tag", "texts.csv", "--output", "out.jsonl")
    assert outcome.code == 1
    assert "line 3: byte 0xE9 is not UTF-8" in outcome.err
    assert not Path("out.jsonl").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--level", "llm"), "give --endpoint URL and --llm-model NAME"),
        (("--level", "llm", "--endpoint", "http://x/v1"), "belong together"),
        (ASK[2:], "--level fast asks no server"),
        (("--level", "accurate"), "train-tagger CATEGORY GOLD"),
        (("--level", "best"), "best"),
        (("--tagger", "own.py"), "package.module:Class"),
        (("--category", "sarkasm"), "did you mean 'sarcasm'"),
        (("--format", "parquet"), "--output"),
        (("--format", "xml"), "xml"),
        (
            (*ASK, "--api-key-env", "NO_SUCH_VARIABLE"),
            "NO_SUCH_VARIABLE: the environment variable is not set",
        ),
    ],
)
def test_options_that_do_not_fit_are_said_in_one_line(
    run_cli: Callable, options: tuple[str, ...], message: str
):
    Path("texts.txt").write_text("fine\n")
    outcome = run_cli("tag", "texts.txt", *options)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_standard_output_carries_the_result_alone(
    run_cli: Callable, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"one\n\ntwo\n")))
    outcome = run_cli("tag")
    assert [json.loads(line)["id"] for line in outcome.out.splitlines()] == ["0", "2"]
