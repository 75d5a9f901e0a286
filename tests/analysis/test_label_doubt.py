import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.analysis.intervals import wilson_interval
from sentiment_lab.analysis.label_doubt import (
    ACCURACY_COLUMNS,
    PAIR_COLUMNS,
    accuracy_under_doubt,
    differences_under_doubt,
)
from sentiment_lab.analysis.label_noise import contradicted_labels, noise_among
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import PredictionsError, UsageError

IDS = [f"r{i}" for i in range(100)]


def system(right: np.ndarray, name: str = "a", classes=("neg", "pos")) -> Predictions:
    label = np.where(np.arange(len(right)) % 2, "pos", "neg")
    other = np.where(label == "pos", "neg", "pos")
    frame = pd.DataFrame({"id": IDS, "split": "test", "label": label})
    frame["predicted"] = np.where(right, label, other)
    for each in classes:
        frame[f"p_{each}"] = (frame["predicted"] == each).astype(float)
    return Predictions(name, frame, classes)


def tags_of(flagged) -> pd.DataFrame:
    return pd.DataFrame({"id": IDS, "label_doubt_present": [i in flagged for i in range(100)]})


def gold_of(rows, contradicted, weight: float | list[float] = 1.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [IDS[i] for i in rows],
            "weight": weight,
            "contradicted": [i in contradicted for i in rows],
        }
    )


RIGHT = np.arange(100) >= 20  # the first 20 rows are errors


def test_flags_bound_the_accuracy() -> None:
    row = accuracy_under_doubt([system(RIGHT)], tags_of({0, 1, 2, 50})).iloc[0]
    assert list(row.index) == list(ACCURACY_COLUMNS)
    assert (row["flagged_wrong"], row["flagged_right"]) == (3, 1)
    assert row["flag_low"] == pytest.approx(0.79)
    assert row["flag_high"] == pytest.approx(0.83)
    assert np.isnan(row["corrected"])
    assert row["gold_right"] == 0


def test_gold_corrects_errors_and_correct_rows_apart() -> None:
    gold = gold_of([*range(10), *range(30, 70)], {0, 1, 2, 3, 4, 30, 31})
    row = accuracy_under_doubt([system(RIGHT)], tags_of(set()), gold).iloc[0]
    assert (row["gold_wrong"], row["gold_right"]) == (10, 40)
    assert (row["noise_wrong"], row["noise_right"]) == (0.5, 0.05)
    assert row["corrected"] == pytest.approx(0.8 * 0.95 + 0.2 * 0.5)
    wrong, right = wilson_interval(5, 10), wilson_interval(2, 40)
    assert row["corrected_low"] == pytest.approx(0.8 * (1 - right.high) + 0.2 * wrong.low)
    assert row["corrected_high"] == pytest.approx(0.8 * (1 - right.low) + 0.2 * wrong.high)


def test_noise_among_the_correct_counts_even_where_gold_shows_none() -> None:
    gold = gold_of([*range(10), *range(30, 40)], {0, 1, 2, 3, 4})
    row = accuracy_under_doubt([system(RIGHT)], tags_of(set()), gold).iloc[0]
    assert row["noise_right"] == 0
    assert row["noise_right_high"] > 0.2
    assert row["corrected_low"] < row["accuracy"] < row["corrected"]


def test_of_three_classes_a_wrong_label_need_not_make_an_error_right() -> None:
    gold = gold_of([*range(10), *range(30, 70)], {0, 1, 2, 3, 4})
    three = system(RIGHT, classes=("neg", "pos", "neutral"))
    row = accuracy_under_doubt([three], tags_of(set()), gold).iloc[0]
    assert row["corrected"] == pytest.approx(0.8)
    assert row["corrected_high"] > 0.8


def test_a_system_without_errors_needs_no_gold_among_them() -> None:
    row = accuracy_under_doubt(
        [system(np.ones(100, dtype=bool))], tags_of(set()), gold_of(range(40), {0})
    ).iloc[0]
    assert row["corrected"] == pytest.approx(1 - 1 / 40)


def test_weights_count_and_cost_certainty() -> None:
    gold = gold_of([0, 1, 2, 3], {0}, weight=[9.0, 1.0, 1.0, 1.0])
    noise = noise_among(system(RIGHT), ~RIGHT, gold)
    assert noise.share == pytest.approx(9 / 12)
    effective = 12**2 / 84
    expected = wilson_interval(0.75 * effective, effective)
    assert (noise.low, noise.high) == pytest.approx(expected)


