"""Searches over settings, by Optuna."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sentiment_lab.analysis.ablation import Ablation
from sentiment_lab.baselines.logreg import LogisticRegressionClassifier
from sentiment_lab.exceptions import MissingExtraError, UsageError
from sentiment_lab.experiment.ablation import ablate
from sentiment_lab.experiment.ablation_values import parse_variations
from sentiment_lab.experiment.request import Request
from sentiment_lab.experiment.store import RunStore

Search = Callable[..., Ablation]


@pytest.fixture
def search(reviews_csv: Path, tmp_path: Path) -> Search:
    pytest.importorskip("optuna", reason="the extra search is not installed")

    def call(*items: str, trials: int = 3, runs: str = "runs", **words: Any) -> Ablation:
        request = Request(
            dataset=str(reviews_csv),
            models=("logreg",),
            changes=("logreg.ngrams=3", "logreg.min_df=4"),
            resamples=100,
        )
        store = RunStore(tmp_path / runs)
        return ablate(request, parse_variations(items, "logreg"), store, trials=trials, **words)

    return call


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Settings of every training."""
    found: list[tuple[int, int]] = []
    fit = LogisticRegressionClassifier.fit

    def counted(self: Any, *arguments: Any, **rest: Any) -> Any:
        found.append((self.settings.ngrams, self.settings.min_df))
        return fit(self, *arguments, **rest)

    monkeypatch.setattr(LogisticRegressionClassifier, "fit", counted)
    return found


def test_combinations_are_tried_beside_the_base_and_stand_from_best_to_worst(
    search: Search, fits: list[tuple[int, int]]
) -> None:
    (table,) = search("ngrams=1,2,3", "min_df=1,2,3").tables
    assert table.setting == "search"
    assert list(table.frame["is_default"]) == [True, False, False, False]
    assert table.frame["value"].iloc[0] == "base"
    assert all("ngrams=" in value and "min_df=" in value for value in table.frame["value"].iloc[1:])
    assert table.frame["accuracy_mean"].iloc[1:].is_monotonic_decreasing
    assert len(fits) == len(set(fits)) == 4
    assert fits[0] == (3, 4)


def test_a_repeated_search_proposes_the_same_and_trains_nothing(
    search: Search, fits: list[tuple[int, int]]
) -> None:
    first = search("ngrams=1,2,3", "min_df=1,2,3").tables[0].frame
    trained = list(fits)
    second = search("ngrams=1,2,3", "min_df=1,2,3").tables[0].frame
    assert fits == trained
    assert list(first["value"]) == list(second["value"])


def test_a_search_of_more_trials_goes_on_behind_those_of_a_shorter_one(
    search: Search, fits: list[tuple[int, int]]
) -> None:
    search("ngrams=1,2,3", "min_df=1,2,3", trials=2)
    search("ngrams=1,2,3", "min_df=1,2,3", trials=4)
    assert len(fits) == 5


def test_no_more_combinations_than_there_are_end_the_search(search: Search) -> None:
    assert len(search("ngrams=1,2", trials=9).tables[0].frame) == 3


def test_a_combination_that_runs_out_of_memory_is_the_last_row(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = LogisticRegressionClassifier.fit

    def failing(self: Any, *arguments: Any, **rest: Any) -> Any:
        if self.settings.ngrams == 2:
            raise MemoryError
        return fit(self, *arguments, **rest)

    monkeypatch.setattr(LogisticRegressionClassifier, "fit", failing)
    frame = search("ngrams=1,2", trials=2).tables[0].frame
    assert list(frame["value"]) == ["base", "ngrams=1", "ngrams=2"]
    assert frame["failure"].iloc[-1] == "out of memory"


@pytest.mark.parametrize(
    ("items", "words", "message"),
    [
        (("ngrams=1,2",), {"trials": 0}, "1 or more, not 0"),
        (("ngrams=1,2",), {"split": "test"}, "on validation alone"),
        (("ngrams=1,2", "train_size=20,40"), {}, "train_size cannot be searched"),
    ],
)
def test_what_cannot_be_searched_is_refused_before_anything_trains(
    search: Search, fits: list[tuple[int, int]], items: Any, words: Any, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        search(*items, **words)
    assert fits == []


def test_without_optuna_the_extra_is_named(
    search: Search, monkeypatch: pytest.MonkeyPatch, fits: list[tuple[int, int]]
) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(MissingExtraError, match="'search' extra"):
        search("ngrams=1,2")
    assert fits == []
