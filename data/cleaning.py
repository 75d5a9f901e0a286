"""Leaving out what cannot be learned from or scored: rows without text or without a label."""

from typing import NamedTuple

import pandas as pd

from ..exceptions import DataError
from .dataset import Finding, counted
from .labels import label_names
from .material import Material


class UsableRows(NamedTuple):
    """Rows that have a text and a class name, and what was left out."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...]


def usable_rows(material: Material, where: str) -> UsableRows:
    """The rows of a source that have a text and a usable label, labels as class names.

    Raises:
        DataError: No row is left, or leaving out -1 leaves one class.
    """
    frame = material.frame
    labels = label_names(frame["label"], material.names, where)
    empty = frame["text"].isna() | frame["text"].str.strip().eq("")
    unlabelled = labels.isna() & ~empty
    kept = frame.assign(label=labels)[~empty & ~unlabelled].reset_index(drop=True)
    if kept.empty:
        raise DataError(f"{where}: no row has both a text and a label")
    if len(kept["label"].unique()) == 1 and frame["label"].astype("str").isin(["-1", "-1.0"]).any():
        raise DataError(
            f"{where}: labels of -1 are read as 'no label', which leaves only "
            f"'{kept['label'].iloc[0]}': write the negative class as 0 or as a word"
        )
    findings = (
        _left_out("empty-text", "no text", int(empty.sum())),
        _left_out("unlabelled", "no usable label (missing or -1)", int(unlabelled.sum())),
        _renamed(frame["label"], kept["label"], material),
    )
    return UsableRows(kept, tuple(finding for finding in findings if finding is not None))


def _left_out(check: str, what: str, count: int) -> Finding | None:
    if not count:
        return None
    message = f"{counted(count, 'row')} left out: {what}"
    return Finding(check, message, count)


def _renamed(given: pd.Series, names: pd.Series, material: Material) -> Finding | None:
    """A note where labels of the source are shown under other names."""
    written = label_names(given, {}, "").dropna().unique()
    renamed = sorted(label for label in written if label in material.names)
    if not renamed:
        return None
    new = ", ".join(material.names[label] for label in renamed)
    return Finding("labels", f"the labels {', '.join(renamed)} are called {new}", len(names))
