"""What is known of taggers, as a table."""

from collections.abc import Sequence

import pandas as pd

from ..taggers.tagger import Tagger

RELIABILITY_COLUMNS = (
    "category",
    "gold",
    "n",
    "precision",
    "precision_low",
    "precision_high",
    "recall",
    "recall_low",
    "recall_high",
)


def reliability_frame(taggers: Sequence[Tagger]) -> pd.DataFrame:
    """What is known of each tagger's precision and recall, one row each."""
    rows = []
    for tagger in taggers:
        known = tagger.reliability
        if known is not None:
            figures = (
                known.precision,
                *known.precision_interval,
                known.recall,
                *known.recall_interval,
            )
            rows.append((tagger.name, known.gold, known.n, *figures))
    return pd.DataFrame(rows, columns=list(RELIABILITY_COLUMNS))
