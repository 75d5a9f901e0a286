"""The fitted power law and what it says of twice the labels."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.analysis.ablation import CellResult
from sentiment_lab.analysis.learning_curve import (
    PowerLaw,
    fit_power_law,
    gain_of_doubling,
    learning_curve,
)
from sentiment_lab.analysis.predictions import check_predictions

SIZES = np.array([400.0, 700, 1200, 2300, 4500, 8000])
ROWS = 1000


@pytest.fixture
def law() -> PowerLaw:
    """Errors from 22 % with 400 rows to 12 % with 8,000."""
    return PowerLaw(floor=0.08, fall=0.04, exponent=0.42, n_most=8000)


def _cells(errors: np.ndarray, sizes: np.ndarray = SIZES, seeds: int = 1) -> list[CellResult]:
    """Cells whose wrong rows are nested, as those of learning curves mostly are."""
    positive = np.arange(ROWS) % 2 == 0
    cells = []
    for size, error in zip(sizes, errors, strict=True):
        wrong = np.arange(ROWS) < round(error * ROWS)
        p = np.where(positive != wrong, 0.9, 0.1)
        frame = pd.DataFrame(
            {
                "id": [f"r{row}" for row in range(ROWS)],
                "label": np.where(positive, "positive", "negative"),
                "p_negative": 1 - p,
                "p_positive": p,
            }
        )
        run = check_predictions(frame, "cell", ("negative", "positive"))
        cells.append(
            CellResult(str(size), is_default=False, runs=(run,) * seeds, n_train=int(size))
        )
    return cells


@given(
    floor=st.floats(0.0, 0.3),
    fall=st.floats(0.02, 0.1),
    exponent=st.floats(0.15, 1.0),
)
def test_a_curve_without_noise_is_found_again(floor: float, fall: float, exponent: float) -> None:
    true = PowerLaw(floor, fall, exponent, 8000)
    found = fit_power_law(SIZES, true.error(SIZES))
    assert found.error(SIZES) == pytest.approx(true.error(SIZES), abs=1e-4)
    assert gain_of_doubling(found) == pytest.approx(gain_of_doubling(true), abs=2e-3)


def test_the_gain_of_doubling_is_the_curves_own_difference(law: PowerLaw) -> None:
    now, later = law.error(np.array([8000.0, 16000.0]))
    assert gain_of_doubling(law) == pytest.approx(now - later)


def test_what_twice_the_labels_would_bring_has_an_interval_around_the_truth(law: PowerLaw) -> None:
    curve = learning_curve(_cells(law.error(SIZES)))
    low, high = curve.gain_limits
    assert curve.doubled == 16000
    assert low < curve.gain < high
    assert low < gain_of_doubling(law) < high
    assert curve.accuracy_doubled == pytest.approx(1 - law.error(np.array([16000.0]))[0], abs=0.005)
    assert list(curve.points["n_train"]) == list(SIZES)


def test_points_that_scatter_leave_the_gain_less_sure(law: PowerLaw) -> None:
    scattered = law.error(SIZES) + np.array([1, -1, 1, -1, 1, -1]) * 0.01
    calm, wild = learning_curve(_cells(law.error(SIZES))), learning_curve(_cells(scattered))
    assert wild.residual_sd > 3 * calm.residual_sd
    width = [curve.gain_limits.high - curve.gain_limits.low for curve in (calm, wild)]
    assert width[1] > width[0]


def test_a_flat_curve_promises_nothing() -> None:
    curve = learning_curve(_cells(np.full(6, 0.2)))
    assert curve.gain == pytest.approx(0, abs=2e-3)
    assert curve.gain_limits.low < 5e-4


def test_seeds_are_averaged(law: PowerLaw) -> None:
    one, two = (learning_curve(_cells(law.error(SIZES), seeds=seeds)) for seeds in (1, 2))
    assert two.points["accuracy"].to_numpy() == pytest.approx(one.points["accuracy"].to_numpy())
    assert two.gain == pytest.approx(one.gain)


def test_fewer_than_four_sizes_are_not_extrapolated(law: PowerLaw) -> None:
    cells = _cells(law.error(SIZES[:3]), SIZES[:3])
    failed = CellResult("9", is_default=False, failure="out of memory", n_train=None)
    curve = learning_curve([*cells, failed])
    assert curve.law is None
    assert np.isnan(curve.gain)
    assert "4 sizes or more, from a twentieth of the largest on, here are 3" in str(curve.refusal)


def test_sizes_that_are_close_together_are_not_extrapolated(law: PowerLaw) -> None:
    sizes = np.array([1000.0, 1100, 1200, 1300])
    curve = learning_curve(_cells(law.error(sizes), sizes))
    assert "4 times the smallest" in str(curve.refusal)


def test_sizes_that_are_far_below_the_largest_are_shown_and_not_fitted(law: PowerLaw) -> None:
    sizes = np.concatenate([[100.0, 200.0], SIZES])
    chance = np.concatenate([[0.5, 0.5], law.error(SIZES)])
    curve = learning_curve(_cells(chance, sizes))
    assert curve.n_fitted == 6
    assert list(curve.points["fitted"].isna()) == [True, True, *[False] * 6]
    assert curve.gain == pytest.approx(learning_curve(_cells(law.error(SIZES))).gain)


def test_nothing_finished_is_no_curve() -> None:
    curve = learning_curve([CellResult("9", is_default=True, failure="diverged")])
    assert curve.law is None
    assert curve.points.empty
