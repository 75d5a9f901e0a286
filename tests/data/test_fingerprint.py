from collections.abc import Callable

import pandas as pd
import pytest

from sentiment_lab.data.dataset import Split
from sentiment_lab.data.fingerprint import fingerprint

Splits = dict[Split, pd.DataFrame]


def splits() -> Splits:
    frame = pd.DataFrame(
        {
            "id": ["a", "b"],
            "text": ["x", "y"],
            "label": ["0", "1"],
            "group": ["f", None],
            "rating": [7.0, float("nan")],
        }
    )
    return {"train": frame, "test": frame.assign(id=["c", "d"])}


def test_the_fingerprint_is_what_it_was_in_the_first_release():
    assert fingerprint(splits()) == (
        "9aa943b616198b7f686f658276f2dd7b275f6ea55bbcf796cab2a1319aa1ef20"
    )


def test_the_fingerprint_does_not_depend_on_the_order_of_rows_or_splits():
    shuffled: Splits = {name: frame[::-1] for name, frame in reversed(splits().items())}

    assert fingerprint(shuffled) == fingerprint(splits())


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s | {"train": s["train"].assign(text=["x", "z"])},
        lambda s: s | {"train": s["train"].assign(label=["0", "0"])},
        lambda s: s | {"train": s["train"].assign(id=["a", "e"])},
        lambda s: s | {"train": s["train"].assign(group=["f", "f"])},
        lambda s: s | {"train": s["train"].assign(group=["f", ""])},
        lambda s: s | {"train": s["train"].drop(columns="group")},
        lambda s: s | {"train": s["train"].assign(rating=[7.5, None])},
        lambda s: s | {"train": s["train"].head(1)},
        lambda s: {"train": s["test"], "test": s["train"]},
    ],
    ids=[*("text", "label", "id", "group", "empty group", "no groups", "rating", "row", "split")],
)
def test_the_fingerprint_changes_with(change: Callable[[Splits], Splits]):
    assert fingerprint(change(splits())) != fingerprint(splits())


def test_the_fingerprint_of_whole_numbers_is_that_of_equal_floats():
    whole: Splits = {name: frame.assign(rating=[7, 8]) for name, frame in splits().items()}
    floats: Splits = {name: frame.assign(rating=[7.0, 8.0]) for name, frame in splits().items()}

    assert fingerprint(whole) == fingerprint(floats)


def test_a_column_of_missing_values_counts_as_none():
    empty: Splits = {name: frame.assign(rating=None) for name, frame in splits().items()}
    without: Splits = {name: frame.drop(columns="rating") for name, frame in splits().items()}

    assert fingerprint(empty) == fingerprint(without)
