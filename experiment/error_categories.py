"""The errors of systems by category, corrected by gold where there is some."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..analysis.category_changes import category_changes
from ..analysis.category_overlap import category_overlap
from ..analysis.category_table import category_table
from ..analysis.headroom_floor import POLARITIES, headroom_floor
from ..analysis.main_causes import READERS, main_causes
from ..analysis.predictions import Predictions
from .error_question import ErrorQuestion
from .gold import read_gold_tags
from .tagger_reliability import reliability_frame
from .tags import TestTags, held_out_tags, main_cause_frame


@dataclass(frozen=True)
class CategoryBreakdown:
    """The categories of the errors.

    Attributes:
        categories: All that apply, one row a model and category.
        main_causes: One main cause for each error, one row a model and cause; empty where the tags
            do not hold what it takes.
        changes: Fixed and broken by category, against the baseline.
        together: Categories that stand together among the errors of any system.
        floor: What no model can gain; empty without gold of the readers' verdicts.
        reliability: Measured precision and recall of each tagger.
    """

    categories: pd.DataFrame
    main_causes: pd.DataFrame
    changes: pd.DataFrame
    together: pd.DataFrame
    floor: pd.DataFrame
    reliability: pd.DataFrame


def break_down(
    tables: Sequence[Predictions], baseline: str, tags: TestTags, question: ErrorQuestion
) -> CategoryBreakdown:
    """The categories of the errors of some systems.

    Args:
        tables: Systems over the same rows.
        baseline: What changes are counted against.
        tags: Of these rows, or more.
        question: Gold and estimand.

    Raises:
        DataError: The gold is malformed.
        UsageError: The gold has no column of a category.
    """
    gold = None if question.gold is None else read_gold_tags(question.gold, tags.names)
    ids = tables[0].frame["id"]
    rows = tags.frame[tags.frame["id"].isin(ids)]
    own = None if gold is None else held_out_tags(gold["id"], tables[0].frame, tags)
    wrong = np.any([table.predicted != table.labels for table in tables], axis=0)
    aligned = rows.set_index("id").loc[ids].reset_index()
    return CategoryBreakdown(
        categories=category_table(tables, rows, gold, own, finite=question.finite),
        main_causes=_main_causes(tables, rows, gold, own, finite=question.finite),
        changes=category_changes(tables, baseline, rows),
        together=category_overlap(aligned, wrong),
        floor=_floor(tables, gold, finite=question.finite),
        reliability=reliability_frame(tags.taggers),
    )


def _main_causes(
    tables: Sequence[Predictions],
    tags: pd.DataFrame,
    gold: pd.DataFrame | None,
    own: pd.DataFrame | None,
    *,
    finite: bool,
) -> pd.DataFrame:
    causes = main_cause_frame(tags)
    if causes is None:
        return pd.DataFrame()
    named = None if gold is None or not set(READERS) & set(gold.columns) else gold
    held_out = None if named is None or own is None else main_cause_frame(own)
    return main_causes(tables, causes, named, held_out, finite=finite)


def _floor(
    tables: Sequence[Predictions], gold: pd.DataFrame | None, *, finite: bool
) -> pd.DataFrame:
    if gold is None or not set(POLARITIES) & set(gold.columns) or len(tables[0].classes) != 2:
        return pd.DataFrame()
    return headroom_floor(tables, gold, finite=finite)
