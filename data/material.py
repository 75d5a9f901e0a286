"""What a source hands over before labels are read and rows are split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from ..exceptions import DataError
from .columns import SPLIT_COLUMN
from .dataset import Finding, counted
from .splits import SplitPlan


@dataclass(frozen=True)
class Material:
    """Rows of a source, with what is known about it.

    Attributes:
        frame: Columns ``id`` (str, unique), ``text`` (str or missing), ``label`` (as it stands in
            the source), and where the source has them ``group``, ``rating``, ``split``.
        unit: What one row is, in the plural.
        published: What is published for the data set, in a sentence.
        names: What labels are called, where the source writes them otherwise.
        classes: The order of the classes, where the source declares one.
        plan: A fixed split, where everyone is to have the same.
        findings: What was noticed on reading.
        group_unit: What a group is, in the plural.
    """

    frame: pd.DataFrame
    unit: str = "texts"
    published: str | None = None
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    classes: Sequence[str] | None = None
    plan: SplitPlan | None = None
    findings: tuple[Finding, ...] = ()
    group_unit: str = "groups"


def with_ids(frame: pd.DataFrame, where: str) -> pd.DataFrame:
    """The frame with an ``id`` for every row, unique over all splits.

    Rows without ids are numbered in the order of the source, from 1, within their split. Ids that
    are unique within each split only get the split's name in front.

    Raises:
        DataError: An id stands twice in one split.
    """
    if SPLIT_COLUMN in frame:
        prefix = frame[SPLIT_COLUMN].astype("str").fillna("row")
    else:
        prefix = pd.Series("row", index=frame.index, dtype="str")
    if "id" not in frame:
        numbers = frame.groupby(prefix, sort=False).cumcount() + 1
        return frame.assign(id=prefix + "/" + numbers.astype("str").str.zfill(6))
    twice = frame[pd.DataFrame({"id": frame["id"], "split": prefix}).duplicated()]
    if len(twice):
        rows = counted(len(twice), "row")
        raise DataError(
            f"{where}: {rows} with the id of another, the first is '{twice['id'].iloc[0]}': "
            "ids must be unique; name another column with --id"
        )
    if frame["id"].is_unique:
        return frame
    return frame.assign(id=prefix + "/" + frame["id"])
