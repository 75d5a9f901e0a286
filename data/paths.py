"""Data sets on disk: one file, a folder of split files, or an unpacked ``aclImdb``."""

from pathlib import Path

import pandas as pd

from ..exceptions import DataError, UsageError
from .columns import SPLIT_COLUMN, Columns, pick_columns
from .dataset import Split
from .imdb import as_imdb, is_imdb, is_unpacked, read_unpacked
from .material import Material, with_ids
from .splits import SPLIT_NAMES
from .tables import read_table, table_kind
from .textfiles import cannot_read


def read_path(path: Path, columns: Columns) -> Material:
    """The rows of a file or folder.

    Args:
        path: A file that `read_table` reads, a folder of such files named after splits
            (``train.parquet``, ``test-00000.parquet``, ``dev.csv`` ...), or an unpacked
            ``aclImdb``.
        columns: The user's names of columns.

    Raises:
        DataError: It cannot be read.
        UsageError: Columns or the format cannot be told.
    """
    try:
        is_folder = path.is_dir()
        unpacked = is_folder and next((f for f in (path, path / "aclImdb") if is_unpacked(f)), None)
    except OSError as error:
        raise cannot_read(path, error) from error
    if unpacked:
        if columns != Columns():
            raise UsageError(f"{path} holds texts in single files: there are no columns to name")
        return read_unpacked(unpacked)
    table = _read_folder(path) if is_folder else read_table(path)
    frame, findings = pick_columns(table, columns, str(path))
    material = Material(with_ids(frame, str(path)), findings=findings)
    recognised = SPLIT_COLUMN in material.frame and is_imdb(material.frame)
    return as_imdb(material) if recognised else material


def _read_folder(folder: Path) -> pd.DataFrame:
    """All split files of a folder, one under the other."""
    try:
        files = sorted(file for file in folder.iterdir() if table_kind(file) is not None)
    except OSError as error:
        raise cannot_read(folder, error) from error
    named = [(_split_of(file), file) for file in files]
    if not any(part == "train" for part, _ in named):
        raise DataError(
            f"{folder} holds neither an unpacked aclImdb nor a table of train "
            "(train.parquet, train.csv ...): name a file, or name the files by their split"
        )
    tables = [
        read_table(file).assign(**{SPLIT_COLUMN: part}) for part, file in named if part is not None
    ]
    return pd.concat(tables, ignore_index=True)


def _split_of(file: Path) -> Split | None:
    """The split that a file's name begins with: ``test`` for ``test-00000-of-00001.parquet``."""
    return SPLIT_NAMES.get(file.name.split(".")[0].split("-")[0].lower())
