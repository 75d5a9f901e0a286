"""Tags and gold brought into the order of a system's rows."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import PredictionsError
from .annotated import Annotated
from .categories import PRESENT_SUFFIX, aligned_tags
from .predictions import Predictions

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class GoldRows:
    """The gold rows that a system predicts.

    Attributes:
        places: Their places among the system's rows, shape (n gold,).
        frame: Their columns of gold, in the same order, ``id`` as text.
        weight: Inverse of each one's chance to be annotated, shape (n gold,).
    """

    places: NDArray[np.intp]
    frame: pd.DataFrame
    weight: Floats

    def inside(self, cell: Bools, gold: Floats, tag: Floats) -> Annotated:
        """The gold rows of a cell that have a value.

        Args:
            cell: Which of the system's rows belong to the cell, shape (n,).
            gold: Values of the gold rows, shape (n gold,); NaN where there is none.
            tag: What the tagger says of them, held out where they trained it.
        """
        used = cell[self.places] & ~np.isnan(gold)
        rows = (np.cumsum(cell) - 1)[self.places[used]]
        return Annotated(rows, gold[used], tag[used], self.weight[used])


def gold_rows(system: Predictions, gold: pd.DataFrame) -> GoldRows:
    """Find the gold rows among a system's predictions; others are left out.

    Args:
        system: Rows of one split.
        gold: ``id``, perhaps ``weight`` (absent: 1), and columns of gold.

    Raises:
        PredictionsError: Gold without ids, or with an id twice.
    """
    if "id" not in gold:
        found = ", ".join(map(str, gold.columns))
        raise PredictionsError(f"gold needs a column 'id', found: {found}")
    # Ids of predictions are text; those of a gold frame may be numbers.
    gold = gold.assign(id=gold["id"].astype("str"))
    doubled = gold["id"][gold["id"].duplicated()]
    if len(doubled):
        raise PredictionsError(f"gold names the id '{doubled.iloc[0]}' twice: keep one row of each")
    places = pd.Index(system.frame["id"]).get_indexer(pd.Index(gold["id"]))
    known = places >= 0
    frame = gold[known].reset_index(drop=True)
    weight = frame["weight"].to_numpy(float) if "weight" in frame else np.ones(len(frame))
    return GoldRows(np.asarray(places[known], dtype=np.intp), frame, weight)


def held_out_tags(
    system: Predictions, tags: pd.DataFrame, rows: GoldRows, gold_tags: pd.DataFrame | None
) -> pd.DataFrame:
    """What the taggers say of the gold rows, by models that these rows did not train.

    Args:
        system: Rows of one split.
        tags: Flat tags of all its rows.
        rows: Its gold rows.
        gold_tags: Flat tags of annotated ids, held out; where it lacks an id or a category the
            plain tags stand. None: they all do.

    Returns:
        ``<category>_present`` as 0.0 or 1.0, one row a gold row.
    """
    plain = aligned_tags(system, tags).iloc[rows.places].astype(float).reset_index(drop=True)
    if gold_tags is None or "id" not in gold_tags:
        return plain
    known = gold_tags.assign(id=gold_tags["id"].astype("str")).drop_duplicates("id")
    better = known.set_index("id").reindex(rows.frame["id"])
    shared = {
        str(column): better[column].astype(float).reset_index(drop=True).fillna(plain[column])
        for column in plain
        if column in better
    }
    return plain.assign(**shared)


def category_names(tags: pd.DataFrame) -> list[str]:
    """Categories of a flat table of tags, in its order."""
    suffix = PRESENT_SUFFIX
    return [str(c).removesuffix(suffix) for c in tags.columns if str(c).endswith(suffix)]
