"""What is wrong or noteworthy with a split data set, each as one sentence with its figures."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from ..exceptions import DataError
from .dataset import Finding, Split, counted

Splits = Mapping[Split, pd.DataFrame]

_FEW_ROWS = 100
_MARKUP = r"<br\s*/?>|</?(?:p|b|i|em|strong|div|span|a)\b[^>]*>|&(?:amp|quot|lt|gt|nbsp|#\d+);"
_DAMAGE = "[\ufffd\x80-\x9f]|\u00c3[\x80-\u00bf]|\u00e2\u20ac"
"""Replacement and C1 characters, and UTF-8 that was read as latin-1 or cp1252."""


class Repetition(NamedTuple):
    """How often texts and films come again.

    Attributes:
        train: Rows of train and validation whose text stands there further up.
        test: Rows of test whose text stands in test further up.
        across: Rows of test whose text stands in train or validation.
        groups: Films that stand both in test and in train or validation; None without films.
    """

    train: int
    test: int
    across: int
    groups: int | None


def check_dataset(
    splits: Splits, classes: Sequence[str], where: str, *, drop_overlap: bool = False
) -> tuple[Finding, ...]:
    """Everything that the checks find in a split data set.

    Args:
        splits: The frames of train, validation and test.
        classes: Names of all classes.
        where: The data set, for messages.
        drop_overlap: Whether test rows that stand in train are to be left out, for the wording.

    Raises:
        DataError: A split is empty, train or test holds one class alone, or test holds a label that
            is not in train.
    """
    _require_learnable(splits, where)
    return (
        *_missing_classes(splits, classes),
        *_small(splits),
        *_repeated(repetition(splits), len(splits["test"]), drop_overlap=drop_overlap),
        *_contradictory(splits),
        *_marked_up(splits),
        *_damaged(splits),
    )


def repetition(splits: Splits) -> Repetition:
    """Counts of doubled texts, of test texts that stand in train, and of shared films."""
    learned = pd.concat([splits["train"], splits["validation"]], ignore_index=True)
    test = splits["test"]
    shared = None
    if "group" in test:
        shared = len(set(learned["group"].dropna()) & set(test["group"].dropna()))
    return Repetition(
        train=int(learned["text"].duplicated().sum()),
        test=int(test["text"].duplicated().sum()),
        across=int(overlapping(splits).sum()),
        groups=shared,
    )


def overlapping(splits: Splits) -> pd.Series:
    """Marks the test rows whose text stands word for word in train or validation."""
    learned = {*splits["train"]["text"], *splits["validation"]["text"]}
    return splits["test"]["text"].isin(learned)


def _require_learnable(splits: Splits, where: str) -> None:
    for name, frame in splits.items():
        if frame.empty:
            raise DataError(f"{where}: no rows for the {name} split: there are too few to split")
    require_two_classes(splits["train"], "train", "nothing can be learned from one class", where)
    require_two_classes(splits["test"], "test", "nothing can be compared on one class", where)
    seen = set(splits["train"]["label"])
    for name in ("validation", "test"):
        unseen = splits[name].loc[~splits[name]["label"].isin(seen), "label"]
        if len(unseen):
            rows = counted(len(unseen), "row")
            raise DataError(
                f"{where}: the label '{unseen.iloc[0]}' of {rows} in {name} does not stand in "
                "train: mend the label or leave these rows out"
            )


def require_two_classes(rows: pd.DataFrame, split: Split, why: str, where: str) -> None:
    """Refuse a split whose rows all carry one label.

    Raises:
        DataError: They do; it says which split, which label, and why that is too little.
    """
    found = rows["label"].unique()
    if len(found) == 1:
        raise DataError(f"{where}: every row of {split} is labelled '{found[0]}': {why}")


def _missing_classes(splits: Splits, classes: Sequence[str]) -> Iterator[Finding]:
    for name in ("validation", "test"):
        absent = [label for label in classes if not splits[name]["label"].eq(label).any()]
        if absent:
            message = f"{name} holds no row of {', '.join(absent)}: some metrics are undefined"
            yield Finding("one-class", message, len(splits[name]))


def _small(splits: Splits) -> Iterator[Finding]:
    test, train = len(splits["test"]), len(splits["train"])
    if test < _FEW_ROWS:
        message = f"test holds {counted(test, 'row')}: intervals will be wide"
        yield Finding("small", message, test)
    if train < _FEW_ROWS:
        message = f"train holds {counted(train, 'row')}: little can be learned"
        yield Finding("small", message, train)


def _repeated(found: Repetition, n_test: int, *, drop_overlap: bool) -> Iterator[Finding]:
    for part, count in (("train", found.train), ("test", found.test)):
        if count:
            yield Finding("doubled", f"{counted(count, 'doubled text')} inside {part}", count)
    if found.across:
        then = "left out" if drop_overlap else "--drop-overlap leaves them out"
        texts = f"{counted(found.across, 'test text')} of {n_test:,} ({found.across / n_test:.2%})"
        yield Finding("overlap", f"{texts} word for word in train: {then}", found.across)
    if found.groups:
        message = f"{counted(found.groups, 'group')} in both train and test"
        yield Finding("shared-groups", message, found.groups)


def _contradictory(splits: Splits) -> Iterator[Finding]:
    rows = pd.concat(list(splits.values()), ignore_index=True)
    doubled = rows[rows["text"].duplicated(keep=False)]
    several = doubled.groupby("text")["label"].nunique()
    count = int((several > 1).sum())
    if count:
        yield Finding(
            "contradictory", f"{counted(count, 'doubled text')} with differing labels", count
        )


def _marked_up(splits: Splits) -> Iterator[Finding]:
    found = _count_matching(splits, _MARKUP)
    rows = sum(len(frame) for frame in splits.values())
    if found:
        texts = f"{counted(found, 'text')} ({found / rows:.1%})"
        message = f"{texts} with HTML, which is left as published"
        yield Finding("html", message, found)


def _damaged(splits: Splits) -> Iterator[Finding]:
    found = _count_matching(splits, _DAMAGE)
    if found:
        message = f"{counted(found, 'text')} with characters that a wrong encoding leaves behind"
        yield Finding("encoding", message, found)


def _count_matching(splits: Splits, pattern: str) -> int:
    return sum(int(frame["text"].str.contains(pattern).sum()) for frame in splits.values())
