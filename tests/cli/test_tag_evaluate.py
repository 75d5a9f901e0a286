"""``tag --evaluate``: a tagger against a file of gold."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

EVALUATE = ("tag", "--evaluate", "gold.csv", "--category", "mixed")


@pytest.fixture(autouse=True)
def gold(run_cli: Callable) -> None:
    """``gold.csv`` in the folder where the command line runs."""
    texts = ["The cast is wonderful, but the plot is a dreadful mess", "Dull all the way"]
    frame = pd.DataFrame({"text": [f"{texts[row % 2]}, scene {row}." for row in range(40)]})
    frame["mixed"] = frame["both"] = [1 - row % 2 for row in range(40)]
    frame["id"] = [f"r{row}" for row in range(40)]
    frame["kind"] = ["even" if row % 4 < 2 else "odd" for row in range(40)]
    frame["marked"] = "but the plot is a dreadful mess"
    frame["one_side"] = 1
    frame.to_csv("gold.csv", index=False)


def test_a_tagger_stands_beside_tf_idf_and_chance(run_cli: Callable) -> None:
    options = ("--label", "both", "--within", "kind", "--spans", "marked", "--format", "json")
    outcome = run_cli(*EVALUATE, *options)
    assert outcome.code == 0, outcome.err
    found = json.loads(outcome.out)
    assert {row["scored"] for row in found["scores"]} == {"mixed", "tf-idf", "chance"}
    assert {"kind=even", "kind=odd"} < {row["stratum"] for row in found["scores"]}
    assert found["spans"][0]["n"] == 20
    assert found["spans"][0]["f1"] > 0


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "latex"])
def test_every_form_holds_the_figures(run_cli: Callable, form: str) -> None:
    outcome = run_cli(*EVALUATE, "--format", form)
    assert outcome.code == 0, outcome.err
    assert "tf-idf" in outcome.out


def test_texts_come_from_a_data_set_by_id(run_cli: Callable, reviews_csv: Path) -> None:
    pd.read_csv("gold.csv").drop(columns="text").to_csv("gold.csv", index=False)
    outcome = run_cli(*EVALUATE, "--texts", reviews_csv, "--format", "json")
    assert outcome.code == 0, outcome.err
    assert {row["n"] for row in json.loads(outcome.out)["scores"]} == {40}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--label", "one_side"), "fewer than two rows of a side"),
        (("--label", "moon"), "no column 'moon'"),
        (("--within", "moon"), "no column 'moon'"),
        (("--spans", "moon"), "no column 'moon'"),
        (("--category", "sarcasm"), "--evaluate measures one tagger"),
        (("--format", "jsonl"), "--format jsonl does not fit here"),
        (("--predictions", "a=b.csv"), "--evaluate tags the gold alone"),
    ],
)
def test_what_does_not_fit_is_said(
    run_cli: Callable, options: tuple[str, ...], reason: str
) -> None:
    outcome = run_cli(*EVALUATE, *options)
    assert outcome.code != 0
    assert reason in " ".join(outcome.err.split())
    assert not outcome.out


def test_no_category_is_refused(run_cli: Callable) -> None:
    outcome = run_cli("tag", "--evaluate", "gold.csv")
    assert outcome.code == 2
    assert "name it with --category NAME" in " ".join(outcome.err.split())
