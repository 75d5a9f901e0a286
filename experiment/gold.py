"""Gold labels of error categories, read from the user's file and checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..data.columns import Columns, find_columns
from ..data.sources import load_dataset
from ..data.tables import read_table
from ..exceptions import DataError, UsageError

INCLUSION = "inclusion"
READERS_CAUSES = ("main_1", "main_2")
READERS_POLARITY = ("polarity_1", "polarity_2")


@dataclass(frozen=True)
class GoldTexts:
    """Texts with a yes or no for one category.

    Attributes:
        frame: ``id``, ``text``, ``gold`` (bool), and every other column of the file.
        dropped: What was left out and why, with counts, in words.
    """

    frame: pd.DataFrame
    dropped: tuple[str, ...]


def read_gold_texts(
    path: Path, *, label: str, columns: Columns, texts: str | None = None
) -> GoldTexts:
    """Gold rows with their texts, to measure a tagger on.

    Rows without a text, rows whose label is neither 0 nor 1, and repeated texts (the first is kept)
    are left out and counted.

    Args:
        path: A table that `read_table` reads.
        label: The column that says 0 or 1.
        columns: Where texts and ids have other than the usual names.
        texts: A data set whose texts are joined by id; None: the file holds them.

    Raises:
        UsageError: A column is absent.
        DataError: No id is found in the data set, or no usable row is left.
    """
    table = read_table(path)
    names = [str(name) for name in table.columns]
    if label not in names:
        raise UsageError(f"{path}: no column '{label}': name the column of 0 and 1 with --label")
    role = "id" if texts else "text"
    found = find_columns(names, columns, str(path), required=(role,))
    ids = table[found["id"]] if "id" in found else pd.Series(range(len(table)))
    frame = table.assign(id=ids.astype("str"))
    frame["text"] = _joined(frame["id"], texts, path) if texts else table[found["text"]]
    return _usable(frame, label, path)


def read_gold_tags(path: Path, categories: Sequence[str]) -> pd.DataFrame:
    """Gold of several categories for reviews that are known by their ids.

    Args:
        categories: Those whose columns are looked for.
        path: A table with ``id``, a column of 0 and 1 for each category that was annotated, and
            perhaps ``inclusion`` (probability of being in the sample), ``main_1, main_2`` (each
            reader's main cause) and ``polarity_1, polarity_2`` (each reader's verdict, 1 to 5).

    Returns:
        ``id``, ``weight`` (inverse inclusion probability; 1 without it), a column for each category
        (1.0, 0.0 or NaN), and the readers' columns as they stand.

    Raises:
        DataError: Ids are missing or doubled, an inclusion probability is no share, a label is
            neither 0 nor 1, or a reader's verdict is not from 1 to 5.
        UsageError: No category of the taggers has a column.
    """
    table = read_table(path)
    names = [str(name) for name in table.columns]
    if "id" not in names:
        raise UsageError(f"{path}: gold needs a column 'id', found: {', '.join(names)}")
    annotated = [name for name in categories if name in names]
    if not annotated:
        raise UsageError(
            f"{path}: no column is named after a category ({', '.join(categories)}); "
            f"the columns are: {', '.join(names)}"
        )
    ids = table["id"].astype("str")
    if ids.duplicated().any():
        raise DataError(f"{path}: the id '{ids[ids.duplicated()].iloc[0]}' stands twice")
    gold = pd.DataFrame({"id": ids, "weight": _weights(table, path)})
    for name in annotated:
        gold[name] = _yes_or_no(_filled(table[name]), path)
    for name in READERS_CAUSES:
        if name in names:
            gold[name] = _filled(table[name])
    for name in READERS_POLARITY:
        if name in names:
            gold[name] = _polarity(_filled(table[name]), path)
    return gold


def _joined(ids: pd.Series, texts: str | None, path: Path) -> pd.Series:
    dataset = load_dataset(texts or "")
    parts = (dataset.train, dataset.validation, dataset.test)
    known = pd.concat([part[["id", "text"]] for part in parts]).drop_duplicates("id")
    joined = ids.map(known.set_index("id")["text"])
    if joined.isna().all():
        raise DataError(
            f"{path}: none of its {len(ids)} ids is in {dataset.name}, such as '{ids.iloc[0]}'"
        )
    return joined


def _usable(frame: pd.DataFrame, label: str, path: Path) -> GoldTexts:
    empty = frame["text"].fillna("").astype("str").str.strip().eq("")
    number = pd.to_numeric(frame[label], errors="coerce")
    unusable = ~number.isin([0, 1])
    # A text whose first copy cannot be used stands there once.
    usable = ~(empty | unusable)
    doubled = usable & frame["text"].where(usable).duplicated()
    reasons = {
        "without a text": empty,
        f"with a '{label}' other than 0 and 1": unusable & ~empty,
        "with a text that stands there before": doubled,
    }
    dropped = tuple(f"{int(mask.sum())} rows {why}" for why, mask in reasons.items() if mask.any())
    kept = frame[usable & ~doubled].reset_index(drop=True)
    if kept.empty:
        raise DataError(f"{path}: no row has a text and a '{label}' of 0 or 1")
    kept["gold"] = pd.to_numeric(kept[label]).astype(bool)
    kept["text"] = kept["text"].astype("str")
    return GoldTexts(kept, dropped)


def _weights(table: pd.DataFrame, path: Path) -> np.ndarray:
    if INCLUSION not in table:
        return np.ones(len(table))
    shares = pd.to_numeric(table[INCLUSION], errors="coerce")
    wrong = ~((shares > 0) & (shares <= 1))
    if wrong.any():
        raise DataError(
            f"{path}: '{INCLUSION}' must be a probability above 0, row {int(wrong.argmax()) + 1} "
            f"holds '{table[INCLUSION].iloc[int(wrong.argmax())]}'"
        )
    return 1 / shares.to_numpy(float)


def _filled(column: pd.Series) -> pd.Series:
    """A column without its blanks: what is missing in a file of text is an empty field."""
    return column.mask(column.astype("str").str.strip().eq(""))


def _yes_or_no(column: pd.Series, path: Path) -> pd.Series:
    number = pd.to_numeric(column, errors="coerce")
    wrong = ~(number.isin([0, 1, -1]) | column.isna())
    if wrong.any():
        row = int(wrong.argmax())
        raise DataError(
            f"{path}: column '{column.name}', row {row + 1} holds '{column.iloc[row]}': "
            "gold is 0 or 1, or -1 where nothing was decided"
        )
    return number.where(number >= 0).astype(float)


def _polarity(column: pd.Series, path: Path) -> pd.Series:
    """A reader's verdict as a number: a file of text holds it as text."""
    number = pd.to_numeric(column, errors="coerce")
    wrong = ~(number.between(1, 5) | column.isna())
    if wrong.any():
        row = int(wrong.argmax())
        raise DataError(
            f"{path}: column '{column.name}', row {row + 1} holds '{column.iloc[row]}': "
            "a verdict goes from 1, clearly negative, to 5, clearly positive"
        )
    return number.astype(float)
