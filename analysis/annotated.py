"""The gold rows of a cell and their weights."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..exceptions import PredictionsError

Floats = NDArray[np.float64]


class Annotated(NamedTuple):
    """The gold rows of a cell.

    Attributes:
        rows: Their places in the cell, shape (n gold,), each once.
        gold: What the readers say, in [0, 1].
        tag: The tagger's yes or no, held out where the row trained it; 0 or 1.
        weight: Inverse of the chance to be annotated, up to a common factor; above 0.
    """

    rows: NDArray[np.intp]
    gold: Floats
    tag: Floats
    weight: Floats


class GoldWeight(NamedTuple):
    """How much gold there is: rows, effective rows, and the heaviest one's part of the weight."""

    rows: int
    effective: float
    largest: float


def weigh(weight: Floats) -> GoldWeight:
    """Kish's (1965) effective number of rows, the squared sum over the sum of squares."""
    total = float(weight.sum())
    return GoldWeight(len(weight), total**2 / float(weight @ weight), float(weight.max()) / total)


def check_annotated(annotated: Annotated, n: int) -> None:
    """Refuse gold that would lead to a wrong figure in silence.

    Raises:
        PredictionsError: A weight that is not a number above 0, a gold value outside [0, 1], or a
            row that is annotated twice or lies outside the cell.
    """
    weight, gold, rows = annotated.weight, annotated.gold, annotated.rows
    bad = ~(np.isfinite(weight) & (weight > 0))
    if bad.any():
        raise PredictionsError(
            f"gold: the weight {weight[bad][0]} is not a number above 0 ({int(bad.sum())} such "
            "rows): give the inverse of each row's chance to be annotated, or 1"
        )
    outside = ~((gold >= 0) & (gold <= 1))
    if outside.any():
        raise PredictionsError(f"gold: the value {gold[outside][0]} lies outside 0 to 1")
    if len(np.unique(rows)) < len(rows) or rows.min() < 0 or rows.max() >= n:
        raise PredictionsError("gold: a row is annotated twice or is none of the cell's")
