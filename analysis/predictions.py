"""The predictions table: the hand-over between training and analysis."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..class_order import usual_partner
from ..exceptions import PredictionsError
from . import prediction_checks as checks
from .alignment import aligned_frame
from .prediction_files import PROBABILITY_PREFIX, is_probability, read_frame, write_frame


@dataclass(frozen=True)
class Predictions:
    """One system's predictions, checked.

    The frame has the columns ``id`` (str, unique within a split), ``split``, ``label`` (str),
    ``p_<class>`` for each class in order (float in [0, 1], rows sum to 1), ``predicted`` (str) and
    perhaps ``text``, ``group`` and ``rating``.

    Attributes:
        name: The system's name, as its row is titled.
        frame: The table, rows of one or more splits.
        classes: Class names in the order of the columns; with two, the second is positive.
    """

    name: str
    frame: pd.DataFrame
    classes: tuple[str, ...]

    def split(self, name: str) -> "Predictions":
        """The same system's predictions on one split alone."""
        rows = self.frame[self.frame["split"] == name].reset_index(drop=True)
        return Predictions(self.name, rows, self.classes)

    @cached_property
    def labels(self) -> NDArray[np.intp]:
        """Codes of the true classes, shape (n,)."""
        return self._codes("label")

    @cached_property
    def predicted(self) -> NDArray[np.intp]:
        """Codes of the predicted classes, shape (n,)."""
        return self._codes("predicted")

    @cached_property
    def probabilities(self) -> NDArray[np.float64]:
        """Shape (n, n_classes), columns in the order of ``classes``."""
        return self.frame[[PROBABILITY_PREFIX + name for name in self.classes]].to_numpy(float)

    @cached_property
    def groups(self) -> NDArray[np.intp] | None:
        """Codes of the films, shape (n,); a row without one stands alone; None without films."""
        if "group" not in self.frame:
            return None
        codes, films = pd.factorize(self.frame["group"])
        alone = np.flatnonzero(codes < 0)
        if len(films) == 0:
            return None
        codes[alone] = len(films) + np.arange(len(alone))
        return codes

    def _codes(self, column: str) -> NDArray[np.intp]:
        return np.asarray(
            pd.Categorical(self.frame[column], categories=list(self.classes)).codes, dtype=np.intp
        )


def read_predictions(
    path: Path | str,
    name: str,
    *,
    classes: Sequence[str] | None = None,
    positive: str | None = None,
) -> Predictions:
    """Read one system's predictions from Parquet or CSV and check them.

    Columns are found by name: ``id``, ``label`` and ``p_<class>`` are needed; without ``split``
    all rows are test rows, without ``predicted`` the most probable class is predicted. Where
    there are two classes, one column of probabilities is enough. Labels 0 and 1 stand for the
    classes of a usual pair such as ``negative`` and ``positive``.

    Args:
        path: The file.
        name: The system's name.
        classes: Class names in order, the positive one last; None: the order of the columns, with
            the positive one of a usual pair last.
        positive: The positive class of two.

    Raises:
        PredictionsError: The file cannot be read or its table is malformed; names the file, the
            row (counted from 1, below the header) and the value.
        UsageError: ``positive`` is none of the classes.
    """
    where = str(path)
    raw = read_frame(Path(path))
    checks.require_columns(raw, ("id", "label"), where)
    labels = checks.as_text(raw["label"])
    found = tuple(classes) if classes is not None else _classes_of(raw, labels, where)
    order = checks.order_classes(found, positive) if positive or classes is None else found
    return _checked(_complete(raw, order, where), name, order, where)


def check_predictions(frame: pd.DataFrame, name: str, classes: Sequence[str]) -> Predictions:
    """Check a predictions table that was never a file.

    Args:
        frame: Columns as for `read_predictions`; it is not changed.
        name: The system's name.
        classes: Class names in order; with two classes the second is positive.

    Raises:
        PredictionsError: The table is malformed; names the row and the value.
    """
    return _checked(frame, name, tuple(classes), f"predictions of '{name}'")


def write_predictions(predictions: Predictions, path: Path | str) -> None:
    """Write a predictions table as Parquet, atomically, with probabilities in 32 bits.

    Raises:
        PredictionsError: The file cannot be written. Nothing is left behind then.
    """
    write_frame(predictions.frame, Path(path))


