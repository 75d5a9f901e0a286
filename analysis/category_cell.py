"""The share of a category in one cell: a system's errors, or what it gets right."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .annotated import Annotated
from .categories import PRESENT_SUFFIX
from .clusters import Groups
from .gold_rows import GoldRows
from .prevalence import CellShare, cell_share, readers_share
from .rogan_gladen import rogan_gladen_share
from .shares import clustered_share

Bools = NDArray[np.bool_]
Record = dict[str, float | int | str | bool]

CELL_COLUMNS = (
    *("raw_share", "raw_low", "raw_high", "share", "share_low", "share_high", "method"),
    *("readers_share", "readers_low", "readers_high"),
    *("n_gold", "n_effective", "largest_weight", "n_more"),
    *("precision", "recall", "n_gold_tagged", "n_gold_present"),
)


@dataclass(frozen=True)
class CellMaterial:
    """What all categories of one system share.

    Attributes:
        wrong: Which of its rows it gets wrong, shape (n,).
        groups: Codes of the rows' films; None where rows are independent.
        strata: Codes of rating by length; None where not known.
        gold: Its gold rows; None without gold.
        gold_tags: What the taggers say of them, held out.
        finite: This test set is wanted.
        drawn: Gold was drawn by chance.
    """

    wrong: Bools
    groups: Groups
    strata: NDArray[np.intp] | None
    gold: GoldRows | None
    gold_tags: pd.DataFrame | None
    finite: bool
    drawn: bool


class CategoryCell(NamedTuple):
    """A share, and what a table says of it: the columns `CELL_COLUMNS`."""

    share: CellShare
    record: Record


def category_cell(
    category: str, tagged: Bools, cell: Bools, material: CellMaterial
) -> CategoryCell:
    """Correct the share of a category in a cell.

    Args:
        category: Its name, as in the tags.
        tagged: Which of the system's rows carry the tag, shape (n,).
        cell: Which of them belong to the cell.
        material: The system's rows and gold.
    """
    inside = tagged[cell]
    groups = None if material.groups is None else material.groups[cell]
    annotated = _annotated(category, cell, material)
    if annotated is None or material.drawn or not len(annotated.rows):
        share = cell_share(inside, annotated, groups, finite=material.finite)
    else:
        share = rogan_gladen_share(inside, annotated, groups, finite=material.finite)
    raw = clustered_share(inside, groups)
    readers = readers_share(len(inside), annotated, groups, finite=material.finite)
    record: Record = {
        "raw_share": share.raw,
        "raw_low": share.raw if material.finite else raw.low,
        "raw_high": share.raw if material.finite else raw.high,
        "share": share.share,
        "share_low": share.low,
        "share_high": share.high,
        "method": share.method,
        "readers_share": readers.share,
        "readers_low": readers.low,
        "readers_high": readers.high,
        "n_gold": share.n_gold,
        "n_effective": share.n_effective,
        "largest_weight": share.largest_weight,
        "n_more": share.n_more,
        **_tagger_record(annotated),
    }
    return CategoryCell(share, record)


def _annotated(category: str, cell: Bools, material: CellMaterial) -> Annotated | None:
    rows, held_out = material.gold, material.gold_tags
    if rows is None or held_out is None or category not in rows.frame:
        return None
    tag = held_out[category + PRESENT_SUFFIX].to_numpy(float)
    # A missing tag leaves its review out of the cell, and so out of its gold.
    gold = np.where(np.isnan(tag), np.nan, rows.frame[category].to_numpy(float))
    return rows.inside(cell, gold, tag)


def _tagger_record(annotated: Annotated | None) -> Record:
    """The tagger's weighted precision and recall on the gold rows of a cell."""
    if annotated is None:
        return {"precision": np.nan, "recall": np.nan, "n_gold_tagged": 0, "n_gold_present": 0}
    _, gold, tag, weight = annotated
    both, flagged = float(weight @ (gold * tag)), float(weight @ tag)
    belongs = float(weight @ gold)
    return {
        "precision": both / flagged if flagged else np.nan,
        "recall": both / belongs if belongs else np.nan,
        "n_gold_tagged": int(tag.sum()),
        "n_gold_present": int((gold > 0).sum()),
    }
