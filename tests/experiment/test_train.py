"""A run is trained once, resumed when interrupted, and complete when it is seen."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.data.sources import load_dataset
from sentiment_lab.exceptions import DataError
from sentiment_lab.experiment.collect import collect_runs
from sentiment_lab.experiment.plan import plan_models
from sentiment_lab.experiment.predict import ordered_probabilities
from sentiment_lab.experiment.run import MANIFEST, MODEL, PREDICTIONS, Run
from sentiment_lab.experiment.store import RunStore
from sentiment_lab.experiment.train import CHECKPOINTS, run_address, train


class Recorder:
    """A listener that keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def started(self, title: str) -> None:
        self.told.append(("started", title))

    def progress(self, done: int, total: int, note: str) -> None:
        pass

    def say(self, line: str) -> None:
        pass

    def finished(self, run: Any, *, trained: bool) -> None:
        self.told.append(("finished", run.manifest.model, trained))


class Shuffled:
    """A fitted classifier whose classes are in another order than the data's."""

    classes_ = np.array(["positive", "negative"])

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        return np.tile([0.9, 0.1], (len(texts), 1))


def test_a_run_holds_manifest_predictions_and_model(reviews_csv: Path, tmp_path: Path) -> None:
    dataset = load_dataset(str(reviews_csv))
    (plan,) = plan_models(["logreg"], dataset=dataset.name)
    run = train(plan, dataset, RunStore(tmp_path / "runs"))
    assert {path.name for path in run.folder.iterdir()} == {MANIFEST, PREDICTIONS, MODEL}
    assert [path.name for path in run.folder.parent.iterdir()] == [run.folder.name]
    cost = run.manifest.cost
    assert cost.parameters
    assert cost.train_seconds is not None
    assert cost.predict_reviews_per_second
    assert cost.peak_memory_bytes is not None
    assert cost.size_bytes
    assert run.manifest.data.n_test == len(dataset.test)


def test_predictions_cover_validation_and_test_with_text_and_film(
    reviews_csv: Path, tmp_path: Path
) -> None:
    dataset = load_dataset(str(reviews_csv))
    (plan,) = plan_models(["logreg"], dataset=dataset.name)
    frame = train(plan, dataset, RunStore(tmp_path / "runs")).predictions().frame
    assert set(frame.loc[frame["split"] == "test", "id"]) == set(dataset.test["id"])
    assert set(frame.loc[frame["split"] == "validation", "id"]) == set(dataset.validation["id"])
    assert {"text", "group", "rating"} <= set(frame.columns)
    assert (frame["label"] == frame["predicted"]).mean() > 0.7


def test_who_learnt_from_the_validation_rows_too_is_told(reviews_csv: Path, tmp_path: Path) -> None:
    dataset, store = load_dataset(str(reviews_csv)), RunStore(tmp_path / "runs")
    told = {}
    for refit in ("true", "false"):
        changes = [f"logreg.refit={refit}"]
        (plan,) = plan_models(["logreg"], dataset=dataset.name, changes=changes)
        run = Run.read(train(plan, dataset, store).folder)
        told[refit] = collect_runs([[run]]).description.refitted
    assert told == {"true": ("logreg",), "false": ()}


def test_a_stored_run_is_not_trained_again(reviews_csv: Path, tmp_path: Path) -> None:
    dataset, store, recorder = (
        load_dataset(str(reviews_csv)),
        RunStore(tmp_path / "runs"),
        Recorder(),
    )
    (plan,) = plan_models(["logreg"], dataset=dataset.name)
    first = train(plan, dataset, store, listener=recorder)
    second = train(plan, dataset, store, listener=recorder)
    assert first == second
    assert recorder.told == [
        ("started", "logreg"),
        ("finished", "logreg", True),
        ("finished", "logreg", False),
    ]


def test_a_run_killed_before_its_renaming_is_finished_without_training(
    reviews_csv: Path, tmp_path: Path
) -> None:
    dataset, store = load_dataset(str(reviews_csv)), RunStore(tmp_path / "runs")
    (plan,) = plan_models(["logreg"], dataset=dataset.name)
    run = train(plan, dataset, store)
    staged = run.folder.with_name(f".training-{run.folder.name}")
    run.folder.rename(staged)
    (staged / CHECKPOINTS).mkdir()
    before = (staged / PREDICTIONS).stat().st_mtime_ns
    again = train(plan, dataset, store)
    assert (again.folder / PREDICTIONS).stat().st_mtime_ns == before
    assert not (again.folder / CHECKPOINTS).exists()


def test_training_that_fails_leaves_no_run(reviews_csv: Path, tmp_path: Path) -> None:
    dataset, store = load_dataset(str(reviews_csv)), RunStore(tmp_path / "runs")
    (plan,) = plan_models(["logreg"], dataset=dataset.name, changes=["logreg.min_df=100000"])
    with pytest.raises(DataError):
        train(plan, dataset, store)
    assert store.find(run_address(plan, dataset, 0)) is None
    assert store.runs() == []


def test_probabilities_are_put_into_the_order_of_the_data() -> None:
    ordered = ordered_probabilities(Shuffled(), ["a", "b"], ["negative", "positive"])  # pyright: ignore[reportArgumentType]
    assert ordered.tolist() == [[0.1, 0.9], [0.1, 0.9]]


def test_a_model_of_other_classes_is_refused() -> None:
    with pytest.raises(DataError, match="knows the classes positive, negative"):
        ordered_probabilities(Shuffled(), ["a"], ["rotten", "fresh"])  # pyright: ignore[reportArgumentType]


def test_more_than_two_classes_are_trained(reviews: pd.DataFrame, tmp_path: Path) -> None:
    labels = np.where(reviews["stars"] > 5, "good", "bad").astype(object)
    labels[::3] = "mediocre"
    path = tmp_path / "three.csv"
    texts = reviews["text"].where(labels != "mediocre", "a middling, average affair")
    reviews.assign(label=labels, text=texts).to_csv(path, index=False)
    dataset = load_dataset(str(path))
    (plan,) = plan_models(["logreg"], dataset=dataset.name)
    run = train(plan, dataset, RunStore(tmp_path / "runs"))
    assert run.predictions().classes == ("bad", "good", "mediocre")
