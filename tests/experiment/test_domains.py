"""A matrix of domains: every model on every test set, from stored runs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.domain_matrix import DomainMatrix
from sentiment_lab.exceptions import UsageError
from sentiment_lab.experiment.domains import domains
from sentiment_lab.experiment.request import Request
from sentiment_lab.experiment.store import RunStore
from sentiment_lab.experiment.train_models import train_models

REQUEST = Request(
    models=("logreg",), map_labels=("fresh=positive", "rotten=negative"), resamples=200
)


def _snippets(good: str, bad: str, labels: tuple[str, str], n: int = 200) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    rows = [
        (f"a {good if row % 2 else bad} thing, {rng.integers(10**6)}", labels[row % 2])
        for row in range(n)
    ]
    return pd.DataFrame(rows, columns=["text", "label"])


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two domains whose words for good are each other's for bad."""
    monkeypatch.chdir(tmp_path)
    _snippets("sick", "sober", ("negative", "positive")).to_csv("street.csv", index=False)
    other = _snippets("sober", "sick", ("rotten", "fresh"))
    other.to_csv("clinic.csv", index=False)
    return ["street.csv", "clinic.csv"]


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def _accuracy(matrix: DomainMatrix, train: str, test: str) -> float:
    cells = matrix.cells.set_index(["train", "test"])
    return float(cells.loc[(train, test), "accuracy"])  # pyright: ignore[reportArgumentType]


def test_each_model_is_tested_on_each_domain(files: list[str], store: RunStore) -> None:
    matrix = domains(REQUEST, files, store)
    street, clinic = files
    assert len(matrix.cells) == 4
    assert _accuracy(matrix, street, street) == 1
    assert _accuracy(matrix, clinic, clinic) == 1
    assert _accuracy(matrix, street, clinic) == 0
    assert _accuracy(matrix, clinic, street) == 0
    assert (matrix.differences["difference"] == -1).all()
    assert (matrix.differences["p_holm"] < 0.001).all()


def test_the_diagonal_is_what_a_plain_training_gives(files: list[str], store: RunStore) -> None:
    matrix = domains(REQUEST, files, store)
    before = len(store.runs())
    ((run,),) = train_models(Request(dataset=files[1], models=("logreg",)), store).runs
    assert len(store.runs()) == before == 4
    test = run.predictions().split("test")
    assert _accuracy(matrix, files[1], files[1]) == (test.predicted == test.labels).mean()


def test_a_third_domain_trains_one_more_model(
    files: list[str], store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    domains(REQUEST, files, store)
    _snippets("fine", "poor", ("negative", "positive")).to_csv("plain.csv", index=False)
    trained = []

    class Listening:
        def started(self, title: str) -> None: ...
        def progress(self, done: int, total: int, note: str) -> None: ...
        def say(self, line: str) -> None: ...
        def finished(self, run: object, *, trained: bool) -> None:
            made.append(trained)

    made: list[bool] = trained
    matrix = domains(REQUEST, [*files, "plain.csv"], store, Listening())
    assert trained.count(True) == 1
    assert len(matrix.cells) == 9
    assert len(matrix.differences) == 6


def test_the_order_of_the_data_sets_changes_no_figure(files: list[str], store: RunStore) -> None:
    keys = ["train", "test"]
    one, two = (
        domains(REQUEST, order, store).cells.sort_values(keys).reset_index(drop=True)
        for order in (files, files[::-1])
    )
    pd.testing.assert_frame_equal(one, two)


def test_seeds_are_all_tested(files: list[str], store: RunStore) -> None:
    matrix = domains(replace(REQUEST, n_seeds=2), files, store)
    assert matrix.cells["seeds"].tolist() == [2] * 4
    assert matrix.cells["accuracy_sd"].notna().all()


def test_shared_texts_are_counted_and_left_out_on_request(
    files: list[str], store: RunStore
) -> None:
    street, clinic = (
        pd.read_csv(name).assign(split=["train"] * 150 + ["test"] * 50) for name in files
    )
    labels = {"positive": "fresh", "negative": "rotten"}
    shared = street[-10:].assign(label=street["label"].map(labels), split="train")
    street.to_csv(files[0], index=False)
    pd.concat([clinic, shared]).to_csv(files[1], index=False)
    counted = domains(REQUEST, files, store)
    assert counted.dropped is None
    cells = counted.cells.set_index(["train", "test"])
    assert cells["overlap"].to_dict() == {
        (train, test): 10 * (train != test == files[0]) for train in files for test in files
    }
    before = len(store.runs())
    left_out = domains(replace(REQUEST, drop_overlap=True), files, store)
    assert left_out.dropped == 10
    assert left_out.cells["overlap"].tolist() == [0] * 4
    assert left_out.cells["n"].tolist() == [40, 50, 40, 50]
    assert len(store.runs()) == before


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["street.csv"], "needs 2 data sets or more, not 1"),
        (["street.csv", "street.csv"], "named twice"),
        (["street.csv", "copy.csv"], "hold the same rows"),
    ],
)
def test_too_few_or_equal_domains_are_refused(
    files: list[str], store: RunStore, names: list[str], message: str
) -> None:
    pd.read_csv(files[0]).to_csv("copy.csv", index=False)
    with pytest.raises(UsageError, match=message):
        domains(replace(REQUEST, map_labels=()), names, store)
    assert store.runs() == []


def test_other_labels_are_refused_before_anything_trains(files: list[str], store: RunStore) -> None:
    with pytest.raises(UsageError, match="--map-label"):
        domains(replace(REQUEST, map_labels=()), files, store)
    assert store.runs() == []


def test_a_default_that_depends_on_the_data_set_is_refused(
    files: list[str], store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentiment_lab.experiment.plan.EMBEDDED_DATASET", files[0])
    with pytest.raises(UsageError, match=r"bert\.checkpoint is all-MiniLM-L6-v2 on street\.csv"):
        domains(replace(REQUEST, models=("bert",)), files, store)
