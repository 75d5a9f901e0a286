"""Accuracy by the length of the review."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..exceptions import PredictionsError, UsageError
from .intervals import wilson_interval
from .predictions import Predictions

LENGTH_COLUMNS = ("model", "words_low", "words_high", "n", "accuracy", "low", "high")

DEFAULT_BINS = 5


def accuracy_by_length(
    predictions: Predictions, bins: int | Sequence[int] = DEFAULT_BINS
) -> pd.DataFrame:
    """Accuracy in bins of the number of words, with 95 % Wilson intervals.

    The intervals take every review as independent, those of one film too.

    Args:
        predictions: One system, rows of one split, with texts.
        bins: How many bins of about as many reviews each; or the least number of words of each
            bin but the first, rising.

    Returns:
        One row a bin that holds reviews: ``model``; ``words_low`` and ``words_high``, the fewest
        and the most words of its reviews; ``n`` reviews; ``accuracy`` with ``low, high``. Words
        are what blanks part.

    Raises:
        UsageError: The bins are fewer than one, or do not rise.
        PredictionsError: The predictions hold no texts, or no rows.
    """
    lengths = _lengths(predictions)
    right = predictions.predicted == predictions.labels
    which = np.searchsorted(_edges(lengths, bins), lengths, side="right")
    rows = []
    for code in np.unique(which):
        here = which == code
        n, n_right = int(here.sum()), int(right[here].sum())
        words = (int(lengths[here].min()), int(lengths[here].max()))
        rows.append((predictions.name, *words, n, n_right / n, *wilson_interval(n_right, n)))
    return pd.DataFrame(rows, columns=list(LENGTH_COLUMNS))


def accuracy_by_length_of_all(
    systems: Sequence[Predictions], bins: int | Sequence[int] = DEFAULT_BINS
) -> pd.DataFrame:
    """:func:`accuracy_by_length` of several systems, one below the other.

    Args:
        systems: Over the same rows, so that their bins are the same.
        bins: As for one system.
    """
    if not systems:
        return pd.DataFrame(columns=list(LENGTH_COLUMNS))
    return pd.concat([accuracy_by_length(each, bins) for each in systems], ignore_index=True)


def _lengths(predictions: Predictions) -> np.ndarray:
    """Words of each text, shape (n,)."""
    if "text" not in predictions.frame:
        raise PredictionsError(
            f"predictions of '{predictions.name}' hold no texts: lengths need a column 'text'"
        )
    if predictions.frame.empty:
        raise PredictionsError(f"predictions of '{predictions.name}' hold no rows")
    return np.array([len(str(text).split()) for text in predictions.frame["text"]])


def _edges(lengths: np.ndarray, bins: int | Sequence[int]) -> np.ndarray:
    """Least length of each bin but the first, rising."""
    if isinstance(bins, int):
        if bins < 1:
            raise UsageError(f"bins of length: {bins} is too few, give 1 or more")
        return np.unique(np.quantile(lengths, np.arange(1, bins) / bins, method="higher"))
    edges = np.asarray(bins)
    if (np.diff(edges) <= 0).any():
        raise UsageError(f"bins of length: {list(bins)} do not rise")
    return edges
