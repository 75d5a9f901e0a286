"""Ablations from end to end: cells are stored runs, and a cell that fails is a row."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sentiment_lab.analysis.ablation import Ablation
from sentiment_lab.baselines.logreg import LogisticRegressionClassifier
from sentiment_lab.baselines.lstm import LSTMClassifier
from sentiment_lab.exceptions import DataError, SentimentLabError, TrainingError, UsageError
from sentiment_lab.experiment.ablation import ablate
from sentiment_lab.experiment.ablation_cells import is_out_of_memory
from sentiment_lab.experiment.ablation_values import parse_variations
from sentiment_lab.experiment.request import Request
from sentiment_lab.experiment.store import RunStore

OWN_MODEL = """
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline


def build():
    return make_pipeline(CountVectorizer(), MultinomialNB())
"""


class Recorder:
    """A listener that keeps the lines it was told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def started(self, title: str) -> None:
        pass

    def progress(self, done: int, total: int, note: str) -> None:
        pass

    def say(self, line: str) -> None:
        self.lines.append(line)

    def finished(self, run: Any, *, trained: bool) -> None:
        pytest.fail("a cell is told of by its accuracy on the split that is scored")


@pytest.fixture
def vary(reviews_csv: Path, tmp_path: Path) -> Callable[..., Ablation]:
    def call(
        *items: str, split: Any = "validation", listener: Any = None, **words: Any
    ) -> Ablation:
        request = Request(dataset=str(reviews_csv), models=("logreg",), resamples=200, **words)
        variations = parse_variations(items, "logreg")
        return ablate(request, variations, RunStore(tmp_path / "runs"), listener, split=split)

    return call


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The longest n-gram and the training rows of every fit."""
    fits: list[tuple[int, int]] = []
    fit = LogisticRegressionClassifier.fit

    def counted(self: Any, texts: Any, labels: Any, **rest: Any) -> Any:
        fits.append((self.settings.ngrams, len(texts)))
        return fit(self, texts, labels, **rest)

    monkeypatch.setattr(LogisticRegressionClassifier, "fit", counted)
    return fits


def _fail_at(monkeypatch: pytest.MonkeyPatch, ngrams: int, error: BaseException) -> None:
    fit = LogisticRegressionClassifier.fit

    def failing(self: Any, texts: Any, labels: Any, **rest: Any) -> Any:
        if self.settings.ngrams == ngrams:
            raise error
        return fit(self, texts, labels, **rest)

    monkeypatch.setattr(LogisticRegressionClassifier, "fit", failing)


def _row(found: Ablation, value: str, table: int = 0) -> pd.Series:
    frame = found.tables[table].frame
    return frame[frame["value"] == value].iloc[0]


def test_each_setting_has_a_table_and_the_default_is_trained_once(vary, trained) -> None:
    found = vary("ngrams=1,2,3", "train_size=40,80", changes=("logreg.ngrams=2",))
    assert [table.setting for table in found.tables] == ["ngrams", "train_size"]
    assert list(found.tables[0].frame["value"]) == ["1", "2", "3"]
    whole = found.n_train
    assert list(found.tables[1].frame["value"]) == ["40", "80", str(whole)]
    assert list(found.tables[1].frame["n_train"]) == [40, 80, whole]
    assert sorted(trained) == sorted([(2, whole), (1, whole), (3, whole), (2, 40), (2, 80)])
    assert trained[0] == (2, whole)


def test_figures_are_of_validation_unless_test_is_asked_for(vary) -> None:
    on_validation, on_test = vary("ngrams=1,2"), vary("ngrams=1,2", split="test")
    for found in (on_validation, on_test):
        assert (found.tables[0].frame["n"] == found.n).all()
    assert on_validation.split == "validation"
    assert on_test.n != on_validation.n


def test_finished_cells_are_reported_at_once_and_stored_ones_said_to_be(vary) -> None:
    first, second = Recorder(), Recorder()
    vary("ngrams=1,3", changes=("logreg.ngrams=2",), listener=first)
    vary("ngrams=1,3", changes=("logreg.ngrams=2",), listener=second)
    told = [line for line in first.lines if "accuracy" in line]
    assert [line.partition(":")[0] for line in told] == ["default", "ngrams=1", "ngrams=3"]
    assert all("on validation, seed 0, trained in" in line for line in told)
    assert sum("stored 20" in line for line in second.lines) == 3


def test_an_ablation_that_broke_off_repeats_no_finished_cell(vary, trained, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        _fail_at(patch, 3, DataError("the machine went down"))
        with pytest.raises(DataError):
            vary("ngrams=1,3", changes=("logreg.ngrams=2",))
    assert [ngrams for ngrams, _ in trained] == [2, 1]
    vary("ngrams=1,3", changes=("logreg.ngrams=2",))
    assert [ngrams for ngrams, _ in trained] == [2, 1, 3]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (MemoryError(), "out of memory"),
        (RuntimeError("CUDA out of memory. Tried to allocate 20.00 GiB"), "out of memory"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"), "out of memory"),
        (TrainingError("the loss is no longer a number"), "diverged"),
    ],
)
def test_a_cell_that_fails_by_its_setting_is_a_row_that_says_so(
    vary, monkeypatch, error: Exception, says: str
) -> None:
    listener = Recorder()
    _fail_at(monkeypatch, 1, error)
    found = vary("ngrams=1,3", changes=("logreg.ngrams=2",), listener=listener)
    failed, after = _row(found, "1"), _row(found, "3")
    assert failed["failure"] == says
    assert pd.isna(failed["accuracy"])
    assert after["accuracy"] > 0.5
    assert not pd.isna(after["difference"])
    assert f"ngrams=1: {says}, seed 0" in listener.lines


def test_where_the_default_runs_out_of_memory_the_others_still_have_figures(
    vary, monkeypatch
) -> None:
    _fail_at(monkeypatch, 2, MemoryError())
    found = vary("ngrams=1,2", changes=("logreg.ngrams=2",))
    assert _row(found, "2")["failure"] == "out of memory"
    assert _row(found, "1")["accuracy"] > 0.5
    assert pd.isna(_row(found, "1")["difference"])


def test_torchs_own_error_is_out_of_memory_and_any_other_is_not() -> None:
    torch = pytest.importorskip("torch")
    assert is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory."))
    assert not is_out_of_memory(RuntimeError("shapes do not match"))
    assert not is_out_of_memory(ValueError("out of memory"))
    wrapped = UsageError("the model failed in fit")
    wrapped.__cause__ = MemoryError()
    assert is_out_of_memory(wrapped)
    assert is_out_of_memory(OSError(errno.ENOMEM, "Cannot allocate memory"))


def test_an_error_of_another_kind_ends_the_ablation(vary, monkeypatch) -> None:
    _fail_at(monkeypatch, 1, RuntimeError("shapes do not match"))
    with pytest.raises(UsageError, match="shapes do not match"):
        vary("ngrams=1,2")


@pytest.mark.parametrize(
    ("item", "error"),
    [("ngram=1,2", UsageError), ("ngrams=1,9", UsageError), ("train_size=99999", UsageError)],
)
def test_what_cannot_be_is_refused_before_anything_trains(
    vary, trained, item: str, error: type[SentimentLabError]
) -> None:
    with pytest.raises(error):
        vary("min_df=1,2", item)
    assert trained == []


def test_every_seed_draws_its_own_sample(vary, trained) -> None:
    found = vary("train_size=40", n_seeds=2)
    row = _row(found, "40")
    assert row["seeds"] == 2
    assert not pd.isna(row["accuracy_sd"])
    assert [rows for _, rows in trained if rows == 40] == [40, 40]


def test_a_models_name_means_the_default_cell_and_no_other(vary, tmp_path: Path) -> None:
    vary("ngrams=1", "train_size=40")
    store = RunStore(tmp_path / "runs")
    changes = [run.manifest.changes for run in store.runs()]
    assert sorted(map(str, changes)) == ["{'ngrams': '1'}", "{'train_size': '40'}", "{}"]
    assert store.resolve("logreg").manifest.changes == {}


def test_an_own_models_name_means_the_one_that_learnt_from_all_rows(
    reviews_csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own_bayes.py").write_text(OWN_MODEL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    name, store = "own_bayes:build", RunStore(tmp_path / "runs")
    request = Request(dataset=str(reviews_csv), models=(name,), resamples=200)
    ablate(request, parse_variations(["train_size=10,40"], name), store)
    changes = sorted(str(run.manifest.changes) for run in store.runs())
    assert changes == ["{'train_size': '10'}", "{'train_size': '40'}", "{}"]
    assert store.resolve(name).manifest.changes == {}


def test_a_precision_that_the_device_lacks_is_refused_before_anything_trains(
    reviews_csv: Path, tmp_path: Path
) -> None:
    request = Request(dataset=str(reviews_csv), models=("lstm",), device="cpu")
    variations = parse_variations(["precision=fp32,fp16"], "lstm")
    store = RunStore(tmp_path / "runs")
    with pytest.raises(UsageError, match="precision fp16 needs a CUDA device"):
        ablate(request, variations, store)
    assert store.runs() == []


def test_what_has_diverged_is_not_gone_on_from(
    reviews_csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def diverging(self: Any, *_: Any, **__: Any) -> None:
        folder = self.execution.checkpoint_dir
        (folder / "checkpoint-1").mkdir(parents=True)
        raise TrainingError("the loss is no longer a number")

    monkeypatch.setattr(LSTMClassifier, "fit", diverging)
    request = Request(dataset=str(reviews_csv), models=("lstm",), device="cpu")
    store = RunStore(tmp_path / "runs")
    found = ablate(request, parse_variations(["epochs=1"], "lstm"), store)
    assert set(found.tables[0].frame["failure"]) == {"diverged"}
    assert not list((tmp_path / "runs").rglob("checkpoint-*"))


def test_sizes_beyond_the_data_are_left_out_and_said(vary) -> None:
    listener = Recorder()
    found = vary("train_size=40,99999", listener=listener)
    assert len(found.tables[0].frame) == 2
    assert any("left out: train_size=99999" in line for line in listener.lines)


def test_a_curve_on_test_is_refused_where_the_model_learns_from_validation_too(
    vary, trained
) -> None:
    with pytest.raises(UsageError, match=r"--set logreg\.refit=false"):
        vary("train_size=40", split="test")
    assert trained == []
    found = vary("train_size=40", split="test", changes=("logreg.refit=false",))
    assert list(found.tables[0].frame["n_train"]) == [40, found.n_train]


def test_a_learning_curve_of_four_sizes_is_fitted(vary) -> None:
    found = vary("train_size=20,40,80", "ngrams=1,2")
    assert found.curve is not None
    assert found.curve.law is not None
    assert found.curve.doubled == 2 * found.n_train
    assert vary("ngrams=1,2").curve is None


def test_epochs_are_timed_and_the_kept_one_is_named(
    reviews_csv: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    changes = (f"bert.checkpoint={tiny_checkpoint}", "bert.batch_size=64")
    request = Request(
        dataset=str(reviews_csv), models=("bert",), changes=changes, device="cpu", resamples=200
    )
    variations = parse_variations(["epochs=1..2"], "bert")
    found = ablate(request, variations, RunStore(tmp_path / "runs"))
    row = _row(found, "2")
    assert 1 <= row["kept_epoch"] <= 2
    assert row["seconds_per_epoch"] <= row["train_seconds"]
