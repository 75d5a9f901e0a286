"""Ensembles and calibrated systems as rows of a comparison."""

from dataclasses import astuple
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.predictions import Predictions, check_predictions
from sentiment_lab.analysis.system import Cost, System
from sentiment_lab.exceptions import UsageError
from sentiment_lab.experiment.collect import collect
from sentiment_lab.experiment.compare import compare, last_collected, select_systems
from sentiment_lab.experiment.ensemble_spec import parse_ensembles
from sentiment_lab.experiment.ensembles import add_calibrated, add_ensembles, summed_cost
from sentiment_lab.experiment.material import report_material
from sentiment_lab.experiment.request import NamedFile, Request
from sentiment_lab.experiment.store import RunStore

CLASSES = ("negative", "positive")


def table(name: str, seed: int, skill: float, split: str = "test") -> Predictions:
    truth = np.random.default_rng(len(split)).random(300) < 0.5
    noise = np.random.default_rng([seed, len(split)]).normal(size=300)
    positive = 1 / (1 + np.exp(-skill * np.where(truth, 1, -1) - noise))
    frame = pd.DataFrame(
        {
            "id": [f"{split}{row}" for row in range(300)],
            "split": split,
            "label": np.where(truth, "positive", "negative"),
            "p_negative": 1 - positive,
            "p_positive": positive,
        }
    )
    return check_predictions(frame, name, CLASSES)


def system(name: str, skill: float, seeds: int = 1, *, validation: bool = True) -> System:
    numbers = [len(name) * 100 + seed for seed in range(seeds)]
    return System(
        name=name,
        runs=tuple(table(name, number, skill) for number in numbers),
        cost=Cost(100, 10.0, 50.0, 1_000, 200),
        validation=tuple(table(name, number, skill, "validation") for number in numbers)
        if validation
        else (),
    )


@pytest.fixture
def systems() -> list[System]:
    return [system("a", 0.5), system("strong", 2.0), system("bb", 1.0)]


def made(systems: list[System], *items: str) -> list[System]:
    return list(add_ensembles(systems, parse_ensembles(items), {}))[len(systems) :]


def test_ensembles_stand_behind_the_systems(systems: list[System]) -> None:
    every = add_ensembles(systems, parse_ensembles(["all=a+strong", "two=weighted(a+bb)"]), {})
    assert [each.name for each in every] == ["a", "strong", "bb", "all", "two"]
    assert every[3].title == "all (mean of a, strong)"
    assert every[4].title is not None
    assert every[4].title.startswith("two (weighted: 0.")


def test_the_best_member_is_the_one_of_validation(systems: list[System]) -> None:
    (ensemble,) = made(systems, "all=a+strong+bb")
    assert ensemble.ensemble is not None
    assert ensemble.ensemble.best == 1
    (blind,) = made([system(each, 1.0, validation=False) for each in ("a", "bb")], "all=a+bb")
    assert blind.ensemble is not None
    assert blind.ensemble.best is None
    assert blind.validation == ()


def test_there_is_an_ensemble_for_each_seed() -> None:
    (ensemble,) = made(
        [system("a", 1.0, seeds=3), system("bb", 1.0, seeds=3)], "all=stacking(a+bb)"
    )
    assert len(ensemble.runs) == len(ensemble.validation) == 3
    probabilities = [each.probabilities for each in ensemble.runs]
    assert not np.allclose(probabilities[0], probabilities[1])


def test_all_seeds_of_a_model_make_one_ensemble() -> None:
    members = [system("a", 1.0, seeds=3), system("bb", 1.0, seeds=3)]
    costs = {"a": [Cost(10, 1.0, 30.0, 5, 7), Cost(10, 2.0, 30.0, 9, 7), Cost(10, 3.0, 30.0, 6, 7)]}
    (ensemble,) = add_ensembles(members, parse_ensembles(["all=seeds:a"]), costs)[2:]
    assert len(ensemble.runs) == 1
    expected = np.mean([each.probabilities for each in members[0].runs], axis=0)
    np.testing.assert_allclose(ensemble.runs[0].probabilities, expected)
    assert astuple(ensemble.cost) == pytest.approx((30, 6.0, 10.0, 9, 21))
    assert ensemble.ensemble is not None
    assert [each.name for each in ensemble.ensemble.members] == [
        *("a, seed 1", "a, seed 2", "a, seed 3")
    ]
    (both,) = made(members, "all=seeds:a+bb")
    assert both.ensemble is not None
    assert len(both.ensemble.members) == 4


def test_all_seeds_of_a_model_with_one_are_refused(systems: list[System]) -> None:
    with pytest.raises(UsageError, match="of which there is one: add --seeds N"):
        made(systems, "all=seeds:a")


def test_costs_add_up_and_speed_is_by_the_summed_time() -> None:
    costs = [Cost(100, 10.0, 60.0, 1_000, 200), Cost(1, 5.0, 30.0, 3_000, 20)]
    assert astuple(summed_cost(costs)) == pytest.approx((101, 15.0, 20.0, 3_000, 220))


