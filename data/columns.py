"""Which column of a table is what: by the user's word, else by the usual names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Literal

import numpy as np
import pandas as pd

from ..exceptions import DataError, UsageError
from .dataset import Finding, counted

Role = Literal["text", "label", "id", "group", "rating"]

SPLIT_COLUMN = "split"

_USUAL_NAMES: Mapping[Role, tuple[str, ...]] = {
    "text": ("text", "review", "sentence", "content", "review_text", "comment", "body", "snippet"),
    "label": ("label", "sentiment", "class", "target", "polarity", "category", "labels"),
    "id": ("id", "review_id", "uid"),
    "group": ("group", "movie", "film", "movie_name", "movie_id", "film_id", "product_id"),
    "rating": ("rating", "stars", "score"),
}


@dataclass(frozen=True)
class Columns:
    """The user's names of columns; None means: found by the usual names.

    Attributes:
        text: The text to classify.
        label: Its class, as a word or a number.
        id: A name for the row, unique within a split.
        group: What rows have in common that must not stand on both sides of a split: the film.
        rating: A number, such as the stars given.
    """

    text: str | None = None
    label: str | None = None
    id: str | None = None
    group: str | None = None
    rating: str | None = None


def pick_columns(
    table: pd.DataFrame, columns: Columns, where: str
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """The columns that the package works with, under its own names.

    Args:
        table: Any table.
        columns: The user's names.
        where: File or data set that the table came from, for messages.

    Returns:
        A frame with ``text`` (str or missing), ``label`` (as it stands), and where the table has
        them ``id`` (str), ``group`` (str or missing), ``rating`` (number or missing) and
        ``split``; and what there was to say of them.

    Raises:
        UsageError: A named column is absent, or no column can be taken for text or label.
        DataError: The column of texts holds lists or objects, or ids are missing.
    """
    found = find_columns([str(name) for name in table.columns], columns, where)
    picked = pd.DataFrame({role: table[name] for role, name in found.items()})
    picked["text"] = _as_strings(picked["text"], f"{where}: column '{found['text']}'")
    if "id" in picked:
        picked["id"] = _as_ids(picked["id"], f"{where}: column '{found['id']}'")
    if "group" in picked:
        picked["group"] = _as_strings(picked["group"], f"{where}: column '{found['group']}'")
    findings: tuple[Finding, ...] = ()
    if "rating" in picked:
        picked["rating"], findings = _as_numbers(picked["rating"], found["rating"])
        if picked["rating"].isna().all():
            picked = picked.drop(columns="rating")
    if SPLIT_COLUMN in table:
        picked[SPLIT_COLUMN] = table[SPLIT_COLUMN]
    return picked, findings


def find_columns(
    available: list[str],
    columns: Columns,
    where: str,
    *,
    required: Sequence[Role] = ("text", "label"),
) -> dict[Role, str]:
    """The name of the column for each role that the table can fill.

    Args:
        available: Names of the table's columns.
        columns: The user's names.
        where: File or data set that the table came from, for messages.
        required: Roles that the table must fill.

    Raises:
        UsageError: A named column is absent, or a required role has none.
    """
    found: dict[Role, str] = {}
    by_lower_case = {name.lower(): name for name in reversed(available)}
    named = {getattr(columns, field.name) for field in fields(columns)}
    for role, usual in _USUAL_NAMES.items():
        given: str | None = getattr(columns, role)
        if given is not None:
            _require_column(given, available, where)
            found[role] = given
            continue
        free = (by_lower_case[name] for name in usual if name in by_lower_case)
        candidate = next((name for name in free if name not in named), None)
        if candidate is not None:
            found[role] = candidate
        elif role in required:
            raise UsageError(
                f"{where}: no column is called as columns of {role}s usually are; "
                f"name it with --{role}; the columns are: {', '.join(available)}"
            )
    return found


def _require_column(name: str, available: list[str], where: str) -> None:
    if name not in available:
        close = get_close_matches(name, available, n=1)
        hint = f"did you mean '{close[0]}'? " if close else ""
        raise UsageError(f"{where}: no column '{name}': {hint}columns: {', '.join(available)}")


def _as_strings(values: pd.Series, where: str) -> pd.Series:
    if isinstance(values.dtype, pd.StringDtype):
        return values.astype("str")
    if values.dtype == object and values.map(_is_nested).any():
        raise DataError(f"{where} holds lists, objects or bytes where text is needed")
    return values.astype(object).where(values.notna(), None).astype("str")


def _is_nested(value: object) -> bool:
    return isinstance(value, list | dict | bytes | np.ndarray)


def _as_ids(values: pd.Series, where: str) -> pd.Series:
    missing = int(values.isna().sum()) + int(values.astype("str").eq("").sum())
    if missing:
        rows = counted(missing, "row")
        raise DataError(
            f"{where}: {rows} without an id: fill them, or name another column with --id"
        )
    return _as_strings(values, where)


def _as_numbers(values: pd.Series, name: str) -> tuple[pd.Series, tuple[Finding, ...]]:
    numbers = pd.to_numeric(values.replace("", None), errors="coerce")
    unread = int(numbers.isna().sum())
    if not unread:
        return numbers, ()
    message = f"{counted(unread, 'rating')} in column '{name}' missing or no number"
    return numbers, (Finding("rating", message, unread),)
