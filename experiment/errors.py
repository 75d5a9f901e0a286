"""Where each system fails: its errors, by category, by slice, and shared with the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..analysis.by_group import error_rate_by
from ..analysis.lengths import accuracy_by_length_of_all
from ..analysis.misclassified import misclassified
from ..analysis.overlap import error_overlap, fixed_and_broken_by_pair
from ..analysis.persistence import Persistence, persistence
from ..analysis.predictions import Predictions
from ..analysis.slice_candidates import slice_candidates
from ..analysis.slices import SliceSearch, named_slices, search_each
from ..analysis.where import where_columns, where_rows
from ..exceptions import UsageError
from .collect import Collected
from .compare import usual_baseline
from .error_categories import CategoryBreakdown, break_down
from .error_question import ErrorQuestion
from .listener import Listener, Silent
from .store import RunStore
from .test_set_tags import TestTags, tags_of_test_set


@dataclass(frozen=True)
class ErrorAnalysis:
    """The errors of one system or several.

    Attributes:
        misclassified: One row for each review that any system gets wrong, most confident first,
            with the tags' columns where texts are known; filtered where categories were named.
        n_misclassified: How many reviews any system gets wrong, before filtering.
        overlap: For each pair of systems, errors shared and errors of one alone.
        fixed_and_broken: For each system against the baseline.
        breakdown: The categories; None where no texts are known, or another breakdown is wanted.
        where: The user's own slice against the other reviews; None without one.
        slices: What the search for slices found; empty where it was not asked for.
        lengths: Accuracy by length; None where it was not asked for.
        by_value: Error rates by rating or film; None where they were not asked for.
        persistence: Errors over seeds; None where each system has one.
    """

    misclassified: pd.DataFrame
    n_misclassified: int
    overlap: pd.DataFrame
    fixed_and_broken: pd.DataFrame
    breakdown: CategoryBreakdown | None
    where: pd.DataFrame | None = None
    slices: tuple[SliceSearch, ...] = ()
    lengths: pd.DataFrame | None = None
    by_value: pd.DataFrame | None = None
    persistence: Persistence | None = None


def analyse_errors(
    collected: Collected,
    store: RunStore,
    question: ErrorQuestion | None = None,
    *,
    baseline: str | None = None,
    seed: int = 0,
    listener: Listener | None = None,
) -> ErrorAnalysis:
    """Break down the errors of the collected systems.

    Args:
        collected: Systems over the same test rows.
        store: Beside whose runs tags are kept.
        question: What is asked; None: the usual tables.
        baseline: The system that fixed and broken are counted against.
        seed: Of the halves of the search for slices.
        listener: Told of the progress.

    Raises:
        UsageError: A category is unknown, or something is asked for that the rows do not hold.
        DataError: The gold is malformed.
    """
    question, listener = question or ErrorQuestion(), listener or Silent()
    against = baseline or usual_baseline(collected.systems)
    tags = _tags(collected, store, question, listener)
    chosen, own = _chosen(collected, question, tags)
    tables = chosen.artefacts
    over_seeds = _over_seeds(chosen, against)
    wrong = misclassified(tables)
    several = _of_several_seeds(chosen, listener) if question.persistent else []
    listed = _listed(wrong, tags, question, over_seeds, several)
    by = question.by
    return ErrorAnalysis(
        misclassified=listed,
        n_misclassified=len(wrong),
        overlap=error_overlap(tables),
        fixed_and_broken=fixed_and_broken_by_pair(tables, against),
        breakdown=None if tags is None else break_down(tables, against, tags, question),
        where=own,
        slices=_slices(tables, against, seed) if by == "slice" else (),
        lengths=accuracy_by_length_of_all(tables) if by == "length" else None,
        by_value=error_rate_by(tables, by) if by in ("rating", "group") else None,
        persistence=over_seeds,
    )


def _tags(
    collected: Collected, store: RunStore, question: ErrorQuestion, listener: Listener
) -> TestTags | None:
    apart = question.by is not None and question.by != "category"
    if apart and not (question.categories or question.where or question.gold):
        # Slices, lengths, stars and films need no tags, which take minutes.
        return None
    if "text" in collected.artefacts[0].frame:
        return tags_of_test_set(collected, store.root, question, listener)
    if question.categories or question.gold or question.by == "category":
        raise UsageError(
            "categories need the reviews' texts: name the data set beside --predictions, "
            "or add a column 'text' to the files"
        )
    return None


def _chosen(
    collected: Collected, question: ErrorQuestion, tags: TestTags | None
) -> tuple[Collected, pd.DataFrame | None]:
    """The systems on the rows of the user's own slice, and that slice against the others."""
    if question.where is None:
        return collected, None
    tables = collected.artefacts
    columns = where_columns(tables[0].frame, None if tags is None else tags.frame)
    mask = where_rows(columns, question.where)
    if not mask.any():
        raise UsageError(f'--where "{question.where}" holds for none of {len(mask)} test reviews')
    own = pd.concat(
        [named_slices(table, {question.where: mask}) for table in tables], ignore_index=True
    )
    systems = tuple(
        replace(system, runs=tuple(_rows(table, mask) for table in system.runs))
        for system in collected.systems
    )
    return replace(collected, systems=systems), own


