"""Labels as words or numbers to class names, and the order of the classes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from ..class_order import usual_order
from ..exceptions import DataError, UsageError, unknown_name
from .dataset import Finding

UNLABELLED = frozenset({"", "-1", "nan", "null"})
"""What stands for "no label", compared without regard to case."""

_MOST_CLASSES = 50
_FEWEST_ROWS_PER_CLASS = 10


class ClassOrder(NamedTuple):
    """Class names in order, with two the positive last, and what there was to say of them."""

    classes: tuple[str, ...]
    findings: tuple[Finding, ...]


def label_names(labels: pd.Series, names: Mapping[str, str], where: str) -> pd.Series:
    """Every label as the name of its class.

    Whole numbers lose their decimals (``1.0`` is ``"1"``), words their surrounding blanks.

    Args:
        labels: As they stand in the source.
        names: What labels are called, where the data set is known, such as 0 for negative.
        where: The source, for messages.

    Returns:
        Strings, missing where there is no usable label (missing, empty, NaN or -1).

    Raises:
        DataError: Labels are lists or objects.
    """
    try:
        codes, distinct = pd.factorize(labels)
    except TypeError as error:
        raise DataError(f"{where}: labels must be words or numbers, not lists") from error
    texts = [_label_text(value) for value in distinct]
    # The last entry serves code -1, which factorize gives to missing values.
    found = [None if text.lower() in UNLABELLED else names.get(text, text) for text in texts]
    return pd.Series([[*found, None][code] for code in codes], index=labels.index, dtype="str")


def order_classes(
    labels: pd.Series, *, declared: Sequence[str] | None = None, positive: str | None = None
) -> ClassOrder:
    """The order of the classes that stand in a column of labels.

    Two classes: `positive` last, else as `class_order` knows them, else as the source declares
    them, else sorted, which is then reported. More classes: as `class_order` knows them, such as
    negative, neutral, positive, else as the source declares them, else sorted by number or
    alphabet.

    Raises:
        UsageError: `positive` is no class, or there are more than two classes.
        DataError: There are so many different labels that they cannot be classes.
    """
    present = [str(name) for name in labels.dropna().unique()]
    if len(present) > max(_MOST_CLASSES, len(labels) / _FEWEST_ROWS_PER_CLASS):
        raise DataError(
            f"{len(present)} different labels in {len(labels)} rows cannot be classes: "
            "name the right column with --label"
        )
    if positive is not None:
        return ClassOrder(_positive_last(present, positive), ())
    known = usual_order(present)
    if known is None and declared is not None and set(present) <= set(declared):
        known = tuple(name for name in declared if name in present)
    if known is not None:
        return ClassOrder(known, _alike(present))
    classes = tuple(_sorted(present))
    unusual = _taken_as_positive(classes, len(labels)) if len(classes) == 2 else ()
    return ClassOrder(classes, (*unusual, *_alike(present)))


def _label_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    return text.split(".")[0] if re.fullmatch(r"-?\d+\.0+", text) else text


def _positive_last(present: list[str], positive: str) -> tuple[str, ...]:
    if positive not in present:
        raise unknown_name("class", positive, present)
    if len(present) > 2:
        raise UsageError(
            f"--positive {positive}: a positive class needs two classes, "
            f"and there are {len(present)}: {', '.join(sorted(present))}"
        )
    return (*(name for name in present if name != positive), positive)


def _sorted(names: Iterable[str]) -> list[str]:
    listed = sorted(names)
    try:
        return sorted(listed, key=float)
    except ValueError:
        return listed


def _taken_as_positive(classes: tuple[str, ...], rows: int) -> tuple[Finding, ...]:
    message = (
        f"'{classes[1]}' is taken as the positive class, being the last in order; "
        f"--positive '{classes[0]}' takes the other"
    )
    return (Finding("positive-class", message, rows),)


def _alike(present: Sequence[str]) -> tuple[Finding, ...]:
    """Labels such as ``Good`` and ``good``, which are two classes and hardly meant to be."""
    by_lower_case: dict[str, list[str]] = {}
    for name in sorted(present):
        by_lower_case.setdefault(name.lower(), []).append(name)
    return tuple(
        Finding(
            "labels",
            f"the labels {' and '.join(names)} differ only in case and are taken as "
            f"{len(names)} classes",
            len(names),
        )
        for names in by_lower_case.values()
        if len(names) > 1
    )
