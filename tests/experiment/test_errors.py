"""Errors of systems, by the library."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import UsageError
from sentiment_lab.experiment.collect import collect
from sentiment_lab.experiment.error_question import ErrorQuestion
from sentiment_lab.experiment.errors import analyse_errors
from sentiment_lab.experiment.listener import Silent
from sentiment_lab.experiment.request import NamedFile, Request
from sentiment_lab.experiment.store import RunStore


def test_errors_without_texts_have_no_breakdown(
    two_predictions: tuple[Path, Path], tmp_path: Path
) -> None:
    store = RunStore(tmp_path / "runs")
    files = tuple(NamedFile(path.stem, path) for path in two_predictions)
    collected = collect(Request(predictions=files), store)
    found = analyse_errors(collected, store)
    assert found.breakdown is None
    assert found.persistence is None
    wrong = [table.predicted != table.labels for table in collected.artefacts]
    assert found.n_misclassified == len(found.misclassified) == np.any(wrong, axis=0).sum()
    assert len(found.overlap) == len(found.fixed_and_broken) == 1


class Noted(Silent):
    """A listener that keeps what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


def test_errors_of_a_model_with_one_seed_are_not_persistent(
    two_predictions: tuple[Path, Path], tmp_path: Path
) -> None:
    store = RunStore(tmp_path / "runs")
    files = tuple(NamedFile(path.stem, path) for path in two_predictions)
    collected = collect(Request(predictions=files), store)
    weak, strong = collected.systems
    # The second seed of the strong model is right wherever the first one errs, but for some.
    (first,) = strong.runs
    wrong = first.frame.index[first.predicted != first.labels]
    better = first.frame.copy()
    better.loc[wrong[3:], "predicted"] = better.loc[wrong[3:], "label"]
    seeds = (first, Predictions(first.name, better, first.classes))
    listener = Noted()
    found = analyse_errors(
        replace(collected, systems=(weak, replace(strong, runs=seeds))),
        store,
        ErrorQuestion(persistent=True),
        listener=listener,
    )
    assert set(found.misclassified["id"]) == set(first.frame["id"][wrong[:3]])
    assert found.n_misclassified > 3
    assert listener.lines == ["note: --persistent leaves out weak, of which there is one seed"]


def test_corrected_shares_of_this_test_set_need_gold() -> None:
    with pytest.raises(UsageError, match="it needs --gold FILE"):
        ErrorQuestion(finite=True)
