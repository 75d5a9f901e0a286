"""The model ``embeddings`` from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.parametrize("shots", ["none", "4", "0"])
def test_embeddings_are_trained_stored_and_asked_again(
    run_cli: Callable, reviews_csv: Path, tiny_checkpoint: Path, tmp_path: Path, shots: str
) -> None:
    settings = [f"checkpoint={tiny_checkpoint}", f"shots={shots}", "max_length=32"]
    changes = [part for each in settings for part in ("--set", f"embeddings.{each}")]
    command = ["compare", reviews_csv, "--model", "logreg", "--model", "embeddings", *changes]
    outcome = run_cli(*command, "--device", "cpu", "--format", "json")
    assert outcome.code == 0, outcome.err
    row = json.loads(outcome.out)["models"][1]
    assert row["model"] == "embeddings"
    assert row["checkpoint"] == tiny_checkpoint.name
    assert row["parameters"] > 1_000
    assert "trained in" not in run_cli(*command, "--device", "cpu").err
    texts = tmp_path / "texts.txt"
    texts.write_text("the plot is superb\nthe cast is dull\n")
    predicted = run_cli("predict", "embeddings", texts, "--device", "cpu")
    assert predicted.code == 0, predicted.err
    assert "p_positive" in predicted.out


def test_embeddings_are_known_but_not_among_the_default_models(
    run_cli: Callable, reviews_csv: Path
) -> None:
    shown = run_cli("models", "embeddings")
    assert shown.code == 0
    assert "shots" in shown.out
    refused = run_cli("compare", reviews_csv, "--set", "embeddings.shots=8")
    assert refused.code == 2
    assert "unknown model in --set 'embeddings'" in refused.err
