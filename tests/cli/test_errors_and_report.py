"""``errors`` and ``report``: with arguments, and after a comparison without any."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture
def compared(run_cli: Callable, reviews_csv: Path) -> Path:
    """Two models have been compared; the path of their data."""
    changed = ("--model", "own:pipeline")
    Path("own.py").write_text(
        "from sklearn.feature_extraction.text import CountVectorizer\n"
        "from sklearn.naive_bayes import MultinomialNB\n"
        "from sklearn.pipeline import make_pipeline\n\n"
        "pipeline = make_pipeline(CountVectorizer(), MultinomialNB())\n"
    )
    assert run_cli("compare", reviews_csv, "--model", "logreg", *changed).code == 0
    return reviews_csv


def test_errors_take_the_last_comparison_and_say_so(run_cli: Callable, compared: Path) -> None:
    outcome = run_cli("errors")
    assert outcome.code == 0
    assert f"last comparison: logreg, own:pipeline on {compared}" in outcome.err.replace("\n", "")


def test_errors_of_one_model_of_the_last_comparison(run_cli: Callable, compared: Path) -> None:
    shown = json.loads(run_cli("errors", "--model", "own:pipeline", "--format", "json").out)
    assert {row["model"] for row in shown["categories"]} == {"own:pipeline"}


def test_a_model_that_was_not_compared_is_refused(run_cli: Callable, compared: Path) -> None:
    outcome = run_cli("errors", "--model", "bert")
    assert outcome.code == 2
    assert "unknown system 'bert'" in outcome.err


def test_the_limit_holds_and_the_most_confident_errors_come_first(
    run_cli: Callable, compared: Path
) -> None:
    everything = json.loads(run_cli("errors", "--format", "json", "--limit", 1000).out)
    some = json.loads(run_cli("errors", "--format", "json", "--limit", 2).out)
    assert len(some["misclassified"]) == 2
    confidence = [row["confidence"] for row in everything["misclassified"]]
    assert confidence == sorted(confidence, reverse=True)


def test_errors_are_filtered_by_category(run_cli: Callable, compared: Path) -> None:
    outcome = run_cli("errors", "--category", "mixed", "--format", "json", "--limit", 1000)
    rows = json.loads(outcome.out)["misclassified"]
    assert all(row["mixed_present"] for row in rows)


def test_a_second_look_reads_the_tags_from_beside_the_runs(
    run_cli: Callable, compared: Path
) -> None:
    first = run_cli("errors", "--format", "json")
    kept = {path: path.stat().st_mtime_ns for path in Path("runs/tags").glob("*.parquet")}
    assert kept
    assert run_cli("errors", "--format", "json").out == first.out
    assert {path: path.stat().st_mtime_ns for path in Path("runs/tags").glob("*.parquet")} == kept


def test_errors_of_a_data_set_train_what_is_missing(run_cli: Callable, reviews_csv: Path) -> None:
    outcome = run_cli("errors", reviews_csv, "--model", "logreg")
    assert outcome.code == 0
    assert "trained in" in outcome.err


def test_a_report_holds_page_and_figures_in_both_forms(
    run_cli: Callable, compared: Path, tmp_path: Path
) -> None:
    outcome = run_cli("report", "--output", "out")
    assert outcome.code == 0, outcome.err
    assert outcome.out.strip() == "out/report.md"
    page = Path("out/report.md").read_text()
    linked = [part.split(")")[0] for part in page.split("](")[1:]]
    assert linked
    assert all((tmp_path / "out" / link).exists() for link in linked)
    stems = {path.stem for path in Path("out/figures").glob("*.png")}
    assert {"accuracy", "confusion", "reliability", "categories", "overlap", "lengths"} <= stems
    assert stems == {path.stem for path in Path("out/figures").glob("*.svg")}


def test_a_report_on_files_of_predictions_says_what_is_missing(
    run_cli: Callable, two_predictions: tuple[Path, Path]
) -> None:
    weak, strong = two_predictions
    files = ("--predictions", f"weak={weak}", "--predictions", f"strong={strong}")
    assert run_cli("report", *files).code == 0
    assert "text" in Path("report/report.md").read_text()


def test_a_file_in_place_of_the_reports_folder_is_refused(
    run_cli: Callable, compared: Path
) -> None:
    Path("taken").write_text("")
    outcome = run_cli("report", "--output", "taken")
    assert outcome.code == 2
    assert "it is a file, name a folder" in outcome.err


def test_a_note_of_the_last_comparison_that_is_damaged_is_named(
    run_cli: Callable, compared: Path
) -> None:
    Path("runs/last-comparison.json").write_text("{}")
    outcome = run_cli("errors")
    assert outcome.code == 1
    assert "last-comparison.json is damaged" in outcome.err


def test_errors_follow_a_comparison_of_files(
    run_cli: Callable, two_predictions: tuple[Path, Path]
) -> None:
    weak, strong = two_predictions
    files = ("--predictions", f"weak={weak}", "--predictions", f"strong={strong}")
    run_cli("compare", *files, "--baseline", "strong")
    shown = json.loads(run_cli("errors", "--format", "json").out)
    assert [row["baseline"] for row in shown["fixed_and_broken"]] == ["strong"]


@pytest.fixture
def with_gold(two_predictions: tuple[Path, Path]) -> tuple[str, ...]:
    """Options that name two systems over texts of which most are annotated in ``gold.csv``."""
    options: list[str] = []
    for path in two_predictions:
        table = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
        texts = ["A delight, but the hour between drags.", "Dull from the first minute on."]
        text = [f"{texts[row % 2]} Scene {row}." for row in range(len(table))]
        table.assign(text=text).to_parquet(path.with_suffix(".parquet"))
        options += ["--predictions", f"{path.stem}={path.with_suffix('.parquet')}"]
    rows = range(360)
    gold = {"id": [f"t{row}" for row in rows], "mixed": [int(row % 3 == 0) for row in rows]}
    gold |= {"polarity_1": [2 + row % 3 for row in rows], "inclusion": 0.5}
    pd.DataFrame(gold).to_csv("gold.csv", index=False)
    return (*options, "--gold", "gold.csv")


def test_gold_corrects_the_shares_of_errors_and_of_the_report(
    run_cli: Callable, with_gold: tuple[str, ...]
) -> None:
    shown = json.loads(run_cli("errors", *with_gold, "--format", "json").out)
    mixed = {row["model"]: row for row in shown["categories"] if row["category"] == "mixed"}
    assert mixed["weak"]["method"] == "prediction-powered"
    assert mixed["strong"]["method"] == "withheld", "it errs too seldom"
    assert run_cli("report", *with_gold).code == 0
    page = Path("report/report.md").read_text()
    assert "Headroom, if every error of the category were mended: mixed" in page
    assert "of its errors (label contradicted), or more, are out of reach" in page


def test_a_report_on_this_test_set_alone_says_so_and_needs_gold(
    run_cli: Callable, with_gold: tuple[str, ...]
) -> None:
    assert run_cli("report", *with_gold, "--finite").code == 0
    assert "of this test set (--finite)" in Path("report/report.md").read_text()
    outcome = run_cli("report", *with_gold[:-2], "--finite")
    assert outcome.code == 2
    assert "it needs --gold FILE" in outcome.err


def test_gold_for_predictions_without_texts_is_refused(
    run_cli: Callable, two_predictions: tuple[Path, Path]
) -> None:
    weak, _ = two_predictions
    Path("gold.csv").write_text("id,mixed\nt0,1\n")
    outcome = run_cli("report", "--predictions", f"weak={weak}", "--gold", "gold.csv")
    assert outcome.code == 2
    assert "categories need the reviews' texts" in outcome.err
    assert not Path("report").exists()
