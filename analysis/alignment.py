"""Only predictions over the same rows can be compared: bring them into one order, or refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..exceptions import PredictionsError
from .prediction_files import PROBABILITY_PREFIX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .predictions import Predictions

_SHOWN = 3


def aligned_frame(other: Predictions, first: Predictions) -> pd.DataFrame:
    """The table of one system, its rows and classes in the order of another's.

    Args:
        other: The system whose table is brought into order.
        first: The system whose order counts.

    Raises:
        PredictionsError: The tables are about other classes, other ids or other labels; the first
            three differences are named.
    """
    both = f"'{first.name}' and '{other.name}'"
    if set(other.classes) != set(first.classes):
        raise PredictionsError(
            f"predictions of {both} are about other classes: {', '.join(first.classes)} against "
            f"{', '.join(other.classes)}; compare systems of one data set"
        )
    frame = _rows_in_order(other, first, both)
    differs = np.asarray(frame["label"] != first.frame["label"])
    if differs.any():
        raise PredictionsError(
            f"predictions of {both} hold other labels for {int(differs.sum())} ids: "
            f"{_labels_shown(frame, first.frame, differs)}; use one version of the data set"
        )
    if other.classes == first.classes:
        return frame
    lead = ["id", "split", "label", *(PROBABILITY_PREFIX + name for name in first.classes)]
    return frame[[*lead, *(name for name in frame.columns if name not in lead)]]


def _rows_in_order(other: Predictions, first: Predictions, both: str) -> pd.DataFrame:
    wanted, found = _keys(first.frame), _keys(other.frame)
    if wanted.equals(found):
        return other.frame
    missing, strange = wanted.difference(found, sort=False), found.difference(wanted, sort=False)
    if len(missing) or len(strange):
        sides = [
            f"{len(ids)} only in '{name}' ({', '.join(map(str, ids[:_SHOWN]))})"
            for name, ids in ((first.name, missing), (other.name, strange))
            if len(ids)
        ]
        raise PredictionsError(
            f"predictions of {both} are about other ids: {', '.join(sides)}; "
            "let each system predict the same test set"
        )
    return other.frame.iloc[found.get_indexer(wanted)].reset_index(drop=True)


def _keys(frame: pd.DataFrame) -> pd.Index:
    """Ids, led by the split where a table holds more than one."""
    if frame["split"].nunique() < 2:
        return pd.Index(frame["id"])
    return pd.Index(frame["split"] + ": " + frame["id"])


def _labels_shown(frame: pd.DataFrame, first: pd.DataFrame, differs: NDArray[np.bool_]) -> str:
    rows = np.flatnonzero(differs)[:_SHOWN]
    shown = zip(
        frame["id"].iloc[rows], first["label"].iloc[rows], frame["label"].iloc[rows], strict=True
    )
    return ", ".join(f"{key} ({left} against {right})" for key, left, right in shown)
