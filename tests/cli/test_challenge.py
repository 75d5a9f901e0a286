import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

SHARED = Path(__file__).parents[3] / "shared" / "data" / "error-categories"


@pytest.fixture
def contrast_csv(tmp_path: Path) -> Path:
    rows = []
    for i in range(40):
        for kind, word, label in (("original", "superb", 1), ("revised", "dull", 0)):
            rows.append((f"c{i}-{kind}", f"the plot is {word} number {i}.", label, f"p{i}", kind))
    frame = pd.DataFrame(rows, columns=["id", "text", "label", "pair", "kind"])
    path = tmp_path / "contrast.csv"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture
def predicted_csv(contrast_csv: Path, tmp_path: Path) -> Path:
    ids = pd.read_csv(contrast_csv)["id"]
    p = np.where(ids.str.endswith("original"), 0.8, np.where(np.arange(len(ids)) % 8 < 4, 0.3, 0.7))
    path = tmp_path / "mine.csv"
    frame = pd.DataFrame({"id": ids, "p_negative": 1 - p, "p_positive": p})
    frame.sample(frac=1, random_state=0).to_csv(path, index=False)
    return path


def test_predictions_are_joined_by_id(run_cli, contrast_csv, predicted_csv) -> None:
    out = run_cli(
        "challenge", contrast_csv, "--predictions", f"mine={predicted_csv}", "--format", "json"
    )
    assert out.code == 0, out.err
    found = json.loads(out.out)
    assert set(found) == {"models", "kinds", "changes"}
    row = found["models"][0]
    assert (row["model"], row["n"], row["n_pairs"]) == ("mine", 80, 40)
    assert row["accuracy"] == 0.75
    assert row["both_right"] == row["consistency"] == 0.5
    assert found["changes"][0]["difference"] == -0.5


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "latex"])
def test_every_format_holds_both_systems(run_cli, contrast_csv, predicted_csv, form) -> None:
    options = ["--predictions", f"one={predicted_csv}", "--predictions", f"two={predicted_csv}"]
    out = run_cli("challenge", contrast_csv, *options, "--format", form)
    assert out.code == 0, out.err
    assert "one" in out.out
    assert "two" in out.out


def test_runs_of_the_last_comparison_predict_the_set(run_cli, reviews_csv, contrast_csv) -> None:
    assert run_cli("compare", reviews_csv, "--model", "logreg").code == 0
    for options in ((), ("--model", "logreg")):
        out = run_cli("challenge", contrast_csv, *options, "--format", "json")
        assert out.code == 0, out.err
        assert json.loads(out.out)["models"][0]["both_right"] == 1.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.drop(columns="pair"), "no column 'pair'; a contrast set has"),
        (lambda f: f.drop(columns="kind"), "no column 'kind'"),
        (lambda f: f.drop(columns="text"), "name it with --text"),
        (lambda f: f.head(79), "pair 'p39' has 1 row; a pair is two rows"),
        (lambda f: pd.concat([f, f.tail(1).assign(id="x")]), "pair 'p39' has 3 rows"),
        (lambda f: f.assign(label="happy"), "is labelled 'happy', no class of the models"),
        (lambda f: f.assign(label=-1), "row 1 (id 'c0-original') has no label (empty or -1)"),
        (lambda f: f.assign(text=""), "has no text"),
        (lambda f: f.assign(id="x"), "the id 'x' stands there twice"),
    ],
)
def test_a_malformed_set_is_refused_in_one_line(
    run_cli, contrast_csv, predicted_csv, change, message
) -> None:
    change(pd.read_csv(contrast_csv)).to_csv(contrast_csv, index=False)
    out = run_cli("challenge", contrast_csv, "--predictions", f"mine={predicted_csv}")
    assert out.code in (1, 2)
    assert message in out.err
    assert len(out.err.splitlines()) == 1
    assert not out.out


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.drop(columns="id"), "no column 'id'"),
        (lambda f: f.tail(70), "10 of the 80 rows of contrast.csv are not predicted"),
        (lambda f: pd.concat([f, f.head(1)]), "stands there twice"),
        (lambda f: f[["id"]], "no column p_<class>"),
        (lambda f: f.assign(p_positive=3), "outside 0 to 1"),
    ],
)
def test_malformed_predictions_are_refused_in_one_line(
    run_cli, contrast_csv, predicted_csv, change, message
) -> None:
    change(pd.read_csv(predicted_csv)).to_csv(predicted_csv, index=False)
    out = run_cli("challenge", contrast_csv, "--predictions", f"mine={predicted_csv}")
    assert out.code == 1
    assert message in out.err
    assert len(out.err.splitlines()) == 1


def test_without_runs_or_predictions_it_says_what_to_do(run_cli, contrast_csv) -> None:
    out = run_cli("challenge", contrast_csv)
    assert out.code == 1
    assert "nothing has been compared" in out.err


def test_one_column_of_probabilities_is_enough(run_cli, contrast_csv, predicted_csv) -> None:
    pd.read_csv(predicted_csv).drop(columns="p_negative").to_csv(predicted_csv, index=False)
    out = run_cli("challenge", contrast_csv, "--predictions", f"mine={predicted_csv}")
    assert out.code == 0, out.err


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
@pytest.mark.parametrize(("name", "pairs"), [("sent_cad_imdb", 1952), ("sent_contrast_imdb", 100)])
def test_published_contrast_sets_are_read(name: str, pairs: int) -> None:
    from sentiment_lab.experiment.challenge_set import read_challenge

    assert len(read_challenge(SHARED / f"{name}.parquet").frame) == 2 * pairs
