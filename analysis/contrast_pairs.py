"""The pairs of a contrast set, and what a system makes of each."""

from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import DataError
from .predictions import Predictions

PairMetric = Literal["accuracy", "both_right", "consistency"]
PAIR_METRICS: tuple[PairMetric, ...] = get_args(PairMetric)


def require_pairs(frame: pd.DataFrame, where: str) -> None:
    """Refuse a contrast set whose pairs are not pairs.

    Args:
        frame: Columns ``pair`` and ``kind``.
        where: The file, for messages.

    Raises:
        DataError: A pair or kind is missing, or a pair has not two rows; names the first.
    """
    for column in ("pair", "kind"):
        missing = np.flatnonzero(frame[column].isna() | (frame[column] == ""))
        if len(missing):
            raise DataError(f"{where}: row {missing[0] + 1} has no {column}: fill it in")
    sizes = frame["pair"].value_counts(sort=False)
    odd = sizes[sizes != 2]
    if len(odd):
        count = int(odd.iloc[0])
        more = f" ({len(odd)} such pairs)" if len(odd) > 1 else ""
        raise DataError(
            f"{where}: pair '{odd.index[0]}' has {count} row{'s' if count > 1 else ''}{more}; a "
            "pair is two rows with the same value in the column pair"
        )


class PairRows(NamedTuple):
    """Where the two rows of each pair stand.

    Attributes:
        places: Shape (n pairs, 2).
        kinds: Kind of each row, shape (n pairs, 2).
    """

    places: NDArray[np.intp]
    kinds: NDArray[np.object_]

    @classmethod
    def of(cls, known: pd.DataFrame) -> "PairRows":
        """Of rows with ``pair`` and ``kind``, two of each pair."""
        codes = pd.factorize(known["pair"])[0]
        places = np.argsort(codes, kind="stable").reshape(-1, 2)
        return cls(places, known["kind"].astype("str").to_numpy(dtype=object)[places])


class PairOutcomes(NamedTuple):
    """What a system makes of each pair; ``right`` of shape (n pairs, 2), the others (n pairs,)."""

    right: NDArray[np.bool_]
    accuracy: NDArray[np.float64]
    both_right: NDArray[np.float64]
    consistency: NDArray[np.float64]

    @classmethod
    def of(cls, system: Predictions, rows: PairRows) -> "PairOutcomes":
        """Of one system's predictions, in the order that ``rows`` was made from."""
        label, predicted = system.labels[rows.places], system.predicted[rows.places]
        right = label == predicted
        differ = predicted[:, 0] != predicted[:, 1]
        consistent = differ == (label[:, 0] != label[:, 1])
        return cls(right, right.mean(axis=1), right.all(axis=1) * 1.0, consistent * 1.0)

    def metric(self, name: PairMetric) -> NDArray[np.float64]:
        """One of the figures by pair, shape (n pairs,)."""
        return getattr(self, name)
