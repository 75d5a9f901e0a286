"""What a matrix of domains says of each cell and of each difference."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.comparison import compare_systems
from sentiment_lab.analysis.domain_matrix import (
    CELL_COLUMNS,
    DIFFERENCE_COLUMNS,
    DomainCell,
    domain_cells,
    domain_differences,
)
from sentiment_lab.analysis.predictions import Predictions, check_predictions
from sentiment_lab.analysis.significance import holm
from sentiment_lab.analysis.system import System
from sentiment_lab.exceptions import PredictionsError, UsageError

CLASSES = ("negative", "positive")


def _run(rng: np.random.Generator, share: float, n: int = 300, name: str = "t") -> Predictions:
    positive = np.arange(n) % 2 == 0
    p = np.where(positive == (rng.random(n) < share), 0.9, 0.1)
    frame = pd.DataFrame(
        {
            "id": [f"{name}{row}" for row in range(n)],
            "label": np.where(positive, "positive", "negative"),
            "p_negative": 1 - p,
            "p_positive": p,
            "group": [f"film{row // 3}" for row in range(n)],
        }
    )
    return check_predictions(frame, "logreg", CLASSES)


@pytest.fixture
def cells(rng: np.random.Generator) -> list[DomainCell]:
    """Three domains, each best on itself."""
    return [
        DomainCell(train, test, (_run(rng, 0.9 if train == test else 0.7, name=test),), 0)
        for train in "abc"
        for test in "abc"
    ]


def _row(frame: pd.DataFrame, train: str, test: str) -> dict[str, Any]:
    (row,) = frame[(frame["train"] == train) & (frame["test"] == test)].to_dict("records")
    return {str(key): value for key, value in row.items()}


def test_accuracy_and_differences_are_those_of_a_comparison(cells: list[DomainCell]) -> None:
    column = [cell for cell in cells if cell.test == "b"]
    systems = [System(cell.train, cell.runs) for cell in column]
    compared = compare_systems(systems, baseline="b", resamples=500, seed=3)
    found = domain_cells(cells)
    for row in compared.models.to_dict("records"):
        ours = _row(found, row["model"], "b")
        for key in ("accuracy", "accuracy_low", "accuracy_high"):
            assert ours[key] == pytest.approx(row[key])
    differences = domain_differences(cells, resamples=20_000, seed=3)
    pairs = compared.pairs[compared.pairs["metric"] == "accuracy"]
    for row in pairs.to_dict("records"):
        ours = _row(differences, row["model"], "b")
        assert ours["difference"] == pytest.approx(row["difference"])
        assert ours["p"] == pytest.approx(row["p"])
        assert ours["difference_low"] == pytest.approx(row["low"], abs=0.02)
        assert ours["difference_high"] == pytest.approx(row["high"], abs=0.02)


def test_holm_is_over_every_cell_off_the_diagonal(cells: list[DomainCell]) -> None:
    found = domain_differences(cells, resamples=200)
    assert len(found) == 6
    assert (found["train"] != found["test"]).all()
    np.testing.assert_allclose(found["p_holm"], holm(found["p"].to_numpy(float)))
    assert found["p_holm"].max() < 0.05
    assert (found["difference_high"] < 0).all()


def test_a_model_of_another_domain_that_predicts_the_same_makes_no_difference(
    rng: np.random.Generator,
) -> None:
    run, other = _run(rng, 0.8), _run(rng, 0.8, name="u")
    cells = [
        DomainCell(train, test, (predicted,), 0)
        for train in "ab"
        for test, predicted in (("a", run), ("b", other))
    ]
    found = domain_differences(cells, resamples=200)
    assert found["difference"].tolist() == [0, 0]
    assert found["p_holm"].tolist() == [1, 1]


def test_rows_in_another_order_are_paired_by_id(cells: list[DomainCell]) -> None:
    shuffled = [
        DomainCell(
            cell.train,
            cell.test,
            tuple(
                Predictions(run.name, run.frame[::-1].reset_index(drop=True), run.classes)
                for run in cell.runs
            ),
            cell.overlap,
        )
        if cell.train == "a"
        else cell
        for cell in cells
    ]
    keys = ["train", "test", "difference", "p", "only_model_right", "only_baseline_right"]
    one, two = (domain_differences(each, resamples=200)[keys] for each in (cells, shuffled))
    pd.testing.assert_frame_equal(one, two)


def test_seeds_give_a_mean_and_a_spread_and_one_seed_gives_none(rng: np.random.Generator) -> None:
    runs = (_run(rng, 0.9), _run(rng, 0.7))
    several, one = (
        domain_cells([DomainCell("a", "a", each, 4)]).to_dict("records")[0]
        for each in (runs, runs[:1])
    )
    accuracies = [(run.predicted == run.labels).mean() for run in runs]
    assert several["accuracy"] == accuracies[0]
    assert several["accuracy_mean"] == pytest.approx(np.mean(accuracies))
    assert several["accuracy_sd"] == pytest.approx(np.std(accuracies, ddof=1))
    assert several["overlap"] == 4
    assert np.isnan(one["accuracy_sd"])


def test_columns_are_those_that_are_promised(cells: list[DomainCell]) -> None:
    assert tuple(domain_cells(cells).columns) == CELL_COLUMNS
    assert tuple(domain_differences(cells, resamples=200).columns) == DIFFERENCE_COLUMNS


def test_a_test_set_without_a_model_of_its_own_is_refused(cells: list[DomainCell]) -> None:
    without = [cell for cell in cells if (cell.train, cell.test) != ("b", "b")]
    with pytest.raises(UsageError, match="no model was trained on b"):
        domain_differences(without, resamples=200)


def test_cells_over_other_rows_are_refused(rng: np.random.Generator) -> None:
    cells = [
        DomainCell("a", "a", (_run(rng, 0.9),), 0),
        DomainCell("b", "a", (_run(rng, 0.9, n=200),), 0),
    ]
    with pytest.raises(PredictionsError):
        domain_differences(cells, resamples=200)