def test_rows(predictions: Predictions, where: str) -> Predictions:
    """The same system's predictions on the test set.

    Args:
        predictions: Rows of one or more splits.
        where: Where they come from, for the message.

    Raises:
        PredictionsError: None of the rows is a test row.
    """
    test = predictions.split("test")
    if test.frame.empty:
        found = ", ".join(sorted(predictions.frame["split"].unique())) or "none"
        raise PredictionsError(
            f"{where}: no rows of the split 'test' (splits: {found}); predict the test set, or "
            "leave the column split out"
        )
    return test


def require_same_rows(systems: Sequence[Predictions]) -> list[Predictions]:
    """Bring the systems' tables into the order of rows and classes of the first one.

    Args:
        systems: Predictions of one or more systems.

    Returns:
        The same systems; row i of each is about the same text, and their classes are equal.

    Raises:
        PredictionsError: The tables are about other classes, other ids or other labels; the first
            three differences are named.
    """
    if not systems:
        return []
    first, *others = systems
    return [
        first,
        *(Predictions(each.name, aligned_frame(each, first), first.classes) for each in others),
    ]


def _classes_of(raw: pd.DataFrame, labels: pd.Series, where: str) -> tuple[str, ...]:
    """Class names by the probability columns, and by the labels where there is but one."""
    named = [
        column.removeprefix(PROBABILITY_PREFIX) for column in raw.columns if is_probability(column)
    ]
    if not named:
        checks.require_columns(raw, (f"{PROBABILITY_PREFIX}<class>",), where)
    if len(named) > 1:
        return tuple(named)
    others = sorted(set(labels.dropna().unique()) - {named[0], ""})
    if len(others) == 1 and others[0] not in {"0", "1"}:
        return (others[0], named[0])
    partner = usual_partner(named[0])
    if partner is not None and set(others) <= {"0", "1", partner}:
        return (partner, named[0])
    raise PredictionsError(
        f"{where}: only one column of probabilities, {PROBABILITY_PREFIX}{named[0]}, and labels "
        f"other than '{named[0]}' are {', '.join(others[:5]) or 'none'}; add a column "
        "p_<class> for each class"
    )


def _complete(raw: pd.DataFrame, classes: tuple[str, ...], where: str) -> pd.DataFrame:
    """Add the second of two columns of probabilities, and read labels 0 and 1 as classes."""
    added: dict[str, pd.Series] = {}
    columns = [PROBABILITY_PREFIX + name for name in classes]
    missing = [column for column in columns if column not in raw.columns]
    if len(columns) == 2 and len(missing) == 1:
        present = columns[1 - columns.index(missing[0])]
        # Checked before the other is derived from it, so that messages name what the file holds.
        given = raw.assign(id=checks.as_text(raw["id"]))
        values = checks.numeric_probabilities(given, [present], where)[:, 0]
        added[missing[0]] = pd.Series(1 - values, index=raw.index)
    for column in ("label", "predicted"):
        if column in raw.columns:
            added[column] = checks.name_binary_codes(checks.as_text(raw[column]), classes)
    return raw.assign(**added)


def _checked(frame: pd.DataFrame, name: str, classes: tuple[str, ...], where: str) -> Predictions:
    columns = [PROBABILITY_PREFIX + each for each in classes]
    checks.require_columns(frame, ("id", "label", *columns), where)
    table = pd.DataFrame({"id": checks.as_text(frame["id"]).reset_index(drop=True)})
    checks.check_texts(table["id"], table["id"], where)
    given = frame.reset_index(drop=True)
    table["split"] = checks.as_text(given["split"]) if "split" in given else "test"
    checks.check_ids(table, where)
    table["label"] = _class_column(given["label"], table["id"], classes, where)
    values = checks.numeric_probabilities(given, columns, where)
    values = checks.normalised(values, table["id"], columns, where)
    table[columns] = values
    if "predicted" in given:
        table["predicted"] = _class_column(given["predicted"], table["id"], classes, where)
    else:
        table["predicted"] = np.array(classes, dtype=object)[values.argmax(axis=1)]
        table["predicted"] = table["predicted"].astype("str")
    checks.check_both_sides(table["label"], table["split"], where)
    return Predictions(name, _with_extras(table, given), classes)


def _class_column(
    column: pd.Series, ids: pd.Series, classes: tuple[str, ...], where: str
) -> pd.Series:
    texts = checks.as_text(column)
    checks.check_texts(texts, ids, where)
    checks.check_classes(texts, classes, ids, where)
    return texts


def _with_extras(table: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Carry over text, film and rating where they are given."""
    if "text" in given:
        table["text"] = checks.as_text(given["text"])
    if "group" in given:
        table["group"] = checks.as_text(given["group"]).replace("", pd.NA)
    if "rating" in given:
        table["rating"] = pd.to_numeric(given["rating"], errors="coerce")
    return table
