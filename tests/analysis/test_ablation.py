"""Figures of an ablation, over made-up predictions."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.analysis.ablation import COLUMNS, CellResult, ablation_frame
from sentiment_lab.analysis.comparison import compare_systems
from sentiment_lab.analysis.predictions import Predictions, check_predictions
from sentiment_lab.analysis.system import System
from sentiment_lab.exceptions import PredictionsError

N = 400


def _predictions(right: np.ndarray, groups: np.ndarray | None = None) -> Predictions:
    """Predictions over rows of alternating labels, right where ``right`` says so."""
    positive = np.arange(len(right)) % 2 == 0
    p = np.where(positive == right, 0.9, 0.1)
    frame = pd.DataFrame(
        {
            "id": [f"r{row}" for row in range(len(right))],
            "label": np.where(positive, "positive", "negative"),
            "p_negative": 1 - p,
            "p_positive": p,
        }
    )
    if groups is not None:
        frame["group"] = [f"film{code}" for code in groups]
    return check_predictions(frame, "cell", ("negative", "positive"))


def _first(share: float) -> np.ndarray:
    """Which rows are right: the first ones."""
    return np.arange(N) < share * N


def _cell(value: str, *right: np.ndarray, default: bool = False, groups=None) -> CellResult:
    return CellResult(value, default, runs=tuple(_predictions(each, groups) for each in right))


def test_accuracy_and_difference_are_of_the_first_seed_and_means_over_all() -> None:
    frame = ablation_frame(
        [_cell("1", _first(0.9), _first(0.7)), _cell("2", _first(0.8), _first(0.7), default=True)]
    )
    row, default = frame.iloc[0], frame.iloc[1]
    assert (row["accuracy"], row["accuracy_mean"]) == pytest.approx((0.9, 0.8))
    assert row["accuracy_sd"] == pytest.approx(np.std([0.9, 0.7], ddof=1))
    assert (row["difference"], row["difference_mean"]) == pytest.approx((0.1, 0.05))
    assert row["difference_sd"] == pytest.approx(np.std([0.1, 0.0], ddof=1))
    assert row["difference_low"] < 0.1 < row["difference_high"]
    assert default[["difference", "p_holm", "difference_sd"]].isna().all()


def test_figures_agree_with_a_comparison_of_the_same_predictions() -> None:
    groups = np.arange(N) % 50
    cells = [
        _cell("1", _first(0.9), groups=groups),
        _cell("2", _first(0.8), default=True, groups=groups),
    ]
    frame = ablation_frame(cells, resamples=4000)
    systems = [System(cell.value, cell.runs) for cell in cells]
    compared = compare_systems(systems, baseline="2", resamples=4000)
    model = compared.models.iloc[0]
    pair = compared.pairs[compared.pairs["metric"] == "accuracy"].iloc[0]
    row = frame.iloc[0]
    for key in ("accuracy", "accuracy_low", "accuracy_high"):
        assert row[key] == pytest.approx(model[key])
    assert row[["difference", "p", "p_holm"]].astype(float).to_list() == pytest.approx(
        pair[["difference", "p", "p_holm"]].astype(float).to_list()
    )
    # Other random draws of the same resampling.
    assert row["difference_low"] == pytest.approx(pair["low"], abs=0.01)
    assert row["difference_high"] == pytest.approx(pair["high"], abs=0.01)


def test_films_widen_the_interval_of_a_difference() -> None:
    cells = [_cell("1", _first(0.9)), _cell("2", _first(0.8), default=True)]
    films = np.arange(N) // 20
    clustered = [
        _cell("1", _first(0.9), groups=films),
        _cell("2", _first(0.8), default=True, groups=films),
    ]
    alone, together = (ablation_frame(each, resamples=1000).iloc[0] for each in (cells, clustered))
    width = [row["difference_high"] - row["difference_low"] for row in (alone, together)]
    assert width[1] > 1.5 * width[0]


def test_a_cell_that_failed_keeps_its_row_and_says_why() -> None:
    failed = CellResult("3", is_default=False, failure="out of memory")
    cells = [_cell("1", _first(0.9)), failed, _cell("2", _first(0.8), default=True)]
    frame = ablation_frame(cells, resamples=200)
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["failure"].fillna("")) == ["", "out of memory", ""]
    assert frame.iloc[1][["accuracy", "difference", "n"]].isna().all()
    # Holm counts the cells that were tested, not those that failed.
    assert frame.iloc[0]["p"] == frame.iloc[0]["p_holm"]


def test_without_the_default_there_are_no_differences() -> None:
    cells = [_cell("1", _first(0.9)), CellResult("2", is_default=True, failure="out of memory")]
    frame = ablation_frame(cells, resamples=200)
    assert frame["difference"].isna().all()
    assert frame.iloc[0]["accuracy"] == pytest.approx(0.9)


def test_nothing_but_failures_is_a_table_too() -> None:
    frame = ablation_frame([CellResult("2", is_default=True, failure="diverged")])
    assert frame["accuracy"].isna().all()


def test_cells_over_other_rows_are_refused() -> None:
    cells = [_cell("1", _first(0.9)[:100]), _cell("2", _first(0.8), default=True)]
    with pytest.raises(PredictionsError):
        ablation_frame(cells)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=4))
def test_differences_are_cell_less_default_whatever_the_order(shares: list[float]) -> None:
    cells = [
        _cell(str(number), _first(share), default=number == 1)
        for number, share in enumerate(shares)
    ]
    frame = ablation_frame(cells, resamples=100)
    others = frame[~frame["is_default"].astype(bool)]
    expected = others["accuracy"] - frame["accuracy"].iloc[1]
    assert others["difference"].to_numpy() == pytest.approx(expected.to_numpy())
