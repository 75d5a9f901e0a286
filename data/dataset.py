"""What a data set is to the rest of the package: three splits of labelled texts."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Split = Literal["train", "validation", "test"]

REQUIRED_COLUMNS = ("id", "text", "label")
OPTIONAL_COLUMNS = ("group", "rating")


@dataclass(frozen=True)
class Finding:
    """One thing a check found in the data.

    Attributes:
        check: Short name of the check, such as ``"overlap"``.
        message: One sentence with the figures, fit to be shown to the user.
        count: How many rows are concerned.
    """

    check: str
    message: str
    count: int


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it needs one: ``2,548 texts``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


@dataclass(frozen=True)
class Dataset:
    """A labelled data set, split and checked.

    Every split is a frame with the columns ``id`` (str, unique over all splits), ``text`` (str),
    ``label`` (str, one of ``classes``) and, where the source has them, ``group`` (str: what
    dependent rows have in common, such as their film) and ``rating`` (number).

    Attributes:
        name: The name or path the data set was asked for by.
        classes: Class names in order; with two classes the second is the positive one.
        train: Rows to learn from.
        validation: Rows carved from train, on which every choice is made.
        test: Rows that are looked at once.
        unit: What one row is, in the plural, such as ``"critics' snippets"``.
        published: What is published for this data set, in a sentence; None where unknown.
        fingerprint: Hex digest over the split and all values of every row.
        findings: What the checks found.
        group_unit: What a group is, in the plural, such as ``"films"``.
        trained_on: Name of the data set of train and validation, where test is of another, which
            all else describes; ids are unique within a split then.
        renamed_labels: What labels of the other are called here, such as ``"positive as fresh"``.
    """

    name: str
    classes: tuple[str, ...]
    train: pd.DataFrame
    validation: pd.DataFrame
    test: pd.DataFrame
    unit: str
    published: str | None
    fingerprint: str
    findings: tuple[Finding, ...]
    group_unit: str = "groups"
    trained_on: str | None = None
    renamed_labels: str | None = None

    def split(self, name: Split) -> pd.DataFrame:
        """The frame of one split."""
        return {"train": self.train, "validation": self.validation, "test": self.test}[name]
