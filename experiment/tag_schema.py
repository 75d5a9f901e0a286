"""The columns of tags as Parquet, the same in every file whatever its rows hold."""

from collections.abc import Sequence

import pyarrow as pa

from ..taggers.tagging import EVIDENCE_SUFFIX, PRESENT_SUFFIX, SCORE_SUFFIX
from .tag_texts import GIVEN_LABEL, SARCASM


def tag_schema(names: Sequence[str], systems: Sequence[str] = ()) -> pa.Schema:
    """The columns of the flat table.

    Args:
        names: Of the taggers, in order.
        systems: Whose predictions are joined.
    """
    fields = [("id", pa.string())]
    for name in names:
        fields += [
            (name + SCORE_SUFFIX, pa.float64()),
            (name + PRESENT_SUFFIX, pa.bool_()),
            (name + EVIDENCE_SUFFIX, pa.string()),
        ]
    if systems:
        fields.append(("label", pa.string()))
    for name in systems:
        fields += [(f"predicted_{name}", pa.string()), (f"wrong_{name}", pa.bool_())]
    if systems and SARCASM in names:
        fields.append((GIVEN_LABEL, pa.float64()))
    return pa.schema(fields)
