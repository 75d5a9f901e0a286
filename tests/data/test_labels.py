import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.class_order import USUAL_PAIRS
from sentiment_lab.data.labels import label_names, order_classes
from sentiment_lab.exceptions import DataError, UsageError


def names(values: list, known: dict[str, str] | None = None) -> list[str | None]:
    found = label_names(pd.Series(values), known or {}, "t.csv")
    return [None if pd.isna(name) else name for name in found]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([0, 1], ["0", "1"]),
        ([0.0, 1.0], ["0", "1"]),
        (["0.0", "1.00"], ["0", "1"]),
        ([np.float32(2), np.float32(2.5)], ["2", "2.5"]),
        ([True, False], ["True", "False"]),
        ([" good", "bad\t"], ["good", "bad"]),
        (["3.5", "none"], ["3.5", "none"]),
    ],
)
def test_labels_become_class_names(given: list, expected: list[str]):
    assert names(given) == expected


@pytest.mark.parametrize("nothing", [None, float("nan"), "", "  ", "-1", -1, -1.0, "NaN", "null"])
def test_a_label_that_stands_for_none_is_missing(nothing: object):
    assert names(["good", nothing]) == ["good", None]


def test_labels_of_a_known_data_set_get_its_names():
    assert names([0, 1, -1], {"0": "negative", "1": "positive"}) == ["negative", "positive", None]


def test_nested_labels_raise():
    with pytest.raises(DataError, match=r"t\.csv: labels must be words or numbers"):
        names([["a"], ["b"]])


@pytest.mark.parametrize("pair", USUAL_PAIRS)
def test_the_positive_one_of_a_usual_pair_comes_last_whatever_the_order(pair: tuple[str, str]):
    for given_order in (pair, pair[::-1]):
        assert order_classes(pd.Series(given_order)) == (pair, ())


def test_a_usual_pair_is_known_in_capitals():
    assert order_classes(pd.Series(["POS", "Neg"])).classes == ("Neg", "POS")


def test_an_unusual_pair_is_sorted_and_the_choice_reported():
    classes, (finding,) = order_classes(pd.Series(["praise", "pan", "praise"]))

    assert classes == ("pan", "praise")
    assert finding.check == "positive-class"
    assert "'praise' is taken as the positive class" in finding.message
    assert "--positive 'pan'" in finding.message


def test_the_users_positive_class_goes_before_all_customs():
    assert order_classes(pd.Series(["0", "1"]), positive="0") == (("1", "0"), ())


def test_an_unknown_positive_class_raises_with_the_classes():
    with pytest.raises(UsageError, match="unknown class 'god': did you mean 'good'"):
        order_classes(pd.Series(["good", "bad"]), positive="god")


def test_a_positive_class_among_three_raises():
    with pytest.raises(UsageError, match="needs two classes, and there are 3: a, b, c"):
        order_classes(pd.Series(["a", "b", "c"]), positive="a")


def test_the_declared_order_holds_for_classes_without_a_custom():
    order = order_classes(pd.Series(["sport", "art"]), declared=["sport", "world", "art"])

    assert order == (("sport", "art"), ())


def test_a_declared_order_that_lacks_a_class_is_not_used():
    assert order_classes(pd.Series(["b", "a", "c"]), declared=["c", "b"]).classes == ("a", "b", "c")


def test_numbers_are_sorted_as_numbers():
    assert order_classes(pd.Series(["10", "2", "1"])).classes == ("1", "2", "10")


def test_three_classes_with_a_neutral_one_end_with_the_positive():
    order = order_classes(pd.Series(["positive", "neutral", "negative"]))

    assert order.classes == ("negative", "neutral", "positive")


def test_labels_that_differ_only_in_case_are_reported():
    classes, findings = order_classes(pd.Series(["good", "Good", "bad"]))

    assert len(classes) == 3
    assert [finding.message for finding in findings] == [
        "the labels Good and good differ only in case and are taken as 2 classes"
    ]


def test_a_column_with_a_label_for_every_row_raises():
    with pytest.raises(DataError, match="60 different labels in 60 rows .*--label"):
        order_classes(pd.Series([f"title {row}" for row in range(60)]))


@settings(deadline=None)
@given(st.lists(st.text("abcXYZ019", min_size=1), min_size=1, max_size=30))
def test_the_order_holds_every_class_once_and_does_not_depend_on_the_rows(labels: list[str]):
    order = order_classes(pd.Series(labels, dtype="str"))

    assert sorted(order.classes) == sorted(set(labels))
    assert order_classes(pd.Series(labels[::-1], dtype="str")).classes == order.classes
