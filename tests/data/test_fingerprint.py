from collections.abc import Callable

import pandas as pd
import pytest

from sentiment_lab.data.dataset import Split
from sentiment_lab.data.fingerprint import fingerprint

Splits = dict[Split, pd.DataFrame]


def splits() -> Splits:
    frame = pd.DataFrame({"id": ["a", "b"], "text": ["x", "y"], "label": ["0", "1"], "group": "f"})
    return {"train": frame, "test": frame.assign(id=["c", "d"])}


def test_the_fingerprint_is_what_it_was_in_the_first_release():
    assert fingerprint(splits()) == (
        "6e8ecea2ad33506f97283a21adb2bc35a122ed01b63f4286e94e85a7f0dd9336"
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
        lambda s: s | {"train": s["train"].head(1)},
        lambda s: {"train": s["test"], "test": s["train"]},
    ],
    ids=["text", "label", "id", "row", "split"],
)
def test_the_fingerprint_changes_with(change: Callable[[Splits], Splits]):
    assert fingerprint(change(splits())) != fingerprint(splits())
