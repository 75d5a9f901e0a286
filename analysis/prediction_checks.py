"""What can be wrong with a predictions table, each said in one line."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..class_order import usual_order
from ..exceptions import PredictionsError, UsageError, unknown_name
from .prediction_files import PROBABILITY_PREFIX

SUM_TOLERANCE = 1e-3
RANGE_TOLERANCE = 1e-6
"""How far beyond 0 or 1 rounding in 32 bits may carry a probability."""


def order_classes(classes: Sequence[str], positive: str | None) -> tuple[str, ...]:
    """Put the positive class last, where there are two classes, and usual ones in their order.

    Args:
        classes: Class names as found.
        positive: The name of the positive class; None: the order of `class_order`, such as
            ``negative`` and ``positive``; unusual names stay as they are.

    Raises:
        UsageError: ``positive`` is no class, or there are not two of them.
    """
    names = tuple(classes)
    if positive is not None:
        if positive not in names:
            raise unknown_name("class", positive, names)
        if len(names) != 2:
            raise UsageError(
                f"positive class '{positive}': there are {len(names)} classes "
                f"({', '.join(names)}); one of them is positive only where there are two"
            )
        return (*(name for name in names if name != positive), positive)
    return usual_order(names) or names


def name_binary_codes(labels: pd.Series, classes: Sequence[str]) -> pd.Series:
    """Read labels 0 and 1 as the class names of a usual pair, and leave all others alone."""
    usual = usual_order(classes)
    if usual is None or len(usual) != 2 or "1" in usual:
        return labels
    if not set(labels.dropna().unique()) <= {"0", "1"}:
        return labels
    return labels.map({"0": usual[0], "1": usual[1]})


def as_text(column: pd.Series) -> pd.Series:
    """A column as texts: whole numbers without a decimal point, missing values left missing."""
    if pd.api.types.is_float_dtype(column.dtype):
        values = column.dropna()
        if bool(np.isfinite(values).all()) and bool((values % 1 == 0).all()):
            column = column.astype("Int64")
    return column.astype("str")


def require_columns(frame: pd.DataFrame, needed: Sequence[str], where: str) -> None:
    """Refuse a table without rows, or without a needed column."""
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        raise PredictionsError(
            f"{where}: no column '{missing[0]}' (columns: {', '.join(map(str, frame.columns))}); "
            "needed are id, label and p_<class> for each class"
        )
    if frame.empty:
        raise PredictionsError(f"{where}: holds no rows; write the predictions again")


def check_texts(column: pd.Series, ids: pd.Series, where: str) -> None:
    """Refuse missing or blank values in a column that needs one in each row."""
    blank = np.asarray(column.isna() | (column == ""))
    if blank.any():
        raise PredictionsError(
            f"{_row(where, ids, blank)}: no {column.name}{_count(blank)}; fill in every one"
        )


def check_ids(frame: pd.DataFrame, where: str) -> None:
    """Refuse the same id twice within a split."""
    doubled = np.asarray(frame.duplicated(["id", "split"]))
    if doubled.any():
        first = str(frame["id"].to_numpy()[np.flatnonzero(doubled)[0]])
        raise PredictionsError(
            f"{_row(where, frame['id'], doubled)}: the id '{first}' stands there for the second "
            f"time{_count(doubled)}; each row needs an id of its own"
        )


def check_classes(column: pd.Series, classes: Sequence[str], ids: pd.Series, where: str) -> None:
    """Refuse values of a label column that name none of the classes."""
    codes = pd.Index(classes).get_indexer(pd.Index(column))
    strange = np.asarray(codes < 0)
    if strange.any():
        value = column.to_numpy()[np.flatnonzero(strange)[0]]
        raise PredictionsError(
            f"{_row(where, ids, strange)}: {column.name} is '{value}', no class of "
            f"{', '.join(classes)}{_count(strange)}; give it a column {PROBABILITY_PREFIX}{value}, "
            "or mend the value"
        )


def check_both_sides(labels: pd.Series, splits: pd.Series, where: str) -> None:
    """Refuse labels of a single class, on the test rows if there are any."""
    tested = splits == "test"
    known = labels[tested] if bool(tested.any()) else labels
    found = known.unique()
    if len(found) == 1:
        raise PredictionsError(
            f"{where}: every label is '{found[0]}'; a comparison needs rows of two classes or more"
        )


def numeric_probabilities(
    frame: pd.DataFrame, columns: Sequence[str], where: str
) -> NDArray[np.float64]:
    """The probabilities as numbers in [0, 1], shape (n rows, n columns).

    Raises:
        PredictionsError: A value is no number, missing, or farther outside 0 to 1 than
            ``RANGE_TOLERANCE``.
    """
    values = np.empty((len(frame), len(columns)))
    for position, name in enumerate(columns):
        numbers = pd.to_numeric(frame[name], errors="coerce").to_numpy(float, na_value=np.nan)
        _check_range(numbers, frame, name, where)
        values[:, position] = np.clip(numbers, 0.0, 1.0)
    return values


def normalised(
    values: NDArray[np.float64], ids: pd.Series, columns: Sequence[str], where: str
) -> NDArray[np.float64]:
    """Rows scaled to sum to 1 exactly, where rounding alone kept them from it.

    Raises:
        PredictionsError: A row's sum is farther from 1 than ``SUM_TOLERANCE``.
    """
    sums = values.sum(axis=1)
    wrong = np.abs(sums - 1) > SUM_TOLERANCE
    if wrong.any():
        value = sums[np.flatnonzero(wrong)[0]]
        raise PredictionsError(
            f"{_row(where, ids, wrong)}: {' + '.join(columns)} is {value:.6g}, not 1"
            f"{_count(wrong)}; write the probabilities of all classes"
        )
    return values / sums[:, None]


def _check_range(numbers: NDArray[np.float64], frame: pd.DataFrame, name: str, where: str) -> None:
    missing = np.isnan(numbers)
    outside = (numbers < -RANGE_TOLERANCE) | (numbers > 1 + RANGE_TOLERANCE)
    if missing.any():
        value = frame[name].to_numpy()[np.flatnonzero(missing)[0]]
        said = "missing" if pd.isna(value) or value == "" else f"'{value}', no number"
        raise PredictionsError(
            f"{_row(where, frame['id'], missing)}: {name} is {said}{_count(missing)}; "
            "every row needs a probability for each class"
        )
    if outside.any():
        value = numbers[np.flatnonzero(outside)[0]]
        raise PredictionsError(
            f"{_row(where, frame['id'], outside)}: {name} is {value:.8g}, outside 0 to 1"
            f"{_count(outside)}; write probabilities, not scores or percentages"
        )


def _row(where: str, ids: pd.Series, concerned: NDArray[np.bool_]) -> str:
    first = int(np.flatnonzero(concerned)[0])
    return f"{where}: row {first + 1} (id '{ids.to_numpy()[first]}')"


def _count(concerned: NDArray[np.bool_]) -> str:
    rows = int(concerned.sum())
    return f" ({rows} such rows)" if rows > 1 else ""