def _rows(table: Predictions, mask: np.ndarray) -> Predictions:
    return Predictions(table.name, table.frame[mask].reset_index(drop=True), table.classes)


def _over_seeds(collected: Collected, baseline: str) -> Persistence | None:
    if all(len(system.runs) == 1 for system in collected.systems):
        return None
    return persistence({system.name: system.runs for system in collected.systems}, baseline)


def _listed(
    wrong: pd.DataFrame,
    tags: TestTags | None,
    question: ErrorQuestion,
    over_seeds: Persistence | None,
    several: Sequence[str],
) -> pd.DataFrame:
    """The misclassified reviews that are shown, with their tags and in how many seeds."""
    if over_seeds is not None:
        times = over_seeds.by_review.rename(columns=lambda name: _times(str(name)))
        wrong = wrong.merge(times, on="id", how="left", validate="one_to_one")
    if question.persistent:
        wrong = wrong[_always_wrong(wrong, over_seeds, several)]
    if tags is not None:
        wrong = tags.of_errors(wrong)
        if question.categories:
            present = wrong[[f"{name}_present" for name in question.categories]]
            wrong = wrong[present.astype("boolean").fillna(False).any(axis=1)]
    return wrong.reset_index(drop=True)


def _times(column: str) -> str:
    return column.replace("wrong_", "seeds_wrong_", 1) if column.startswith("wrong_") else column


def _of_several_seeds(collected: Collected, listener: Listener) -> list[str]:
    """Systems whose errors can persist, which those of a single seed would do of themselves."""
    several = [system.name for system in collected.systems if len(system.runs) > 1]
    single = [system.name for system in collected.systems if len(system.runs) == 1]
    if several and single:
        names = ", ".join(single)
        listener.say(f"note: --persistent leaves out {names}, of which there is one seed")
    return several


def _always_wrong(
    wrong: pd.DataFrame, over_seeds: Persistence | None, names: Sequence[str]
) -> pd.Series:
    """Whether a system of several seeds, of these names, errs on the review with each of them."""
    if over_seeds is None:
        raise UsageError("--persistent needs several seeds: add --seeds N, or compare with it")
    seeds = over_seeds.counts.groupby("model")["seeds"].first()
    times = wrong[[f"seeds_wrong_{name}" for name in names]].to_numpy()
    return pd.Series((times == seeds.loc[list(names)].to_numpy()).any(axis=1), index=wrong.index)


def _slices(tables: Sequence[Predictions], baseline: str, seed: int) -> tuple[SliceSearch, ...]:
    """Slices of each system, and of each difference to the baseline."""
    candidates = slice_candidates(tables[0].frame)
    return tuple(search_each(tables, candidates, seed=seed, baseline=baseline))
