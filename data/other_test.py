"""Train and validation of one data set, test of another."""

from dataclasses import dataclass, replace

import pandas as pd

from ..exceptions import DataError
from .checks import overlapping
from .cleaning import usable_rows
from .columns import Columns
from .dataset import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, Dataset, Finding, Split, counted
from .fingerprint import fingerprint
from .label_map import LabelMap, translate_labels
from .labels import order_classes
from .sources import open_source
from .splits import test_part


@dataclass(frozen=True)
class OtherTest:
    """Labelled rows that a model of another data set is tested on.

    Attributes:
        name: The name or path of their data set.
        frame: Columns as in a split of a `Dataset`.
        classes: The labels that occur, in order.
        unit: What one row is, in the plural.
        group_unit: What a group is, in the plural.
        findings: What was noticed on reading.
    """

    name: str
    frame: pd.DataFrame
    classes: tuple[str, ...]
    unit: str
    group_unit: str
    findings: tuple[Finding, ...] = ()


def load_test_set(name: str) -> OtherTest:
    """The test split of a data set; all its rows where nothing says how it is split.

    Args:
        name: As for `load_dataset`; a file has the usual column names.

    Raises:
        UsageError: The name is unknown.
        DataError: The data cannot be read or cannot be used as they are.
    """
    material = open_source(name, Columns())
    rows, cleaned = usable_rows(material, name)
    rows, carved = test_part(rows, material.plan, name)
    order = order_classes(rows["label"], declared=material.classes)
    names = [*REQUIRED_COLUMNS, *(each for each in OPTIONAL_COLUMNS if each in rows)]
    return OtherTest(
        name=name,
        frame=rows[names].reset_index(drop=True),
        classes=order.classes,
        unit=material.unit,
        group_unit=material.group_unit,
        findings=(*material.findings, *cleaned, *carved),
    )


def own_test_set(dataset: Dataset) -> OtherTest:
    """The test split of a data set that is also trained on."""
    return OtherTest(dataset.name, dataset.test, dataset.classes, dataset.unit, dataset.group_unit)


def with_other_test(
    dataset: Dataset, other: OtherTest, label_map: LabelMap, *, drop_overlap: bool = False
) -> Dataset:
    """A data set with the test rows of another in place of its own, labels in its own names.

    Its fingerprint covers what is trained on and what is tested on.

    Args:
        dataset: What is trained and validated on.
        other: What is tested on.
        label_map: Which labels are the same.
        drop_overlap: Leave out test rows whose text stands in train or validation.

    Raises:
        UsageError: The labels are not the same ones.
        DataError: Every test text stands in train.
    """
    translated = translate_labels(
        label_map,
        other.classes,
        dataset.classes,
        labels_of=other.name,
        classes_of=dataset.name,
    )
    test = other.frame.assign(label=other.frame["label"].map(translated).astype("str"))
    splits: dict[Split, pd.DataFrame] = {
        "train": dataset.train,
        "validation": dataset.validation,
        "test": test,
    }
    shared = overlapping(splits)
    if drop_overlap:
        splits["test"] = test[~shared].reset_index(drop=True)
        if splits["test"].empty:
            raise DataError(
                f"every test text of {other.name} stands in train of {dataset.name}: nothing is "
                "left to test on"
            )
    renamed = [f"{one} as {two}" for one, two in translated.items() if one != two]
    return replace(
        dataset,
        name=other.name,
        test=splits["test"],
        unit=other.unit,
        group_unit=other.group_unit,
        published=None,
        fingerprint=fingerprint(splits),
        findings=(*other.findings, _overlap(dataset, shared, drop_overlap=drop_overlap)),
        trained_on=dataset.name,
        renamed_labels=", ".join(renamed) or None,
    )


def _overlap(dataset: Dataset, shared: pd.Series, *, drop_overlap: bool) -> Finding:
    count, n = int(shared.sum()), len(shared)
    if not count:
        return Finding("overlap", f"no test text stands word for word in {dataset.name}'s train", 0)
    then = "left out" if drop_overlap else "--drop-overlap leaves them out"
    texts = f"{counted(count, 'test text')} of {n:,} ({count / n:.2%})"
    return Finding("overlap", f"{texts} word for word in {dataset.name}'s train: {then}", count)
