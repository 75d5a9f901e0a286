import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.data.splits import SplitPlan, split_rows
from sentiment_lab.exceptions import DataError, UsageError

PLAN = SplitPlan(seed=0, validation_fraction=0.1, test_fraction=0.2)


def rows(n: int, **columns: list) -> pd.DataFrame:
    plain = {"text": [f"text {row}" for row in range(n)], "label": ["0", "1"] * (n // 2)}
    return pd.DataFrame({**plain, **columns})


def split(frame: pd.DataFrame, plan: SplitPlan = PLAN) -> pd.Series:
    return split_rows(frame, plan, "t.csv").frame["split"]


def test_rows_are_split_in_the_shares_asked_for_within_each_class():
    splits = split(rows(200))

    assert pd.crosstab(splits, ["0", "1"] * 100).to_dict("index") == {
        "test": {"0": 20, "1": 20},
        "train": {"0": 72, "1": 72},
        "validation": {"0": 8, "1": 8},
    }


def test_what_was_carved_is_reported():
    _, findings = split_rows(rows(200), PLAN, "t.csv")

    assert [finding.message for finding in findings] == [
        "40 rows of 200 carved from train for test, by text",
        "16 rows of 160 carved from train for validation, by text",
    ]


def test_another_seed_gives_another_split():
    frame = rows(100)

    assert not split(frame).equals(split(frame, SplitPlan(1, 0.1, 0.2)))


def test_the_split_is_what_it_was_in_the_first_release():
    # Runs are kept under the data set's fingerprint: a changed split would orphan them all.
    assert np.flatnonzero(split(rows(40)) == "test").tolist() == [3, 6, 10, 13, 14, 17, 30, 35]


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(30)), st.booleans())
def test_the_split_does_not_depend_on_the_order_of_rows(order: list[int], grouped: bool):
    frame = rows(30, group=[f"film {row % 7}" for row in range(30)]) if grouped else rows(30)

    shuffled = split(frame.iloc[order].reset_index(drop=True))

    assert shuffled.tolist() == split(frame).iloc[order].tolist()


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.sampled_from("abc")), min_size=4, max_size=60),
    st.integers(0, 5),
)
def test_no_film_stands_on_both_sides(films_and_labels: list[tuple[int, str]], seed: int):
    frame = pd.DataFrame(films_and_labels, columns=["group", "label"])
    frame["group"] = frame["group"].astype("str")
    frame["text"] = [f"text {row}" for row in range(len(frame))]

    splits = split(frame, SplitPlan(seed, 0.2, 0.3))

    films = {part: set(frame["group"][splits == part]) for part in ("train", "validation", "test")}
    assert films["train"]
    if len(set(frame["group"])) > 1:
        assert films["test"]
        assert films["test"].isdisjoint(films["train"] | films["validation"])
    if len(films["train"] | films["validation"]) > 1:
        assert films["validation"]
        assert films["validation"].isdisjoint(films["train"])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from("ab")), min_size=4, max_size=40))
def test_equal_texts_stay_on_one_side_even_with_differing_labels(pairs: list[tuple[int, str]]):
    frame = pd.DataFrame(pairs, columns=["text", "label"]).astype({"text": "str"})

    splits = split(frame)

    assert splits.groupby(frame["text"]).nunique().max() == 1


def test_films_are_carved_within_the_class_that_most_of_their_rows_have():
    films = [f"film {row // 10}" for row in range(400)]
    labels = ["1" if row // 10 % 2 else "0" for row in range(400)]

    splits = split(rows(400, group=films, label=labels))

    assert pd.Series(labels)[splits == "test"].value_counts().to_dict() == {"0": 40, "1": 40}


def test_rows_without_a_film_are_split_one_by_one():
    films = ["a"] * 10 + ["b"] * 10 + [None] * 80

    splits = split(rows(100, group=films))

    assert 1 < (splits[20:] == "test").sum() < 80


def test_rows_are_split_by_text_when_all_share_one_film():
    splits, findings = split_rows(rows(100, group=["only"] * 100), PLAN, "t.csv")

    assert (splits["split"] == "test").sum() == 20
    assert [finding.message.endswith("by text") for finding in findings] == [True, True]


def test_two_films_of_differing_classes_still_give_a_test_set():
    frame = rows(20, group=["a"] * 10 + ["b"] * 10, label=["0"] * 10 + ["1"] * 10)

    assert (split(frame) == "test").sum() == 10


def test_splits_that_the_source_names_are_honoured():
    given_splits = ["Train", "training", "dev", "val", "valid", "validation", "test", "TEST"]

    splits, findings = split_rows(rows(8, split=given_splits), PLAN, "t.csv")

    assert splits["split"].tolist() == ["train"] * 2 + ["validation"] * 4 + ["test"] * 2
    assert findings == ()


def test_only_validation_is_carved_when_the_source_names_a_test():
    splits = split(rows(40, split=["train"] * 30 + ["test"] * 10))

    assert splits[30:].eq("test").all()
    assert splits[:30].value_counts().to_dict() == {"train": 28, "validation": 2}


def test_an_unknown_split_name_raises():
    with pytest.raises(
        DataError, match=r"t\.csv: the column 'split' holds 'holdout'; known: train"
    ):
        split(rows(2, split=["train", "holdout"]))


def test_a_missing_split_name_raises():
    with pytest.raises(DataError, match="the column 'split' holds ''"):
        split(rows(2, split=["train", None]))


def test_a_source_without_train_rows_raises():
    with pytest.raises(DataError, match=r"t\.csv: no rows to train on"):
        split(rows(2, split=["test", "test"]))


@pytest.mark.parametrize("fraction", [0, 1, -0.1, 1.5, float("nan")])
@pytest.mark.parametrize("name", ["validation_fraction", "test_fraction"])
def test_a_fraction_outside_0_to_1_raises(name: str, fraction: float):
    fractions = {"validation_fraction": 0.1, "test_fraction": 0.2, name: fraction}

    with pytest.raises(UsageError, match=f"{name} must lie between 0 and 1, not {fraction}"):
        SplitPlan(0, **fractions)
