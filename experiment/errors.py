"""Where each system fails: its errors, by category, and shared with the others."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ..analysis.categories import category_shares_of_all
from ..analysis.misclassified import misclassified
from ..analysis.overlap import error_overlap, fixed_and_broken_by_pair
from ..exceptions import UsageError
from ..taggers.tagger import Tagger
from .collect import Collected
from .compare import usual_baseline
from .listener import Listener
from .store import RunStore
from .tags import tags_of

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


@dataclass(frozen=True)
class ErrorAnalysis:
    """The errors of one system or several.

    Attributes:
        misclassified: One row for each review that any system gets wrong, most confident first,
            with the tags' columns where texts are known; filtered where categories were named.
        n_misclassified: How many reviews any system gets wrong, before filtering.
        overlap: For each pair of systems, errors shared and errors of one alone.
        fixed_and_broken: For each system against the baseline.
        categories: Shares of errors by category; None where no texts are known.
        reliability: Measured precision and recall of each tagger.
    """

    misclassified: pd.DataFrame
    n_misclassified: int
    overlap: pd.DataFrame
    fixed_and_broken: pd.DataFrame
    categories: pd.DataFrame | None
    reliability: pd.DataFrame


def analyse_errors(
    collected: Collected,
    store: RunStore,
    *,
    baseline: str | None = None,
    categories: Sequence[str] | None = None,
    listener: Listener | None = None,
) -> ErrorAnalysis:
    """Break down the errors of the collected systems.

    Args:
        collected: Systems over the same test rows.
        store: Beside whose runs tags are kept.
        baseline: The system that fixed and broken are counted against.
        categories: Names of taggers; None: all. Where given, only reviews that one of them tags
            are listed.
        listener: Told of the progress.

    Raises:
        UsageError: A category is unknown, or is asked for where no texts are known.
    """
    tables = collected.artefacts
    wrong = misclassified(tables)
    n_wrong = len(wrong)
    against = baseline or usual_baseline(collected.systems)
    tags, taggers = None, []
    if "text" in tables[0].frame:
        rows = tables[0].frame[["id", "text"]]
        tags, taggers = tags_of(rows, store.root, categories=categories, listener=listener)
        wrong = wrong.merge(tags, on="id", how="left", validate="one_to_one")
        if categories:
            wrong = wrong[wrong[[f"{name}_present" for name in categories]].any(axis=1)]
    elif categories:
        raise UsageError(
            "categories need the reviews' texts: name the data set beside --predictions, "
            "or add a column 'text' to the files"
        )
    return ErrorAnalysis(
        misclassified=wrong.reset_index(drop=True),
        n_misclassified=n_wrong,
        overlap=error_overlap(tables),
        fixed_and_broken=fixed_and_broken_by_pair(tables, against),
        categories=None if tags is None else category_shares_of_all(tables, tags),
        reliability=reliability_frame(taggers),
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
