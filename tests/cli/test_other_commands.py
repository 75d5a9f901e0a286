"""``train``, ``predict``, ``tag``, ``data``, ``models`` and ``doctor``."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture
def trained(run_cli: Callable, reviews_csv: Path) -> str:
    """The folder of a trained run."""
    outcome = run_cli("train", "logreg", reviews_csv)
    assert outcome.code == 0
    return outcome.out.strip()


def test_train_prints_the_folder_of_the_run(trained: str) -> None:
    manifest = json.loads((Path(trained) / "run.json").read_text())
    assert manifest["model"] == "logreg"
    assert manifest["versions"]["python"]


def test_predict_labels_a_file_by_its_column_of_texts(
    run_cli: Callable, trained: str, reviews: pd.DataFrame
) -> None:
    reviews[["id", "text"]].head(5).to_csv("new.csv", index=False)
    outcome = run_cli("predict", "logreg", "new.csv")
    table = pd.read_csv(io.StringIO(outcome.out))
    assert table.columns.tolist() == ["id", "p_negative", "p_positive", "predicted"]
    assert table["id"].tolist() == ["r0", "r1", "r2", "r3", "r4"]
    assert set(table["predicted"]) <= {"negative", "positive"}


def test_predict_reads_standard_input(
    run_cli: Callable, trained: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(b"the plot is superb.\nthe plot is dull.\n"))
    )
    outcome = run_cli("predict", trained, "--format", "jsonl")
    assert [json.loads(line)["predicted"] for line in outcome.out.splitlines()] == [
        "positive",
        "negative",
    ]


def test_predict_equals_what_the_run_predicted_on_test(run_cli: Callable, trained: str) -> None:
    stored = pd.read_parquet(Path(trained) / "predictions.parquet")
    stored = stored[stored["split"] == "test"].reset_index(drop=True)
    stored[["id", "text"]].to_parquet("again.parquet")
    run_cli("predict", trained, "again.parquet", "--format", "parquet", "--output", "out.parquet")
    again = pd.read_parquet("out.parquet")
    assert again["id"].tolist() == stored["id"].tolist()
    assert (again["p_positive"] - stored["p_positive"]).abs().max() < 1e-6


def test_parquet_is_not_printed(run_cli: Callable, trained: str) -> None:
    Path("texts.txt").write_text("superb\n")
    outcome = run_cli("predict", trained, "texts.txt", "--format", "parquet")
    assert outcome.code == 2
    assert "--output" in outcome.err


def test_a_model_that_cannot_be_saved_cannot_predict_later(
    run_cli: Callable, reviews_csv: Path
) -> None:
    Path("unsaved.py").write_text(
        "import numpy as np\n\n\n"
        "class Model:\n"
        "    def fit(self, texts, labels):\n"
        "        self.classes_ = np.unique(labels)\n"
        "        return self\n\n"
        "    def predict_proba(self, texts):\n"
        "        return np.tile([0.4, 0.6], (len(texts), 1))\n"
    )
    run_cli("train", "unsaved:Model", reviews_csv)
    Path("texts.txt").write_text("superb\n")
    outcome = run_cli("predict", "unsaved:Model", "texts.txt")
    assert outcome.code == 1
    assert "keeps no model" in outcome.err


def test_tag_gives_score_presence_and_evidence(run_cli: Callable) -> None:
    text = "The cast is wonderful, but the plot is a dreadful mess."
    Path("texts.txt").write_text(text + "\n")
    outcome = run_cli("tag", "texts.txt")
    tagged = json.loads(outcome.out)
    assert set(tagged) == {"id", "categories"}
    mixed = tagged["categories"]["mixed"]
    assert mixed["present"]
    assert all(text[start:end].strip() for start, end in mixed["evidence"])


def test_tag_as_a_flat_table(run_cli: Callable) -> None:
    Path("texts.txt").write_text("A fine film.\n")
    outcome = run_cli("tag", "texts.txt", "--format", "csv", "--category", "sarcasm")
    table = pd.read_csv(io.StringIO(outcome.out))
    assert table.columns.tolist() == ["id", "sarcasm_score", "sarcasm_present", "sarcasm_evidence"]


def test_data_shows_sizes_balance_lengths_and_findings(
    run_cli: Callable, reviews_csv: Path
) -> None:
    outcome = run_cli("data", reviews_csv)
    assert outcome.code == 0
    for word in ("Class balance", "Lengths", "Repeated texts", "What the checks found"):
        assert word in outcome.out


@pytest.mark.parametrize("form", ["markdown", "latex", "csv", "json"])
def test_data_in_other_formats(run_cli: Callable, reviews_csv: Path, form: str) -> None:
    outcome = run_cli("data", reviews_csv, "--format", form)
    assert outcome.code == 0
    if form == "json":
        shown = json.loads(outcome.out)
        assert set(shown) == {"sizes", "balance", "lengths", "overlap", "findings"}
        assert sum(row["rows"] for row in shown["sizes"]) == 240


def test_data_counts_tokens_only_by_a_tokenizer_that_is_there(
    run_cli: Callable, reviews_csv: Path
) -> None:
    outcome = run_cli("data", reviews_csv, "--checkpoint", "no/such-checkpoint")
    assert outcome.code == 1
    assert "no tokenizer 'no/such-checkpoint'" in outcome.err


def test_models_lists_every_model_with_its_settings(run_cli: Callable) -> None:
    shown = json.loads(run_cli("models", "--format", "json").out)
    assert list(shown) == ["logreg", "lstm", "bilstm-attention", "embeddings", "bert"]
    epochs = next(row for row in shown["bert"] if row["name"] == "epochs")
    assert epochs["published"] == "4"


def test_models_of_one_name(run_cli: Callable) -> None:
    assert run_cli("models", "lstm").out.count("Settings") == 0
    assert run_cli("models", "lstn").code == 2


def test_doctor_tells_what_is_installed(run_cli: Callable) -> None:
    outcome = run_cli("doctor", "--offline")
    assert outcome.code == 0
    for word in ("sentiment-lab 0.1.0", "python", "device", "rotten-tomatoes", "runs"):
        assert word in outcome.out


def test_doctor_says_when_the_hub_cannot_be_reached(
    run_cli: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr("socket.create_connection", refuse)
    assert "not reachable (no route)" in run_cli("doctor").out


def test_a_traceback_appears_only_under_debug(run_cli: Callable) -> None:
    assert "Traceback" not in run_cli("compare", "absent.csv").err
    assert "Traceback" in run_cli("compare", "absent.csv", "--debug").err