def test_a_cost_that_one_member_lacks_is_not_known() -> None:
    assert summed_cost([Cost(100, 10.0), Cost(None, 5.0)]) == Cost(None, 15.0)


def test_a_calibrated_row_keeps_classes_and_accuracy(systems: list[System]) -> None:
    every = add_calibrated(add_ensembles(systems, parse_ensembles(["all=a+bb"]), {}), ["a", "all"])
    assert [each.name for each in every[4:]] == ["a (calibrated)", "all (calibrated)"]
    for row, calibrated in ((every[0], every[4]), (every[3], every[5])):
        np.testing.assert_array_equal(row.runs[0].predicted, calibrated.runs[0].predicted)
        assert not np.allclose(row.runs[0].probabilities, calibrated.runs[0].probabilities)
        assert calibrated.cost == row.cost
    assert every[4].title is not None
    assert every[4].title.startswith("a (calibrated, temperature ")


def test_calibrating_without_validation_or_twice_is_refused(systems: list[System]) -> None:
    with pytest.raises(UsageError, match="'blind' cannot be calibrated"):
        add_calibrated([system("blind", 1.0, validation=False)], ["blind"])
    with pytest.raises(UsageError, match="--calibrate a stands twice"):
        add_calibrated(systems, ["a", "a"])
    with pytest.raises(UsageError, match="unknown system to calibrate 'c'"):
        add_calibrated(systems, ["c"])


@pytest.fixture
def files(tmp_path: Path) -> tuple[NamedFile, ...]:
    """Two files that hold test and validation; the second names its classes the other way round."""
    named = []
    for number, (name, columns) in enumerate(
        {"one": ["p_negative", "p_positive"], "two": ["p_positive", "p_negative"]}.items()
    ):
        parts = [table(name, number, 1.0, split).frame for split in ("test", "validation")]
        frame = pd.concat(parts, ignore_index=True)
        path = tmp_path / f"{name}.csv"
        frame[["id", "split", "label", *columns]].to_csv(path, index=False)
        named.append(NamedFile(name, path))
    return tuple(named)


def test_files_with_validation_rows_can_be_stacked(
    files: tuple[NamedFile, ...], tmp_path: Path
) -> None:
    request = Request(predictions=files, ensembles=parse_ensembles(["all=stacking(one+two)"]))
    one, two, ensemble = collect(request, RunStore(tmp_path / "runs")).systems
    for each in (one, two):
        assert each.validation[0].classes == each.runs[0].classes
        assert (each.validation[0].predicted == each.validation[0].labels).mean() > 0.7
    assert (ensemble.runs[0].predicted == ensemble.runs[0].labels).mean() > 0.7


def test_files_without_validation_rows_cannot_be_weighted(
    two_predictions: tuple[Path, Path], tmp_path: Path
) -> None:
    request = Request(
        predictions=tuple(NamedFile(path.stem, path) for path in two_predictions),
        ensembles=parse_ensembles(["all=weighted(weak+strong)"]),
    )
    with pytest.raises(UsageError, match="add rows of the split 'validation', or take the mean"):
        collect(request, RunStore(tmp_path / "runs"))


def test_ensembles_are_remembered_with_the_last_comparison(
    files: tuple[NamedFile, ...], tmp_path: Path
) -> None:
    store = RunStore(tmp_path / "runs")
    request = Request(
        predictions=files,
        ensembles=parse_ensembles(["all=one+two"]),
        calibrate=("all",),
        resamples=100,
    )
    compare(request, store)
    collected, last = last_collected(store)
    assert [each.name for each in collected.systems] == ["one", "two", "all", "all (calibrated)"]
    assert last.ensembles == request.ensembles
    other = Request(ensembles=parse_ensembles(["both=weighted(one+two)"]))
    assert [each.name for each in last_collected(store, other)[0].systems] == ["one", "two", "both"]


def test_runs_and_rows_made_of_them_are_told_apart(reviews_csv: Path, tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs")
    request = Request(
        dataset=str(reviews_csv),
        models=("logreg",),
        n_seeds=2,
        ensembles=parse_ensembles(["both=seeds:logreg"]),
        calibrate=("logreg",),
        resamples=100,
    )
    collected = compare(request, store).collected
    assert [len(runs) for runs in collected.runs] == [2, 0, 0]
    assert collected.systems[1].cost.parameters == 2 * (collected.systems[0].cost.parameters or 0)
    recalled, _ = last_collected(store)
    assert [each.name for each in recalled.systems] == ["logreg", "both", "logreg (calibrated)"]
    chosen = select_systems(recalled, ["both", "logreg"])
    assert [len(runs) for runs in chosen.runs] == [0, 2]
    material = report_material(recalled, request, store)
    assert set(material.confusion["model"]) == {"logreg", "both", "logreg (calibrated)"}
