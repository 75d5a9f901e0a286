"""How often the errors of a system carry the tag of an error category.

The shares are those of the tags, **not corrected** for the mistakes of the tagger: a tagger that
misses half of all sarcasm halves its share, and one that sees it everywhere inflates it. Their
intervals take every review as independent, those of one film too.
"""

from collections.abc import Sequence
from math import exp, log, sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..exceptions import PredictionsError
from .intervals import NO_INTERVAL, Interval, normal_quantile, wilson_interval
from .predictions import Predictions

PRESENT_SUFFIX = "_present"

SHARE_COLUMNS = (
    "model",
    "category",
    "n_errors",
    "errors_tagged",
    "share",
    "low",
    "high",
    "share_correct",
    "lift",
    "lift_low",
    "lift_high",
)


class Lift(NamedTuple):
    """A ratio of two shares with its 95 % interval; NaN where undefined."""

    value: float
    low: float
    high: float


def category_shares(predictions: Predictions, tags: pd.DataFrame) -> pd.DataFrame:
    """Uncorrected tag shares among a system's errors, against its correct predictions.

    Args:
        predictions: One system, rows of one split.
        tags: Flat table of tags: ``id`` and ``<category>_present`` (bool) for each category, at
            least one row for each id of the predictions.

    Returns:
        One row a category, in the order of the tags' columns: ``n_errors``, ``errors_tagged``;
        ``share`` of the errors that carry the tag, with its 95 % Wilson interval ``low, high``;
        ``share_correct``, the same among correct predictions; ``lift``, the ratio of the two
        shares, with ``lift_low, lift_high`` (see :func:`lift_of`). NaN where a share has no rows.

    Raises:
        PredictionsError: The tags lack categories or ids, or name an id twice.
    """
    aligned = aligned_tags(predictions, tags)
    wrong = predictions.predicted != predictions.labels
    rows = []
    for column in aligned:
        tagged = aligned[column].to_numpy(bool)
        category = str(column).removesuffix(PRESENT_SUFFIX)
        rows.append((predictions.name, category, *_figures(tagged, wrong)))
    return pd.DataFrame(rows, columns=list(SHARE_COLUMNS))


def category_shares_of_all(systems: Sequence[Predictions], tags: pd.DataFrame) -> pd.DataFrame:
    """:func:`category_shares` of several systems, one below the other.

    Args:
        systems: Each over rows that the tags cover.
        tags: As for one system.
    """
    if not systems:
        return pd.DataFrame(columns=list(SHARE_COLUMNS))
    return pd.concat([category_shares(each, tags) for each in systems], ignore_index=True)


def lift_of(tagged_errors: int, errors: int, tagged_correct: int, correct: int) -> Lift:
    """How many times as common a tag is among errors as among correct predictions.

    The interval is that of Katz et al. (1978), normal on the log of the ratio. Where no error is
    tagged, the lift is 0, its lower end 0 and its upper end that of the counts with half a review
    added to each (Walter 1975). Where no correct prediction is tagged, the ratio is undefined.

    Args:
        tagged_errors: Errors that carry the tag.
        errors: All errors.
        tagged_correct: Correct predictions that carry the tag.
        correct: All correct predictions.
    """
    if not errors or not tagged_correct:
        return Lift(np.nan, np.nan, np.nan)
    if not tagged_errors:
        padded = _katz(0.5, errors + 0.5, tagged_correct + 0.5, correct + 0.5)
        return Lift(0.0, 0.0, padded.high)
    ratio = (tagged_errors / errors) / (tagged_correct / correct)
    return Lift(ratio, *_katz(tagged_errors, errors, tagged_correct, correct))


def _katz(a: float, n: float, b: float, m: float) -> Interval:
    """95 % interval of (a / n) / (b / m), all counts above 0."""
    half = normal_quantile(0.975) * sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    centre = log((a / n) / (b / m))
    return Interval(exp(centre - half), exp(centre + half))


def _figures(tagged: np.ndarray, wrong: np.ndarray) -> tuple[int | float, ...]:
    errors, correct = int(wrong.sum()), int((~wrong).sum())
    tagged_errors, tagged_correct = int((tagged & wrong).sum()), int((tagged & ~wrong).sum())
    share = tagged_errors / errors if errors else np.nan
    interval = wilson_interval(tagged_errors, errors) if errors else NO_INTERVAL
    share_correct = tagged_correct / correct if correct else np.nan
    lift = lift_of(tagged_errors, errors, tagged_correct, correct)
    return (errors, tagged_errors, share, *interval, share_correct, *lift)


def aligned_tags(predictions: Predictions, tags: pd.DataFrame) -> pd.DataFrame:
    """Columns ``<category>_present``, rows in the order of the predictions.

    Raises:
        PredictionsError: The tags lack categories or ids, or name an id twice.
    """
    columns = [name for name in tags.columns if str(name).endswith(PRESENT_SUFFIX)]
    if "id" not in tags or not columns:
        found = ", ".join(map(str, tags.columns))
        raise PredictionsError(f"tags need 'id' and '<category>_present' columns, found: {found}")
    doubled = tags["id"][tags["id"].duplicated()]
    if len(doubled):
        raise PredictionsError(f"tags name the id '{doubled.iloc[0]}' twice: tag each review once")
    ids = predictions.frame["id"]
    missing = ids[~ids.isin(tags["id"])]
    if len(missing):
        raise PredictionsError(
            f"tags lack {len(missing)} of the {len(ids)} ids of '{predictions.name}', "
            f"such as '{missing.iloc[0]}': tag the same reviews"
        )
    return tags.set_index("id")[columns].loc[ids]
