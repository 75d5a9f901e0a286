"""What ``compare`` prints, in every form, for runs and for files of predictions."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
METRICS = (
    "accuracy",
    "f1",
    "precision",
    "recall",
    "mcc",
    "auc",
    "log_loss",
    "brier",
    "calibration_error",
)
MODEL_KEYS = {
    "model",
    "checkpoint",
    "seeds",
    "n",
    *(metric + end for metric in METRICS for end in ("", "_low", "_high")),
    "accuracy_sd",
    "parameters",
    "train_seconds",
    "predict_reviews_per_second",
    "peak_memory_bytes",
    "size_bytes",
}
PAIR_KEYS = {
    "model",
    "baseline",
    "metric",
    "difference",
    "low",
    "high",
    "p",
    "p_holm",
    "resolvable_difference",
    "only_model_right",
    "only_baseline_right",
}


@pytest.fixture
def files(two_predictions: tuple[Path, Path]) -> list[str]:
    weak, strong = two_predictions
    return ["--predictions", f"weak={weak}", "--predictions", f"strong={strong}"]


def test_json_has_exactly_the_keys_of_the_design(run_cli: Callable, files: list[str]) -> None:
    outcome = run_cli("compare", *files, "--format", "json")
    assert outcome.code == 0
    shown = json.loads(outcome.out)
    assert set(shown) == {"models", "pairs"}
    assert all(set(row) == MODEL_KEYS for row in shown["models"])
    assert all(set(row) == PAIR_KEYS for row in shown["pairs"])


def test_the_stronger_system_is_shown_to_be_better(run_cli: Callable, files: list[str]) -> None:
    shown = json.loads(run_cli("compare", *files, "--format", "json", "--baseline", "weak").out)
    (pair,) = [row for row in shown["pairs"] if row["metric"] == "accuracy"]
    assert pair["model"] == "strong"
    assert 0 < pair["low"] < pair["difference"] < pair["high"]
    assert pair["p_holm"] < 0.001


def test_the_table_names_systems_classes_and_intervals(run_cli: Callable, files: list[str]) -> None:
    outcome = run_cli("compare", *files)
    assert outcome.code == 0
    for word in ("weak", "strong", "400", "positive", "95 %"):
        assert word in outcome.out


@pytest.mark.parametrize(
    ("form", "begins"), [("markdown", "- "), ("csv", "model,"), ("latex", "%")]
)
def test_other_formats_go_to_a_file(
    run_cli: Callable, files: list[str], tmp_path: Path, form: str, begins: str
) -> None:
    target = tmp_path / "table.out"
    outcome = run_cli("compare", *files, "--format", form, "--output", target)
    assert outcome.code == 0
    assert outcome.out == ""
    assert target.read_text().startswith(begins)


def test_the_table_in_a_file_has_no_colours(
    run_cli: Callable, files: list[str], tmp_path: Path
) -> None:
    run_cli("compare", *files, "--output", tmp_path / "table.txt")
    assert "\x1b" not in (tmp_path / "table.txt").read_text()


def test_columns_are_chosen_by_name(run_cli: Callable, files: list[str]) -> None:
    outcome = run_cli("compare", *files, "--columns", "mcc, brier", "--format", "markdown")
    header = next(line for line in outcome.out.splitlines() if line.startswith("| Model"))
    assert header.split("|")[2:4] == [" MCC ", " Brier "]


def test_positive_turns_the_class_order(run_cli: Callable, files: list[str]) -> None:
    usual = json.loads(run_cli("compare", *files, "--format", "json").out)["models"][0]
    turned = json.loads(
        run_cli("compare", *files, "--format", "json", "--positive", "negative").out
    )["models"][0]
    assert usual["accuracy"] == turned["accuracy"]
    assert usual["recall"] != turned["recall"]


def test_the_bare_file_name_names_the_system(
    run_cli: Callable, two_predictions: tuple[Path, Path]
) -> None:
    weak, strong = two_predictions
    shown = json.loads(
        run_cli("compare", "--predictions", weak, "--predictions", strong, "--format", "json").out
    )
    assert [row["model"] for row in shown["models"]] == ["weak", "strong"]


def test_a_second_comparison_trains_nothing(run_cli: Callable, reviews_csv: Path) -> None:
    command = ("compare", reviews_csv, "--model", "logreg", "--format", "json")
    first, second = run_cli(*command), run_cli(*command)
    assert "trained in" in first.err
    assert "trained in" not in second.err
    assert "stored" in second.err
    assert first.out == second.out


def test_seeds_are_summed_up_as_mean_and_sd(run_cli: Callable, reviews_csv: Path) -> None:
    outcome = run_cli("compare", reviews_csv, "--model", "logreg", "--seeds", 2, "--format", "json")
    (row,) = json.loads(outcome.out)["models"]
    assert row["seeds"] == 2
    assert row["accuracy_sd"] is not None


def test_own_pipeline_and_own_network_stand_in_the_table(
    run_cli: Callable, reviews_csv: Path, tmp_path: Path
) -> None:
    for example in EXAMPLES.glob("own_*.py"):
        shutil.copy(example, tmp_path)
    models = ["logreg", "own_pipeline:pipeline", "own_network:MeanOfEmbeddings"]
    named = [part for model in models for part in ("--model", model)]
    outcome = run_cli("compare", reviews_csv, *named, "--format", "json")
    assert outcome.code == 0, outcome.err
    rows = json.loads(outcome.out)["models"]
    assert [row["model"] for row in rows] == models
    assert all(row["accuracy"] > 0.6 for row in rows)


def test_texts_of_a_data_set_join_predictions_by_id(
    run_cli: Callable, reviews_csv: Path, tmp_path: Path
) -> None:
    run_cli("compare", reviews_csv, "--model", "logreg")
    stored = next((tmp_path / "runs").glob("*/logreg-*/predictions.parquet"))
    bare = pd.read_parquet(stored).drop(columns=["text", "group", "rating"])
    bare.to_parquet(tmp_path / "bare.parquet")
    options = ("--predictions", "mine=bare.parquet")
    assert run_cli("errors", *options, "--category", "mixed").code == 2
    assert run_cli("errors", reviews_csv, *options, "--category", "mixed").code == 0


def test_predictions_whose_ids_are_not_in_the_data_set_are_refused(
    run_cli: Callable, reviews_csv: Path, two_predictions: tuple[Path, Path]
) -> None:
    outcome = run_cli("errors", reviews_csv, "--predictions", f"a={two_predictions[0]}")
    assert outcome.code == 1
    assert "400 ids of 'a' are not in the test set" in outcome.err
