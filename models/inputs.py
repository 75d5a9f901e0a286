"""What a neural model refuses: texts that are none, labels that nothing can be learnt from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..exceptions import DataError


def require_texts(texts: Sequence[str]) -> list[str]:
    """The texts as a list.

    Raises:
        DataError: There are none, or one of them is not a string.
    """
    if isinstance(texts, str):
        raise DataError("expected several texts, not one string: put it in a list")
    listed = list(texts)
    if not listed:
        raise DataError("no texts: at least one is needed")
    for position, text in enumerate(listed):
        if not isinstance(text, str):
            raise DataError(f"text {position} is {text!r}, not a string: drop or fill in such rows")
    return listed


def require_classes(labels: Sequence[str], n_texts: int) -> NDArray[np.generic]:
    """The classes among the labels, sorted.

    Args:
        labels: One label a text.
        n_texts: How many texts there are.

    Raises:
        DataError: Labels and texts differ in number, a label is missing, or all are the same.
    """
    if len(labels) != n_texts:
        raise DataError(f"{n_texts} texts but {len(labels)} labels: every text needs one")
    for position, label in enumerate(labels):
        if label is None or label != label:  # noqa: PLR0124 - NaN alone differs from itself
            raise DataError(f"label {position} is {label!r}: drop or fill in such rows")
    classes = np.unique(np.asarray(labels))
    if len(classes) < 2:
        raise DataError(f"all labels are '{classes[0]}': at least two classes are needed")
    return classes


def class_indices(labels: Sequence[str], classes: NDArray[np.generic]) -> NDArray[np.int64]:
    """The index of every label in the sorted classes.

    Raises:
        DataError: A label is none of the classes.
    """
    known = {label: index for index, label in enumerate(classes.tolist())}
    for position, label in enumerate(labels):
        if label not in known:
            names = ", ".join(str(each) for each in known)
            raise DataError(f"label {position} is '{label}', which training never saw: {names}")
    return np.array([known[label] for label in labels], dtype=np.int64)
