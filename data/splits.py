"""Splitting: by film where films are known, else by text, within each class; seeded.

A row's side depends on the seed and on its film or text alone, through a hash: the same rows in
another order are split alike, and equal texts stay on one side.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import DataError, UsageError
from .columns import SPLIT_COLUMN
from .dataset import Finding, Split, counted

SPLIT_NAMES: Mapping[str, Split] = {
    "train": "train",
    "training": "train",
    "validation": "validation",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "test": "test",
}


@dataclass(frozen=True)
class SplitPlan:
    """How to split what the source does not split itself.

    Attributes:
        seed: Another seed gives another split.
        validation_fraction: Share of the train rows that becomes validation, in (0, 1).
        test_fraction: Share of all rows that becomes test, in (0, 1).
    """

    seed: int
    validation_fraction: float
    test_fraction: float

    def __post_init__(self) -> None:
        for name in ("validation_fraction", "test_fraction"):
            value = getattr(self, name)
            if not 0 < value < 1:
                raise UsageError(f"{name} must lie between 0 and 1, not {value}")


class SplitRows(NamedTuple):
    """Rows with a full column ``split``, and how what the source did not split was split."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...]


def split_rows(frame: pd.DataFrame, plan: SplitPlan, where: str) -> SplitRows:
    """Gives every row its split.

    Args:
        frame: Columns ``text``, ``label`` and perhaps ``group`` and ``split``. Splits that the
            source names are honoured; test, then validation are carved from train where the
            source has none.
        plan: Seed and sizes.
        where: The source, for messages.

    Raises:
        DataError: A split has an unknown name, or there is nothing to train on.
    """
    splits = _named_splits(frame, where)
    if not (splits == "train").any():
        raise DataError(f"{where}: no rows to train on")
    findings: list[Finding] = []
    for part, fraction in (("test", plan.test_fraction), ("validation", plan.validation_fraction)):
        if not (splits == part).any():
            train = splits == "train"
            carved = _carve(frame[train], fraction, f"{part}:{plan.seed}")
            splits[np.flatnonzero(train)[carved]] = part
            findings.append(_carved(part, int(carved.sum()), frame[train]))
    return SplitRows(frame.assign(**{SPLIT_COLUMN: splits}), tuple(findings))


def test_part(frame: pd.DataFrame, plan: SplitPlan | None, where: str) -> SplitRows:
    """The rows to test a model of another data set on.

    Args:
        frame: As for `split_rows`.
        plan: The source's own; None where it has none.
        where: The source, for messages.

    Returns:
        The rows of the split test, where the source or its plan makes one; else all of them.

    Raises:
        DataError: A split has an unknown name, or there is nothing to carve test from.
    """
    named = _named_splits(frame, where) == "test"
    if named.any():
        return SplitRows(frame[named], ())
    if plan is None and SPLIT_COLUMN not in frame:
        note = f"no split is named: all {counted(len(frame), 'row')} are tested on"
        return SplitRows(frame, (Finding("split", note, len(frame)),))
    if plan is None:
        raise DataError(
            f"{where}: no row of the split 'test': name one, or leave the column 'split' out to "
            "test on all rows"
        )
    rows, findings = split_rows(frame, plan, where)
    return SplitRows(rows[rows[SPLIT_COLUMN] == "test"], findings)


def _carved(part: str, n: int, train: pd.DataFrame) -> Finding:
    unit = "group" if _splits_by_group(train) else "text"
    rows = counted(n, "row")
    return Finding("split", f"{rows} of {len(train):,} carved from train for {part}, by {unit}", n)


def _named_splits(frame: pd.DataFrame, where: str) -> NDArray[np.object_]:
    if SPLIT_COLUMN not in frame:
        return np.full(len(frame), "train", dtype=object)
    given = frame[SPLIT_COLUMN].astype("str").str.strip().str.lower()
    unknown = sorted(set(given.fillna("").unique()) - set(SPLIT_NAMES))
    if unknown:
        raise DataError(
            f"{where}: the column 'split' holds '{unknown[0]}'; known: {', '.join(SPLIT_NAMES)}: "
            "change it, or give the column another name"
        )
    return given.map(dict(SPLIT_NAMES)).to_numpy(dtype=object)


def _carve(frame: pd.DataFrame, fraction: float, salt: str) -> NDArray[np.bool_]:
    """Marks about `fraction` of the rows, shape (n,)."""
    units = _units(frame)
    taken = np.zeros(len(frame), dtype=bool)
    strata = _commonest_label(units, frame["label"])
    for label in sorted(set(strata)):
        rows = np.flatnonzero(strata == label)
        taken[rows] = _take(units.iloc[rows], fraction, salt)
    return taken if taken.any() else _take(units, fraction, salt)


def _splits_by_group(frame: pd.DataFrame) -> bool:
    """Whether whole films are carved, which needs two at least."""
    return "group" in frame and len(frame["group"].dropna().unique()) > 1


def _units(frame: pd.DataFrame) -> pd.Series:
    """What must not be torn apart: the film, or the text; a row without a film is one by itself."""
    if not _splits_by_group(frame):
        return frame["text"]
    return frame["group"].where(frame["group"].notna(), "\0" + frame["text"])


def _commonest_label(units: pd.Series, labels: pd.Series) -> NDArray[np.object_]:
    """For each row the label that most rows of its unit have, the smallest of several."""
    counts = pd.DataFrame({"unit": units, "label": labels}).value_counts().reset_index()
    ranked = counts.sort_values(["count", "label"], ascending=[False, True])
    commonest = ranked.drop_duplicates("unit").set_index("unit")["label"]
    return units.map(commonest).to_numpy(dtype=object)


def _take(units: pd.Series, fraction: float, salt: str) -> NDArray[np.bool_]:
    """Whole units in the order of their hashes, until the share of rows is nearest `fraction`.

    At least one unit is taken and one left, where there are two; of one unit none is taken.
    """
    codes, names = pd.factorize(units)
    sizes = np.bincount(codes, minlength=len(names))
    digests = [hashlib.sha256(f"{salt}\0{name}".encode()).digest() for name in names]
    order = np.array(sorted(range(len(names)), key=digests.__getitem__))
    rows_taken = np.cumsum(sizes[order])
    nearest = int(np.argmin(np.abs(rows_taken - fraction * len(units)))) + 1
    chosen = order[: min(max(nearest, 1), len(names) - 1)]
    return np.isin(codes, chosen)
