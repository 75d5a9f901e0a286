"""From the name or path of a data set to its three splits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..exceptions import DataError, UsageError, unknown_name
from .checks import check_dataset, overlapping, require_two_classes
from .cleaning import usable_rows
from .columns import SPLIT_COLUMN, Columns
from .dataset import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, Dataset, Split
from .fingerprint import fingerprint
from .hub import HUB_PREFIX, read_hub, read_imdb
from .labels import order_classes
from .material import Material
from .paths import read_path
from .rotten_tomatoes import read_rotten_tomatoes
from .splits import SplitPlan, split_rows


@dataclass(frozen=True)
class Source:
    """A data set known by name.

    Attributes:
        read: Reads its rows.
        about: What it is, in a few words.
    """

    read: Callable[[], Material]
    about: str


SOURCES: Mapping[str, Source] = {
    "rotten-tomatoes": Source(
        read_rotten_tomatoes, "12,808 critics' snippets, fresh or rotten, from the package index"
    ),
    "imdb": Source(
        lambda: read_imdb(Columns()), "50,000 film reviews, negative or positive, from the Hub"
    ),
}

PLAN = SplitPlan(seed=0, validation_fraction=0.1, test_fraction=0.2)
"""How a source without a plan of its own is split, as far as it is not split already."""


def load_dataset(
    name: str,
    *,
    columns: Columns = Columns(),  # noqa: B008 - frozen, so one default serves all calls
    drop_overlap: bool = False,
    positive: str | None = None,
) -> Dataset:
    """A data set, split and checked.

    What the source does not split itself is split by `PLAN`, for everyone the same.

    Args:
        name: A name in `SOURCES`, ``hub:NAME``, or the path of a file or folder.
        columns: What columns are called, where their names are not the usual ones.
        drop_overlap: Whether to leave out test rows whose text stands in train or validation.
        positive: The positive one of two classes.

    Raises:
        UsageError: The name, a column or the positive class is not to be had.
        DataError: The data cannot be read or cannot be used as they are.
        AssetError: The embedded data set cannot be fetched.
        MissingExtraError: The Hub needs a library that is not installed.
    """
    material = open_source(name, columns)
    rows, cleaned = usable_rows(material, name)
    order = order_classes(rows["label"], declared=material.classes, positive=positive)
    rows, carved = split_rows(rows, material.plan or PLAN, name)
    splits = _frames(rows)
    checked = check_dataset(splits, order.classes, name, drop_overlap=drop_overlap)
    if drop_overlap:
        splits = _without_overlap(splits, name)
    return Dataset(
        name=name,
        classes=order.classes,
        train=splits["train"],
        validation=splits["validation"],
        test=splits["test"],
        unit=material.unit,
        published=material.published,
        fingerprint=fingerprint(splits),
        group_unit=material.group_unit,
        findings=(*material.findings, *cleaned, *order.findings, *carved, *checked),
    )


def open_source(name: str, columns: Columns) -> Material:
    """The rows of a source as they stand there.

    Args:
        name: As for `load_dataset`.
        columns: What columns are called, where their names are not the usual ones.

    Raises:
        UsageError: The name or a column is not to be had.
        DataError: The data cannot be read.
    """
    if name in SOURCES:
        if columns != Columns():
            raise UsageError(f"the columns of '{name}' are known: name columns for files and hub:")
        return SOURCES[name].read()
    if name.startswith(HUB_PREFIX):
        return read_hub(name.removeprefix(HUB_PREFIX), columns)
    path = Path(name)
    if _exists(path):
        return read_path(path, columns)
    if path.suffix or len(path.parts) > 1 or path.is_absolute():
        raise DataError(f"{name}: no such file or folder")
    raise unknown_name("data set", name, [*SOURCES, "hub:NAME", "the path of a file or folder"])


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError:
        # Something is in the way; reading it tells what.
        return True
    return True


def _frames(rows: pd.DataFrame) -> dict[Split, pd.DataFrame]:
    """One frame a split, in the order of the source, with the contract's columns alone."""
    names = [*REQUIRED_COLUMNS, *(name for name in OPTIONAL_COLUMNS if name in rows)]
    parts: tuple[Split, ...] = ("train", "validation", "test")
    return {
        part: rows.loc[rows[SPLIT_COLUMN] == part, names].reset_index(drop=True) for part in parts
    }


def _without_overlap(splits: dict[Split, pd.DataFrame], where: str) -> dict[Split, pd.DataFrame]:
    kept = splits["test"][~overlapping(splits)].reset_index(drop=True)
    if kept.empty:
        raise DataError(f"{where}: every test text stands in train: nothing is left to test on")
    why = "without the texts that stand in train, nothing can be compared on it"
    require_two_classes(kept, "test", why, where)
    return {**splits, "test": kept}
