"""Labels of two data sets are matched by the user's word, or refused with the option to give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.data.label_map import LabelMap, parse_label_map, translate_labels
from sentiment_lab.exceptions import UsageError


def _translated(items: list[str], labels: list[str], classes: list[str]) -> dict[str, str]:
    return translate_labels(
        parse_label_map(items), labels, classes, labels_of="there.csv", classes_of="here.csv"
    )


def test_equal_labels_need_no_map() -> None:
    assert _translated([], ["a", "b", "c"], ["c", "a", "b"]) == {"a": "a", "b": "b", "c": "c"}


@pytest.mark.parametrize(
    ("labels", "classes", "expected"),
    [
        (["rotten", "fresh"], ["neg", "pos"], {"rotten": "neg", "fresh": "pos"}),
        (["neg", "pos"], ["rotten", "fresh"], {"neg": "rotten", "pos": "fresh"}),
    ],
)
def test_one_map_serves_both_directions(
    labels: list[str], classes: list[str], expected: dict[str, str]
) -> None:
    assert _translated(["fresh=pos", "rotten=neg"], labels, classes) == expected


def test_several_labels_may_be_of_one_class() -> None:
    found = _translated(["awful=neg", "bad=neg"], ["awful", "bad", "pos"], ["neg", "pos"])
    assert found == {"awful": "neg", "bad": "neg", "pos": "pos"}


def test_other_labels_are_refused_with_both_sets_and_the_options() -> None:
    with pytest.raises(UsageError) as refused:
        _translated([], ["fresh", "rotten"], ["negative", "positive"])
    message = str(refused.value)
    assert "there.csv (fresh, rotten)" in message
    assert "here.csv (negative, positive)" in message
    assert "--map-label rotten=negative --map-label fresh=positive" in message


def test_labels_without_a_usual_order_are_refused_without_a_guess() -> None:
    with pytest.raises(UsageError, match=r"--map-label LABEL=CLASS"):
        _translated([], ["x", "y"], ["negative", "positive"])


def test_a_class_without_a_label_is_refused() -> None:
    with pytest.raises(UsageError, match="not those of here.csv"):
        _translated([], ["neg", "pos"], ["neg", "neu", "pos"])


def test_classes_that_a_model_tells_apart_are_not_made_one() -> None:
    with pytest.raises(UsageError, match="two classes of here.csv 'neg', neg and bad"):
        _translated(["bad=neg"], ["neg", "pos"], ["neg", "bad", "pos"])


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (["fresh"], "LABEL=NAME"),
        (["=pos"], "LABEL=NAME"),
        (["fresh="], "LABEL=NAME"),
        (["a=b", "a=c"], "'a' to 'b' and to 'c'"),
        (["fresh=pos", "pos=fresh"], "mapped itself"),
    ],
)
def test_a_map_that_makes_no_sense_is_refused(items: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_label_map(items)


def test_a_label_that_no_data_set_has_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'fresh'"):
        LabelMap({"frech": "pos"}).require_known(["fresh", "rotten"])


@given(st.lists(st.text("abcd", min_size=1), min_size=2, max_size=5, unique=True))
def test_there_and_back_again_is_the_same_label(classes: list[str]) -> None:
    others = [f"other {name}" for name in classes]
    items = [f"{other}={name}" for other, name in zip(others, classes, strict=True)]
    there = _translated(items, others, classes)
    back = _translated(items, classes, others)
    assert [back[there[other]] for other in others] == others