def test_the_sign_of_a_clear_difference_survives_flags() -> None:
    better = system(np.ones(100, dtype=bool), "b")
    row = differences_under_doubt([system(RIGHT), better], "a", tags_of({0, 1})).iloc[0]
    assert list(row.index) == list(PAIR_COLUMNS)
    assert (row["only_model_right"], row["only_baseline_right"]) == (20, 0)
    assert (row["flag_low"], row["flag_high"]) == pytest.approx((0.16, 0.2))
    assert row["survives_flags"] == "yes"
    assert row["survives"] == "not enough gold"


def test_the_sign_does_not_survive_flags_on_most_of_what_differs() -> None:
    better = system(np.ones(100, dtype=bool), "b")
    row = differences_under_doubt([system(RIGHT), better], "a", tags_of(set(range(12)))).iloc[0]
    assert row["flag_low"] < 0
    assert row["survives_flags"] == "no"


def test_gold_among_the_rows_that_differ_decides() -> None:
    better = system(np.ones(100, dtype=bool), "b")
    for contradicted, expected in (({0}, "yes"), (set(range(12)), "no")):
        gold = gold_of(range(20), contradicted)
        row = differences_under_doubt([system(RIGHT), better], "a", tags_of(set()), gold).iloc[0]
        share = len(contradicted) / 20
        assert row["corrected"] == pytest.approx(0.2 * (1 - 2 * share))
        assert row["survives"] == expected


@given(st.sets(st.integers(0, 99)), st.sets(st.integers(0, 99)), st.integers(0, 1000))
def test_bounds_hold_whatever_flagged_labels_are_wrong(flagged, errors, seed) -> None:
    right = np.array([i not in errors for i in range(100)])
    systems = [system(RIGHT), system(right, "b")]
    some = np.random.default_rng(seed).random(100) < 0.5
    turned = np.array([i in flagged for i in range(100)]) & some
    row = accuracy_under_doubt(systems, tags_of(flagged)).iloc[1]
    truth = np.where(turned, ~right, right)
    assert row["flag_low"] - 1e-9 <= truth.mean() <= row["flag_high"] + 1e-9
    pair = differences_under_doubt(systems, "a", tags_of(flagged)).iloc[0]
    other = np.where(turned, ~RIGHT, RIGHT)
    difference = truth.mean() - other.mean()
    assert pair["flag_low"] - 1e-9 <= difference <= pair["flag_high"] + 1e-9


def test_readers_contradict_a_label_only_together() -> None:
    readings = pd.DataFrame(
        {
            "id": list("abcde"),
            "label": [0, 0, 1, 1, 1],
            "polarity_1": [4, 5, 1, 3, 5],
            "polarity_2": [5, 3, 2, 1, 5],
            "inclusion": [0.5, 0.1, 0.2, 1.0, 1.0],
        }
    )
    gold = contradicted_labels(readings, negative="neg", positive="pos")
    assert gold["contradicted"].tolist() == [True, False, True, False, False]
    assert gold["weight"].tolist() == [2, 10, 5, 1, 1]
    named = readings.assign(label=["neg", "neg", "pos", "pos", "pos"]).drop(columns="inclusion")
    again = contradicted_labels(named, negative="neg", positive="pos")
    assert again["contradicted"].tolist() == gold["contradicted"].tolist()
    assert (again["weight"] == 1).all()


def test_labels_of_texts_that_a_reader_left_unread_are_not_known() -> None:
    readings = pd.DataFrame(
        {
            "id": list("abc"),
            "label": [0, 0, 0],
            "polarity_1": [5.0, np.nan, np.nan],
            "polarity_2": [5.0, 5.0, np.nan],
            "inclusion": [0.5, 0.1, 0.2],
        }
    )
    gold = contradicted_labels(readings, negative="neg", positive="pos")
    assert gold["id"].tolist() == ["a"]
    assert gold["contradicted"].tolist() == [True]
    assert gold["weight"].tolist() == [2]


def test_what_is_missing_is_named() -> None:
    with pytest.raises(PredictionsError, match="tags lack 1 of 100 ids, such as 'r99'"):
        accuracy_under_doubt([system(RIGHT)], tags_of(set()).head(99))
    with pytest.raises(PredictionsError, match="columns id and label_doubt_present"):
        accuracy_under_doubt([system(RIGHT)], pd.DataFrame({"id": IDS}))
    with pytest.raises(PredictionsError, match="gold for labels has no column 'weight'"):
        accuracy_under_doubt(
            [system(RIGHT)], tags_of(set()), gold_of([1], set()).drop(columns="weight")
        )
    with pytest.raises(PredictionsError, match="polarity_<reader>"):
        contradicted_labels(pd.DataFrame({"id": ["a"]}), negative="neg", positive="pos")
    with pytest.raises(UsageError, match="unknown baseline 'z'"):
        differences_under_doubt([system(RIGHT)], "z", tags_of(set()))
