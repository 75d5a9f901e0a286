"""The errors of systems by category, corrected by gold where there is some."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..analysis.category_changes import category_changes
from ..analysis.category_overlap import category_overlap
from ..analysis.category_table import category_table
from ..analysis.headroom_floor import POLARITIES, headroom_floor
from ..analysis.label_doubt import accuracy_under_doubt, differences_under_doubt
from ..analysis.label_noise import contradicted_labels
from ..analysis.main_causes import READERS, main_causes
from ..analysis.predictions import Predictions
from ..analysis.truncation import accuracy_by_truncation
from ..taggers.tagging import PRESENT_SUFFIX
from .data_tags import LABEL_DOUBT
from .error_question import ErrorQuestion
from .gold import read_gold_tags
from .tagger_reliability import reliability_frame
from .tags import held_out_tags, main_cause_frame
from .test_set_tags import TestTags


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
        doubt: Accuracy of each model under doubtful labels; empty where none was looked for.
        doubt_pairs: The same for each difference to the baseline.
        truncation: Accuracy of each model on what it reads in full and what it does not; empty
            where no limit is known.
        reliability: Measured precision and recall of each tagger.
    """

    categories: pd.DataFrame
    main_causes: pd.DataFrame
    changes: pd.DataFrame
    together: pd.DataFrame
    floor: pd.DataFrame
    doubt: pd.DataFrame
    doubt_pairs: pd.DataFrame
    truncation: pd.DataFrame
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
    own = None
    if gold is not None:
        own = held_out_tags(gold["id"], tables[0].frame, rows, tags.text.taggers)
    wrong = np.any([table.predicted != table.labels for table in tables], axis=0)
    aligned = rows.set_index("id").loc[ids].reset_index()
    doubt, doubt_pairs = _doubt(tables, baseline, rows, None if question.picked else gold)
    return CategoryBreakdown(
        categories=_categories(tables, tags, gold, own, question),
        # Causes that were picked by hand tell nothing of how common they are.
        main_causes=_main_causes(tables, rows, None if question.picked else gold, own, question),
        changes=category_changes(tables, baseline, rows),
        together=category_overlap(aligned, wrong),
        floor=_floor(tables, None if question.picked else gold, question),
        doubt=doubt,
        doubt_pairs=doubt_pairs,
        truncation=_truncation(tables, tags),
        reliability=reliability_frame(tags.text.taggers),
    )


def _categories(
    tables: Sequence[Predictions],
    tags: TestTags,
    gold: pd.DataFrame | None,
    own: pd.DataFrame | None,
    question: ErrorQuestion,
) -> pd.DataFrame:
    """Every system with its own table, since what lies beyond its limit is its own."""
    return pd.concat(
        [
            category_table(
                [table],
                tags.of(table.name),
                gold,
                own,
                finite=question.finite,
                drawn=not question.picked,
            )
            for table in tables
        ],
        ignore_index=True,
    )


def _doubt(
    tables: Sequence[Predictions], baseline: str, tags: pd.DataFrame, gold: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    if LABEL_DOUBT + PRESENT_SUFFIX not in tags:
        return pd.DataFrame(), pd.DataFrame()
    labels = None if gold is None else _label_gold(tables[0], gold)
    return (
        accuracy_under_doubt(tables, tags, labels),
        differences_under_doubt(tables, baseline, tags, labels),
    )


def _label_gold(table: Predictions, gold: pd.DataFrame) -> pd.DataFrame | None:
    """Which labels the readers contradict; None where their verdicts are not known."""
    if not set(POLARITIES) <= set(gold.columns) or len(table.classes) != 2:
        return None
    negative, positive = table.classes
    known = gold[["id", *POLARITIES]].assign(inclusion=1 / gold["weight"])
    readings = known.merge(table.frame[["id", "label"]], on="id")
    return contradicted_labels(readings, negative=negative, positive=positive)


def _truncation(tables: Sequence[Predictions], tags: TestTags) -> pd.DataFrame:
    parts = []
    for table in tables:
        own = tags.by_model.get(table.name)
        if own is not None:
            unread = pd.Series(own.unread, index=own.tags["id"]).loc[table.frame["id"]]
            shares = np.asarray(unread, dtype=np.float64)
            parts.append(accuracy_by_truncation(table, shares, own.limit))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _main_causes(
    tables: Sequence[Predictions],
    tags: pd.DataFrame,
    gold: pd.DataFrame | None,
    own: pd.DataFrame | None,
    question: ErrorQuestion,
) -> pd.DataFrame:
    causes = main_cause_frame(tags)
    if causes is None:
        return pd.DataFrame()
    named = None if gold is None or not set(READERS) & set(gold.columns) else gold
    held_out = None if named is None or own is None else main_cause_frame(own)
    return main_causes(tables, causes, named, held_out, finite=question.finite)


def _floor(
    tables: Sequence[Predictions], gold: pd.DataFrame | None, question: ErrorQuestion
) -> pd.DataFrame:
    if gold is None or not set(POLARITIES) & set(gold.columns) or len(tables[0].classes) != 2:
        return pd.DataFrame()
    return headroom_floor(tables, gold, finite=question.finite)
