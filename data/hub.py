"""Data sets from the Hugging Face Hub, through the ``datasets`` library."""

import importlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd

from ..exceptions import DataError, MissingExtraError
from .columns import SPLIT_COLUMN, Columns, find_columns, pick_columns
from .imdb import CLASS_NAMES, PLAN, PUBLISHED, UNIT
from .material import Material, with_ids
from .splits import SPLIT_NAMES

HubLoader = Callable[..., Mapping[str, Any]]
"""`datasets.load_dataset`: name and perhaps configuration to a data set for each split."""

HUB_PREFIX = "hub:"
IMDB_ON_HUB = "stanfordnlp/imdb"


def read_hub(name: str, columns: Columns, load: HubLoader | None = None) -> Material:
    """A data set of the Hub, downloaded or from its cache.

    Args:
        name: ``owner/name``, or ``owner/name:configuration``.
        columns: The user's names of columns.
        load: Stands in for `datasets.load_dataset`.

    Raises:
        MissingExtraError: The ``datasets`` library is not installed.
        DataError: The Hub cannot be reached, or holds no such data set.
    """
    load = load or _loader()
    repository, _, configuration = name.partition(":")
    parts = {
        part: rows
        for part, rows in _load(load, repository, configuration).items()
        if part in SPLIT_NAMES
    }
    if not parts:
        raise DataError(f"{HUB_PREFIX}{name} has no split named {', '.join(SPLIT_NAMES)}")
    tables = [rows.to_pandas().assign(**{SPLIT_COLUMN: part}) for part, rows in parts.items()]
    where = HUB_PREFIX + name
    frame, findings = pick_columns(pd.concat(tables, ignore_index=True), columns, where)
    names = _class_names(next(iter(parts.values())).features, columns, where)
    return Material(
        with_ids(frame, where),
        names={str(code): label for code, label in enumerate(names)},
        classes=names or None,
        findings=findings,
    )


def read_imdb(columns: Columns, load: HubLoader | None = None) -> Material:
    """IMDB from the Hub, where neither stars nor films are kept."""
    try:
        material = read_hub(IMDB_ON_HUB, columns, load)
    except DataError as error:
        raise DataError(
            f"{error}; without it, name a folder, such as ./imdb, that holds an unpacked "
            "aclImdb_v1.tar.gz or train.parquet and test.parquet"
        ) from error
    return Material(material.frame, unit=UNIT, published=PUBLISHED, names=CLASS_NAMES, plan=PLAN)


def _loader() -> HubLoader:
    try:
        return importlib.import_module("datasets").load_dataset
    except ModuleNotFoundError as error:
        raise MissingExtraError("a data set from the Hub", "train") from error


def _load(load: HubLoader, repository: str, configuration: str) -> Mapping[str, Any]:
    arguments = (repository, configuration) if configuration else (repository,)
    try:
        with _without_warnings_of_retries():
            return load(*arguments)
    except (ConnectionError, TimeoutError) as error:
        raise DataError(f"cannot reach '{repository}' on the Hub (no network?)") from error
    except FileNotFoundError as error:
        raise DataError(f"the Hub holds no data set '{repository}' open to you") from error
    except (OSError, RuntimeError, ValueError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise DataError(f"cannot load '{repository}' from the Hub: {reason}") from error


@contextmanager
def _without_warnings_of_retries() -> Iterator[None]:
    """Keeps the Hub's client from logging each attempt: the error that follows says it all."""
    logger = logging.getLogger("huggingface_hub")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def _class_names(features: Mapping[str, Any], columns: Columns, where: str) -> tuple[str, ...]:
    """The names that the data set declares for its label column; empty where it has none."""
    label = find_columns(list(features), columns, where)["label"]
    return tuple(getattr(features[label], "names", None) or ())
