"""``explain``: one review of stored models, or of files of predictions."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture
def compared(run_cli: Callable, reviews_csv: Path) -> Path:
    small = ("epochs=1", "hidden_size=8", "embedding_size=8")
    changed = [part for each in small for part in ("--set", f"bilstm-attention.{each}")]
    models = ("--model", "logreg", "--model", "bilstm-attention", *changed, "--seed", 3)
    assert run_cli("compare", reviews_csv, *models).code == 0
    return reviews_csv


@pytest.fixture
def file(two_predictions: tuple[Path, Path]) -> str:
    table = pd.read_csv(two_predictions[0])
    table["text"] = "It was good. A superb, moving masterpiece.<br /><br />An awful mess."
    table.loc[1, "text"] = None
    table.to_parquet("weak.parquet")
    return "weak=weak.parquet"


def test_stored_models_weigh_sentences_and_words(run_cli: Callable, compared: Path) -> None:
    unknown = run_cli("explain", "nobody")
    assert unknown.code == 2
    assert "no test review has the id 'nobody'; ids are such as" in " ".join(unknown.err.split())
    id_ = unknown.err.split("such as ")[1].split(",")[0].strip()
    found = json.loads(run_cli("explain", id_, "--format", "json").out)
    names = {"logreg", "bilstm-attention"}
    assert {row["model"] for row in found["models"]} == names
    assert {row["seed"] for row in found["models"]} == {3}
    assert len(found["sentences"]) == 3
    assert all(f"effect_{name}" in row for row in found["sentences"] for name in names)
    tokens = pd.DataFrame(found["tokens"]).groupby("model")
    assert tokens["method"].first().to_dict() == {
        "logreg": "occlusion",
        "bilstm-attention": "attention",
    }
    assert tokens["weight"].sum()["bilstm-attention"] == pytest.approx(1, abs=1e-3)
    for form in ("table", "markdown", "csv", "latex"):
        outcome = run_cli("explain", id_, "--format", form, "--model", "logreg")
        assert outcome.code == 0, outcome.err
        assert "occlusion" in outcome.out


def test_files_are_explained_without_asking_a_model(run_cli: Callable, file: str) -> None:
    outcome = run_cli("explain", "t0", "--predictions", file, "--format", "json")
    assert "no model is asked again" in outcome.err
    found = json.loads(outcome.out)
    assert "tokens" not in found
    assert found["models"][0]["seed"] is None
    assert [row["sentence"] for row in found["sentences"]] == [
        "It was good.",
        "A superb, moving masterpiece.",
        "An awful mess.",
    ]
    good, rave, slating = (row["polarity"] for row in found["sentences"])
    assert slating < -0.5 < 0.5 < good < 0.8 < rave < 1


def test_a_review_without_a_text_is_not_explained(run_cli: Callable, file: str) -> None:
    outcome = run_cli("explain", "t1", "--predictions", file)
    assert outcome.code == 2
    assert "'t1' comes without a text" in outcome.err


def test_predictions_without_texts_name_the_way_out(
    run_cli: Callable, two_predictions: tuple[Path, Path]
) -> None:
    outcome = run_cli("explain", "t0", "--predictions", f"weak={two_predictions[0]}")
    assert outcome.code == 2
    assert "name the data set beside --predictions" in " ".join(outcome.err.split())


def test_options_of_training_without_a_data_set_are_refused(run_cli: Callable) -> None:
    outcome = run_cli("explain", "t0", "--seed", 4)
    assert outcome.code == 2
    assert "--seed needs a data set" in outcome.err
