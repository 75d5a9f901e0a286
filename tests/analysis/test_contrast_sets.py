import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from sentiment_lab.analysis.contrast_pairs import require_pairs
from sentiment_lab.analysis.contrast_sets import (
    CHANGE_COLUMNS,
    DIFFERENCE_COLUMNS,
    KIND_COLUMNS,
    MODEL_COLUMNS,
    contrast_results,
)
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import DataError, UsageError


def pairs_of(n: int, kinds: tuple[str, str] = ("revised", "original")) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [f"r{i}" for i in range(2 * n)],
            "pair": [f"p{i // 2}" for i in range(2 * n)],
            "kind": list(kinds) * n,
        }
    )


def system(
    right: list[int], name: str = "a", labels: list[str] | None = None, groups=None
) -> Predictions:
    n = len(right)
    label = np.array(labels or ["neg", "pos"] * (n // 2))
    other = np.where(label == "pos", "neg", "pos")
    predicted = np.where(right, label, other)
    p = np.where(predicted == "pos", 0.9, 0.1)
    frame = pd.DataFrame(
        {
            "id": [f"r{i}" for i in range(n)],
            "split": "test",
            "label": label,
            "p_neg": 1 - p,
            "p_pos": p,
            "predicted": predicted,
        }
    )
    if groups is not None:
        frame["group"] = groups
    return Predictions(name, frame, ("neg", "pos"))


RIGHT = [1, 1, 1, 0, 0, 0, 1, 1]  # pairs: both, one, none, both


def test_pairs_are_counted_by_how_many_of_their_texts_are_right() -> None:
    found = contrast_results([system(RIGHT)], pairs_of(4), "a")
    row = found.models.iloc[0]
    assert list(found.models) == list(MODEL_COLUMNS)
    assert (row["n"], row["n_pairs"]) == (8, 4)
    assert row["accuracy"] == 5 / 8
    assert row["both_right"] == 2 / 4
    assert row["consistency"] == 3 / 4
    assert row["both_wrong"] == 1 / 4
    expected = proportion_confint(2, 4, method="wilson")
    assert (row["both_right_low"], row["both_right_high"]) == pytest.approx(expected)


def test_a_pair_of_one_label_is_consistent_where_the_predictions_agree() -> None:
    found = contrast_results(
        [system([1, 1, 0, 0, 1, 0], labels=["neg"] * 4 + ["pos"] * 2)], pairs_of(3), "a"
    )
    assert found.models["consistency"].iloc[0] == 2 / 3


def test_rows_may_stand_in_any_order() -> None:
    shuffled = pairs_of(4).sample(frac=1, random_state=3)
    one = contrast_results([system(RIGHT)], pairs_of(4), "a")
    two = contrast_results([system(RIGHT)], shuffled, "a")
    pd.testing.assert_frame_equal(one.models, two.models)
    pd.testing.assert_frame_equal(one.changes, two.changes)


def test_kinds_have_their_own_accuracy_and_the_originals_come_first() -> None:
    found = contrast_results([system(RIGHT)], pairs_of(4), "a").kinds
    assert list(found) == list(KIND_COLUMNS)
    assert found["kind"].tolist() == ["original", "revised"]
    assert found["accuracy"].tolist() == [2 / 4, 3 / 4]
    assert found["both_right"].tolist() == [2 / 4, 2 / 4]


def test_the_change_from_kind_to_kind_is_paired() -> None:
    found = contrast_results([system(RIGHT)], pairs_of(4), "a").changes
    assert list(found) == list(CHANGE_COLUMNS)
    row = found.iloc[0]
    assert (row["kind"], row["reference"], row["n_pairs"]) == ("revised", "original", 4)
    assert row["difference"] == pytest.approx(3 / 4 - 2 / 4)
    assert row["low"] < row["difference"] < row["high"]


def test_pairs_of_one_kind_each_have_no_change() -> None:
    pairs = pairs_of(4).assign(kind=["negation"] * 4 + ["names"] * 4)
    found = contrast_results([system(RIGHT)], pairs, "a")
    assert found.changes.empty
    assert found.kinds["both_right"].tolist() == [1 / 2, 1 / 2]
    assert found.kinds["n_pairs"].tolist() == [2, 2]


def test_systems_are_compared_by_pair() -> None:
    rng = np.random.default_rng(0)
    good, bad = (rng.random(400) < share for share in (0.9, 0.7))
    systems = [system(bad.tolist()), system(good.tolist(), "b")]
    found = contrast_results(systems, pairs_of(200), "a").differences.set_index("metric")
    assert found.columns.tolist() == [name for name in DIFFERENCE_COLUMNS if name != "metric"]
    assert found["difference"]["accuracy"] == pytest.approx(good.mean() - bad.mean())
    both = good.reshape(-1, 2).all(axis=1).mean() - bad.reshape(-1, 2).all(axis=1).mean()
    assert found["difference"]["both_right"] == pytest.approx(both)
    assert (found["low"] > 0)[["accuracy", "both_right"]].all()
    assert (found["p"] < 0.001)[["accuracy", "both_right"]].all()


def test_equal_systems_do_not_differ() -> None:
    found = contrast_results([system(RIGHT), system(RIGHT, "b")], pairs_of(4), "b").differences
    assert (found["difference"] == 0).all()
    assert (found["p"] == 1).all()
    assert (found["model"] == "a").all()


def test_dependent_pairs_widen_the_interval() -> None:
    right = np.repeat(np.random.default_rng(1).random(20) < 0.6, 20).astype(int).tolist()
    groups = [f"film {i // 20}" for i in range(400)]
    alone = contrast_results([system(right)], pairs_of(200), "a").models.iloc[0]
    films = contrast_results([system(right, groups=groups)], pairs_of(200), "a").models.iloc[0]
    for key in ("accuracy", "both_right"):
        assert films[f"{key}_low"] < alone[f"{key}_low"] - 0.05
        assert films[key] == alone[key]


def test_the_two_texts_of_a_pair_are_dependent() -> None:
    right = np.repeat(np.random.default_rng(1).random(200) < 0.6, 2).astype(int).tolist()
    row = contrast_results([system(right)], pairs_of(200), "a").models.iloc[0]
    low, _ = proportion_confint(sum(right) / 2, 200, method="wilson")
    assert row["accuracy_low"] == pytest.approx(low, abs=0.003)


def test_an_unknown_baseline_is_named() -> None:
    with pytest.raises(UsageError, match="unknown baseline 'z'"):
        contrast_results([system(RIGHT)], pairs_of(4), "z")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pair": ["p", "q", "q", "q"]}, "pair 'p' has 1 row (2 such pairs); a pair is two rows"),
        ({"pair": ["p", "p", "p", "p"]}, "pair 'p' has 4 rows; a pair"),
        ({"pair": ["p", "p", "", "q"]}, "row 3 has no pair"),
        ({"kind": ["x", None, "x", "x"]}, "row 2 has no kind"),
    ],
)
def test_pairs_that_are_none_are_refused(change: dict, message: str) -> None:
    with pytest.raises(DataError) as raised:
        require_pairs(pairs_of(2).assign(**change), "set.csv")
    assert message in str(raised.value)
