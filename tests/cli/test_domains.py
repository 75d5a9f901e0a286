"""``domains`` and ``--test``: what they print, and what they refuse in one line."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

MAP = ("--map-label", "fresh=positive", "--map-label", "rotten=negative")


@pytest.fixture
def snippets_csv(reviews: pd.DataFrame, tmp_path: Path) -> Path:
    """The made-up reviews as another data set: other words around, labels of snippets."""
    labels = {"positive": "fresh", "negative": "rotten"}
    frame = pd.DataFrame(
        {"text": "they say " + reviews["text"], "label": reviews["label"].map(labels)}
    )
    path = tmp_path / "snippets.csv"
    frame.to_csv(path, index=False)
    return path


def test_the_matrix_is_printed_and_the_last_comparison_stays(
    run_cli: Callable, reviews_csv: Path, snippets_csv: Path
) -> None:
    outcome = run_cli("domains", "logreg", reviews_csv.name, snippets_csv.name, *MAP)
    assert outcome.code == 0, outcome.err
    assert "Trained on" in outcome.out
    assert "tested on" in outcome.out
    assert "Against the model of the test set's own domain" in outcome.out
    assert run_cli("errors").code == 1


def test_the_matrix_goes_to_a_file_as_json(
    run_cli: Callable, reviews_csv: Path, snippets_csv: Path, tmp_path: Path
) -> None:
    names = (reviews_csv.name, snippets_csv.name)
    outcome = run_cli(
        "domains", "logreg", *names, *MAP, "--format", "json", "--output", "matrix.json"
    )
    assert outcome.code == 0, outcome.err
    shown = json.loads((tmp_path / "matrix.json").read_text())
    assert [(row["train"], row["test"]) for row in shown["cells"]] == [
        (train, test) for train in names for test in names
    ]


def test_other_labels_are_wrong_usage_with_the_option_to_give(
    run_cli: Callable, reviews_csv: Path, snippets_csv: Path
) -> None:
    for arguments in (
        ("domains", "logreg", reviews_csv.name, snippets_csv.name),
        ("compare", reviews_csv.name, "--model", "logreg", "--test", snippets_csv.name),
        ("train", "logreg", reviews_csv.name, "--test", snippets_csv.name),
    ):
        outcome = run_cli(*arguments)
        assert outcome.code == 2
        assert "(rotten, fresh)" in outcome.err
        assert "(negative, positive)" in outcome.err
        assert "--map-label" in outcome.err


def test_compare_errors_and_train_take_another_test_set(
    run_cli: Callable, reviews_csv: Path, snippets_csv: Path, tmp_path: Path
) -> None:
    there = ("--test", snippets_csv.name, *MAP)
    compared = run_cli("compare", reviews_csv.name, "--model", "logreg", *there)
    assert compared.code == 0, compared.err
    assert "trained on reviews.csv, tested on snippets.csv" in " ".join(compared.out.split())
    assert "of 240" in compared.out or "240 texts" in compared.out
    shown = run_cli("errors", "--limit", 1)
    assert shown.code == 0, shown.err
    assert "logreg on snippets.csv, trained on reviews.csv" in " ".join(shown.err.split())
    trained = run_cli("train", "logreg", reviews_csv.name, *there)
    assert trained.code == 0
    assert (tmp_path / trained.out.strip() / "run.json").exists()
    assert "reviews.csv-on-snippets.csv" in trained.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compare", "reviews.csv", "--map-label", "fresh=positive"), "needs --test"),
        (("compare", "reviews.csv", "--test", "reviews.csv"), "leave --test out"),
        (("compare", "reviews.csv", "--test", "snippets.csv", "--map-label", "x"), "LABEL=NAME"),
        (
            ("compare", "reviews.csv", "--test", "snippets.csv", "--map-label", "frsh=positive"),
            "did you mean 'fresh'",
        ),
        (("errors", "--test", "snippets.csv"), "--test needs a data set"),
        (
            ("compare", "--predictions", "a=a.csv", "--test", "snippets.csv"),
            "--test says how to train",
        ),
        (("domains", "logreg", "reviews.csv"), "2 data sets or more"),
        (("domains", "nonesuch", "reviews.csv", "snippets.csv"), "nonesuch"),
    ],
)
def test_a_wrong_request_is_one_line(
    run_cli: Callable,
    reviews_csv: Path,
    snippets_csv: Path,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    outcome = run_cli(*arguments)
    assert outcome.code == 2, outcome.err
    assert said in outcome.err.splitlines()[-1]


def test_a_missing_data_set_is_named_before_anything_trains(
    run_cli: Callable, reviews_csv: Path, tmp_path: Path
) -> None:
    outcome = run_cli("domains", "logreg", reviews_csv.name, "data/gone")
    assert outcome.code == 1
    assert "data/gone: no such file or folder" in outcome.err
    assert not (tmp_path / "runs").exists()
