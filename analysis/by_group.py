"""Accuracy by the stars or by the film, with intervals."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from ..exceptions import PredictionsError
from .predictions import Predictions
from .shares import clustered_share

BY_COLUMNS = ("model", "value", "n", "n_errors", "error_rate", "low", "high", "evidence")
LEAST_ROWS = 30


def error_rate_by(systems: Sequence[Predictions], column: str) -> pd.DataFrame:
    """Error rate of each system for every value of a column, the highest first.

    Args:
        systems: Over rows of one split that have the column.
        column: ``"rating"`` or ``"group"``; rows without a value are left out.

    Returns:
        ``model, value, n, n_errors, error_rate`` with its 95 % interval ``low, high`` (films as
        clusters), and ``evidence``: "enough", or "not enough evidence" below 30 reviews. Ratings
        stand in their order, films by the lower end of the interval, those with enough evidence
        first.

    Raises:
        PredictionsError: A system has no such column.
    """
    rows = [row for system in systems for row in _rates(system, column)]
    table = pd.DataFrame(rows, columns=list(BY_COLUMNS))
    if column == "rating" or table.empty:
        return table
    order = np.lexsort((-table["low"], table["evidence"] != "enough", table["model"]))
    return table.iloc[order].reset_index(drop=True)


def _rates(system: Predictions, column: str) -> Iterator[tuple[object, ...]]:
    if column not in system.frame:
        raise PredictionsError(
            f"the predictions of '{system.name}' have no column '{column}': name a data set that "
            "has one beside --predictions, or add it to the files"
        )
    codes, values = pd.factorize(system.frame[column], sort=True)
    wrong = system.predicted != system.labels
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(values) + 1))
    for code, value in enumerate(values):
        here = order[bounds[code] : bounds[code + 1]]
        groups = None if system.groups is None else system.groups[here]
        share = clustered_share(wrong[here], groups)
        n, errors = len(here), int(wrong[here].sum())
        evidence = "enough" if n >= LEAST_ROWS else "not enough evidence"
        yield (system.name, value, n, errors, errors / n, share.low, share.high, evidence)
