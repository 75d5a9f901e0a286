import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.analysis.reliability import reliability_curve
from sentiment_lab.exceptions import PredictionsError


def binary(probabilities, labels, name="m"):
    positive = np.asarray(probabilities, float)
    frame = pd.DataFrame(
        {
            "id": [str(i) for i in range(len(positive))],
            "split": "test",
            "label": np.where(labels, "good", "bad"),
            "p_bad": 1 - positive,
            "p_good": positive,
            "predicted": np.where(positive > 0.5, "good", "bad"),
        }
    )
    return Predictions(name, frame, ("bad", "good"))


def test_bins_hold_mean_probability_share_and_count_of_the_positive_class():
    curve = reliability_curve(binary([0.11, 0.19, 0.85, 0.85], [0, 1, 1, 1]), bins=10)
    assert list(curve["n"]) == [2, 2]
    assert curve["predicted"].tolist() == pytest.approx([0.15, 0.85])
    assert curve["observed"].tolist() == [0.5, 1.0]
    assert set(curve["model"]) == {"m"}


def test_interval_equals_that_of_statsmodels():
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    curve = reliability_curve(binary([0.35] * 20, [1] * 6 + [0] * 14))
    expected = proportion.proportion_confint(6, 20, method="wilson")
    assert curve[["low", "high"]].iloc[0].tolist() == pytest.approx(list(expected))


def test_a_probability_of_one_falls_into_the_last_bin():
    curve = reliability_curve(binary([1.0, 0.95], [1, 1]), bins=10)
    assert curve["n"].tolist() == [2]


def test_three_classes_take_the_predicted_class_and_its_accuracy():
    frame = pd.DataFrame(
        {
            "id": ["a", "b"],
            "split": "test",
            "label": ["x", "y"],
            "p_x": [0.62, 0.1],
            "p_y": [0.2, 0.26],
            "p_z": [0.18, 0.64],
            "predicted": ["x", "z"],
        }
    )
    curve = reliability_curve(Predictions("m", frame, ("x", "y", "z")), bins=10)
    assert curve["predicted"].tolist() == pytest.approx([0.63])
    assert curve["observed"].tolist() == [0.5]


def test_no_rows_raise():
    with pytest.raises(PredictionsError, match="'m' has no rows"):
        reliability_curve(binary([], np.array([], bool)))


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60),
    st.integers(1, 20),
)
def test_every_review_is_counted_once_and_every_share_lies_in_its_interval(rows, bins):
    probabilities, labels = zip(*rows, strict=True)
    curve = reliability_curve(binary(probabilities, np.array(labels)), bins=bins)
    assert curve["n"].sum() == len(rows)
    assert curve["predicted"].is_monotonic_increasing
    assert (curve["low"] <= curve["observed"]).all()
    assert (curve["observed"] <= curve["high"]).all()
