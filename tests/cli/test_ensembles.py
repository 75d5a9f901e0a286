"""``--ensemble`` and ``--calibrate`` of the commands that take a comparison."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture
def files(two_predictions: tuple[Path, Path]) -> list[str]:
    weak, strong = two_predictions
    return ["--predictions", f"weak={weak}", "--predictions", f"strong={strong}"]


def test_an_ensemble_is_a_row_and_its_gain_is_said_in_words(
    run_cli: Callable, files: list[str]
) -> None:
    outcome = run_cli("compare", *files, "--ensemble", "all=weak+strong", "--format", "markdown")
    assert outcome.code == 0, outcome.err
    assert "all (mean of weak, strong)" in outcome.out
    assert "no validation rows tell its best member" in outcome.out


def test_the_ensemble_may_be_the_baseline(run_cli: Callable, files: list[str]) -> None:
    arguments = ["--ensemble", "all=weak+strong", "--baseline", "all", "--format", "json"]
    shown = json.loads(run_cli("compare", *files, *arguments).out)
    assert {row["baseline"] for row in shown["pairs"]} == {"all"}
    assert [row["model"] for row in shown["models"]] == ["weak", "strong", "all"]
    assert {row["ensemble"] for row in shown["ensembles"]} == {"all"}


def test_errors_take_ensembles_of_the_last_comparison(run_cli: Callable, files: list[str]) -> None:
    assert run_cli("compare", *files).code == 0
    outcome = run_cli("errors", "--ensemble", "all=weak+strong", "--format", "json")
    assert outcome.code == 0, outcome.err
    rows = [row for table in json.loads(outcome.out).values() for row in table]
    models = {row["model"] for row in rows if "model" in row}
    assert models == {"weak", "strong", "all"}


def test_explain_and_report_take_a_comparison_with_made_rows(
    run_cli: Callable, reviews_csv: Path
) -> None:
    made = ["--ensemble", "both=seeds:logreg", "--calibrate", "logreg"]
    arguments = ["--model", "logreg", "--seeds", "2", *made, "--resamples", "200"]
    outcome = run_cli("compare", reviews_csv, *arguments, "--format", "json")
    assert outcome.code == 0, outcome.err
    reviews = pd.read_csv(reviews_csv)
    shown = next(
        shown for shown in (run_cli("explain", id_) for id_ in reviews["id"]) if shown.code == 0
    )
    assert "both" in shown.out
    assert "both is made of other rows" in shown.err
    assert run_cli("report").code == 0
    page = Path("report/report.md").read_text()
    assert "logreg (calibrated)" in page
    assert "Ensemble both" in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--ensemble", "all"], "NAME=A+B"),
        (["--ensemble", "all=weak+strng"], "did you mean 'strong'?"),
        (["--ensemble", "all=voting(weak+strong)"], "mean, stacking, weighted"),
        (["--ensemble", "all=stacking(weak+strong)"], "fitted on validation rows"),
        (["--calibrate", "strong"], "cannot be calibrated"),
        (["--calibrate", "bert"], "unknown system to calibrate 'bert'"),
    ],
)
def test_what_cannot_be_made_is_wrong_usage_in_one_line(
    run_cli: Callable, files: list[str], arguments: list[str], message: str
) -> None:
    outcome = run_cli("compare", *files, *arguments)
    assert outcome.code == 2
    assert message in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1


def test_an_unknown_member_is_refused_before_anything_trains(
    run_cli: Callable, reviews_csv: Path
) -> None:
    outcome = run_cli("compare", reviews_csv, "--model", "logreg", "--ensemble", "all=logreg+bert")
    assert outcome.code == 2
    assert "unknown member of the ensemble 'all' 'bert'" in outcome.err
    assert "trained in" not in outcome.err
