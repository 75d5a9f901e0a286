"""Error categories with corrected shares: one row a model and category."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .categories import PRESENT_SUFFIX, aligned_tags
from .category_cell import CELL_COLUMNS, CellMaterial, Record, category_cell
from .category_effects import Effects, category_effects, error_rate, headroom
from .clusters import resampling_groups
from .contrasts import Estimate, Figure, difference, estimate_of, ratio
from .gold_rows import category_names, gold_rows, held_out_tags
from .multiplicity import adjusted, benjamini_hochberg
from .predictions import Predictions
from .prevalence import CellShare
from .standardised import rating_length_strata

ENOUGH = "enough"
NOT_ENOUGH = "not enough evidence"
LEVEL_OF_EVIDENCE = 0.05

CATEGORY_COLUMNS = (
    *("model", "category", "n", "n_tagged", "n_errors", "errors_tagged"),
    *CELL_COLUMNS,
    *(f"{name}_correct" for name in CELL_COLUMNS),
    *("difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high"),
    *("error_rate_inside", "error_rate_inside_low", "error_rate_inside_high"),
    *("error_rate_outside", "error_rate_outside_low", "error_rate_outside_high"),
    *("excess_errors", "excess_standardised", "standardised_over", "p", "p_adjusted"),
    *("ranked", "evidence", "rank", "headroom", "headroom_low", "headroom_high"),
)


def category_table(
    systems: Sequence[Predictions],
    tags: pd.DataFrame,
    gold: pd.DataFrame | None = None,
    gold_tags: pd.DataFrame | None = None,
    *,
    finite: bool = False,
    drawn: bool = True,
) -> pd.DataFrame:
    """Shares of errors and of correct predictions by category, and what the category costs.

    Shares are corrected for each system, separately among its errors and among what it gets right.
    Error rates, excess errors and p are those of the tags as they are: an association, no cause.

    Args:
        systems: Each over rows of one split that the tags cover.
        tags: Flat tags; a missing ``<category>_present`` leaves its review out of that category.
        gold: ``id``, ``weight`` (absent: 1) and a column of 0, 1 or NaN for each category.
        gold_tags: Flat tags of gold ids by models that these did not train.
        finite: The share of this test set is wanted, not that of reviews and films like these.
        drawn: The gold rows were drawn by chance; otherwise Rogan-Gladen stands in.

    Returns:
        The columns `CATEGORY_COLUMNS`. Shares, rates and headroom are fractions. ``method`` says
        how a share was corrected or why not, ``n_more`` about how many more gold rows that cell
        needs; ``raw_*`` are the uncorrected tags. ``precision, recall`` are the tagger's in that
        cell, weighted, over ``n_gold_tagged`` and ``n_gold_present`` gold rows; ``readers_*`` is
        the share by the gold rows alone, which is surer than the corrected one where the tagger
        is weak. ``p_adjusted``: Benjamini-Hochberg over a model's categories; ``rank`` counts those
        below 5 % from 1, the most errors in excess first, and is 0 for the others. ``ratio_high``
        may be infinite.

    Raises:
        PredictionsError: Tags that lack ids, or gold that is damaged.
    """
    tables = [
        _of_system(system, tags, gold, gold_tags, finite=finite, drawn=drawn) for system in systems
    ]
    known = [table for table in tables if len(table)]
    if not known:
        return pd.DataFrame(columns=list(CATEGORY_COLUMNS))
    return pd.concat(known, ignore_index=True)


def _of_system(
    system: Predictions,
    tags: pd.DataFrame,
    gold: pd.DataFrame | None,
    gold_tags: pd.DataFrame | None,
    *,
    finite: bool,
    drawn: bool,
) -> pd.DataFrame:
    aligned = aligned_tags(system, tags)
    rows = None if gold is None else gold_rows(system, gold)
    material = CellMaterial(
        wrong=system.predicted != system.labels,
        groups=resampling_groups(system.groups),
        strata=rating_length_strata(system.frame),
        gold=rows,
        gold_tags=None if rows is None else held_out_tags(system, tags, rows, gold_tags),
        finite=finite,
        drawn=drawn,
    )
    records = []
    for category in category_names(aligned):
        present = aligned[category + PRESENT_SUFFIX].astype("boolean")
        record = _category_record(category, present, material)
        records.append({"model": system.name, "category": category} | record)
    return _with_evidence(pd.DataFrame(records)).reindex(columns=list(CATEGORY_COLUMNS))


def _category_record(category: str, present: pd.Series, material: CellMaterial) -> Record:
    known = present.notna().to_numpy(bool)
    tagged = present.fillna(False).to_numpy(bool)
    wrong, groups = material.wrong, material.groups
    errors = category_cell(category, tagged, wrong & known, material)
    correct = category_cell(category, tagged, ~wrong & known, material)
    strata = None if material.strata is None else material.strata[known]
    in_known = None if groups is None else groups[known]
    effects = category_effects(wrong[known], tagged[known], in_known, strata)
    one, other = estimate_of(errors.share), estimate_of(correct.share)
    rate = error_rate(wrong[known], in_known, finite=material.finite)
    return {
        "n": int(known.sum()),
        "n_tagged": int(tagged.sum()),
        "n_errors": int((wrong & known).sum()),
        "errors_tagged": int((wrong & tagged).sum()),
        **errors.record,
        **{f"{name}_correct": value for name, value in correct.record.items()},
        **_named("difference", difference(one, other)),
        **_named("ratio", ratio(one, other)),
        **_effects_record(effects),
        **_named("headroom", headroom(_shown(one, errors.share), rate)),
    }


def _effects_record(effects: Effects) -> Record:
    return {
        **_named("error_rate_inside", Figure(*effects.inside)),
        **_named("error_rate_outside", Figure(*effects.outside)),
        "excess_errors": effects.excess,
        "excess_standardised": effects.excess_standardised,
        "standardised_over": effects.standardised_over,
        "p": effects.p,
    }


def _with_evidence(table: pd.DataFrame) -> pd.DataFrame:
    p = adjusted(table["p"], benjamini_hochberg)
    ranked = p < LEVEL_OF_EVIDENCE
    order = table["excess_errors"].where(ranked).rank(ascending=False, method="first")
    return table.assign(
        p_adjusted=p,
        ranked=ranked,
        evidence=np.where(ranked, ENOUGH, NOT_ENOUGH),
        rank=order.fillna(0).astype(int),
    )


def _shown(estimate: Estimate, share: CellShare) -> Estimate:
    """The estimate as it is printed, cut to [0, 1]."""
    return estimate._replace(value=share.share)


def _named(name: str, figure: Figure) -> Record:
    return {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high}
