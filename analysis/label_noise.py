"""Gold on labels: which of them readers did not uphold, and how many among some rows."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import PredictionsError
from .intervals import wilson_interval
from .predictions import Predictions

Mask = NDArray[np.bool_]


def contradicted_labels(readings: pd.DataFrame, *, negative: str, positive: str) -> pd.DataFrame:
    """Gold from readers who judged the polarity of texts without seeing the label.

    Args:
        readings: ``id``, ``label`` (class names, or 0 and 1), two or more columns
            ``polarity_<reader>`` (1 very negative to 5 very positive), perhaps ``inclusion`` (the
            probability of being in the sample, in (0, 1]).
        negative: Name of the negative class.
        positive: Name of the positive class.

    Returns:
        ``id``, ``weight`` (the inverse of the inclusion probability, else 1) and ``contradicted``:
        whether every reader reads the opposite of the label; 3 is no contradiction. Texts that a
        reader left unread are left out: nothing is known of their labels.

    Raises:
        PredictionsError: A column is missing.
    """
    readers = [name for name in readings if str(name).startswith("polarity_")]
    if not readers or not {"id", "label"} <= set(readings):
        raise PredictionsError("gold for labels needs the columns id, label and polarity_<reader>")
    readings = readings[readings[readers].notna().all(axis=1)]
    polarity = readings[readers].to_numpy(float)
    is_positive = readings["label"].astype("str").isin([positive, "1"]).to_numpy()
    is_negative = readings["label"].astype("str").isin([negative, "0"]).to_numpy()
    against = (is_positive & (polarity <= 2).all(axis=1)) | (
        is_negative & (polarity >= 4).all(axis=1)
    )
    weight = 1 / readings["inclusion"] if "inclusion" in readings else 1.0
    return pd.DataFrame({"id": readings["id"].astype("str"), "contradicted": against}).assign(
        weight=weight
    )


class Noise(NamedTuple):
    """Share of labels that gold contradicts among some rows, with its 95 % interval.

    Attributes:
        n: Gold rows.
        share, low, high: In [0, 1]; NaN without gold rows.
    """

    n: int
    share: float
    low: float
    high: float


def noise_among(system: Predictions, among: Mask, gold: pd.DataFrame | None) -> Noise:
    """Contradicted labels among some rows of a system.

    The weighted share with Wilson's interval for Kish's (1965) effective number of gold rows.

    Args:
        system: Whose rows they are.
        among: Which of them, shape (n,).
        gold: ``id``, ``weight`` and ``contradicted``; None for none.

    Raises:
        PredictionsError: The gold lacks a column.
    """
    if gold is None:
        return Noise(0, np.nan, np.nan, np.nan)
    missing = {"id", "weight", "contradicted"} - set(gold)
    if missing:
        raise PredictionsError(f"gold for labels has no column '{min(missing)}'")
    known = gold[gold["id"].isin(system.frame["id"][among])]
    weight, value = known["weight"].to_numpy(float), known["contradicted"].to_numpy(float)
    if not len(known):
        return Noise(0, np.nan, np.nan, np.nan)
    share = float((weight * value).sum() / weight.sum())
    effective = float(weight.sum() ** 2 / (weight**2).sum())
    return Noise(len(known), share, *wilson_interval(share * effective, effective))


def doubted(systems: Sequence[Predictions], tags: pd.DataFrame) -> Mask:
    """Whether each row's label is in doubt, in the order of the first system's rows.

    Args:
        systems: Predictions over the same rows.
        tags: ``id`` and ``label_doubt_present``.

    Raises:
        PredictionsError: The tags lack an id or a column.
    """
    column = "label_doubt_present"
    if column not in tags or "id" not in tags:
        raise PredictionsError(f"tags need the columns id and {column}")
    ids = systems[0].frame["id"]
    known = tags.drop_duplicates("id").set_index("id")[column]
    missing = ids[~ids.isin(known.index)]
    if len(missing):
        raise PredictionsError(
            f"tags lack {len(missing)} of {len(ids)} ids, such as '{missing.iloc[0]}': doubt the "
            "labels of the same reviews"
        )
    return known.loc[ids].to_numpy(bool)
