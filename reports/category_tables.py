"""The tables of error categories: main causes, all that apply, what changes and what cannot."""

import pandas as pd

from .category_pivot import COUNTS, Row, Wording, how, marked, share_part, shown_shares
from .errors_parts import ErrorsPart
from .formats.records import to_records
from .sections import Section, section_document
from .units import MISSING, is_missing, p_value, percent, points, score, whole

_SHARES = ("shown", "shown_correct")


def main_cause_part(causes: pd.DataFrame) -> ErrorsPart:
    """One main cause for each error; the shares of one model add to 100 %.

    Args:
        causes: As ``main_causes`` of analysis gives them.
    """
    wording = Wording(
        "main_causes",
        "One main cause for each error",
        "Share of a model's errors, in %; the shares of one model add to 100.",
        "What would most likely mislead a system that reads the review. none: nothing about the "
        "text is hard; unclear: it holds no clear verdict; length: a verdict buried in a long "
        "review.",
    )
    return share_part(causes, "cause", wording)


def category_part(categories: pd.DataFrame) -> ErrorsPart:
    """All categories that apply to the errors of each model, side by side.

    Args:
        categories: As ``category_table`` of analysis gives it.
    """
    wording = Wording(
        "categories",
        "All categories that apply",
        "Share of a model's errors to which a category applies, in %; several may apply to one.",
        "That a category applies says nothing of what caused the error. --by category shows error "
        "rates, headroom and what each share rests on.",
    )
    return share_part(categories, "category", wording)


def category_detail_parts(categories: pd.DataFrame) -> list[ErrorsPart]:
    """The figures behind each share, one table a model.

    Args:
        categories: As ``category_table`` of analysis gives it.
    """
    return [
        _detail_part(str(model), rows) for model, rows in categories.groupby("model", sort=False)
    ]


def category_change_part(changes: pd.DataFrame) -> ErrorsPart:
    """What another model fixes and breaks inside each category.

    Args:
        changes: As ``category_changes`` of analysis gives them.
    """
    section = Section(
        "category_changes",
        "Fixed and broken by category",
        changes,
        {
            **dict.fromkeys(("n", "fixed", "broken", "net"), whole),
            "interaction": points,
            "p_holm": p_value,
        },
        below=(
            "Of the tagged reviews, fixed: the model is right where the baseline is wrong; broken: "
            "the reverse. More than elsewhere: net fixed for 100 reviews inside less outside, with "
            "its interval; p corrected for the number of categories (Holm).",
        ),
        shown=("model", "baseline", "category", "fixed", "broken", "net", "interaction", "p_holm"),
        headings={"baseline": "against", "interaction": "more than\nelsewhere", "p_holm": "p"},
        ranks={"baseline": 1},
    )
    return _part(section)


def together_part(overlap: pd.DataFrame, *, limit: int | None = None) -> ErrorsPart:
    """Categories that stand together among the errors, the closest first.

    Args:
        overlap: As ``category_overlap`` of analysis gives it.
        limit: Most pairs shown; None for all. Records hold all.
    """
    order = overlap["phi"].abs().fillna(-1).argsort(kind="stable")[::-1]
    ordered = overlap.iloc[order].reset_index(drop=True)
    section = Section(
        "category_overlap",
        "Categories that stand together",
        ordered if limit is None else ordered.head(limit),
        {
            **dict.fromkeys(("n_category", "n_other", "both", "expected"), whole),
            "phi": lambda value: f"{value:+.2f}",
        },
        below=("Among the errors of any model, by the tags. phi: their correlation.",),
        shown=("category", "other", "n_category", "n_other", "both", "expected", "phi"),
        headings={
            "n_category": "errors\ntagged",
            "n_other": "errors tagged\nwith the other",
            "expected": "expected\nby chance",
        },
    )
    part = _part(section)
    records = to_records(ordered, [str(name) for name in ordered.columns], integers=COUNTS)
    return ErrorsPart(part.name, part.document, part.keys, tuple(records))


def floor_part(floor: pd.DataFrame) -> ErrorsPart:
    """What no model can gain.

    Args:
        floor: As ``headroom_floor`` of analysis gives it.
    """
    section = Section(
        "headroom_floor",
        "What no model can gain",
        floor,
        {"share": percent, "accuracy": percent, "n_gold": whole},
        below=(
            "Errors on reviews whose label the readers contradict, and on reviews without a clear "
            "verdict: share of the model's errors in %, and points of accuracy.",
        ),
        shown=("model", "limit", "share", "accuracy", "n_gold"),
        headings={"share": "share of\nerrors %", "accuracy": "points of\naccuracy"},
    )
    return _part(section)


def tagger_part(reliability: pd.DataFrame) -> ErrorsPart:
    """How good the taggers are.

    Args:
        reliability: One row a tagger that was measured.
    """
    section = Section(
        "taggers",
        "How good the taggers are",
        reliability,
        {"n": whole, "precision": score, "recall": score},
        below=(
            "Measured on the gold named; rows that trained the tagger enter with scores of a fold "
            "that had not seen them.",
        ),
        shown=("category", "precision", "recall", "n", "gold"),
        headings={"n": "gold\nrows"},
    )
    return _part(section)


def _detail_part(model: str, rows: pd.DataFrame) -> ErrorsPart:
    shown = shown_shares(rows)
    frame = shown.assign(
        basis=[_basis(row) for row in shown.to_dict("records")],
        tagger=[_tagger(row) for row in shown.to_dict("records")],
    )
    percents = ("shown", "error_rate_inside", "error_rate_outside", "headroom", "shown_correct")
    section = Section(
        "categories",
        f"Categories of {model}",
        frame,
        {
            **dict.fromkeys(percents, percent),
            "errors_tagged": whole,
            "n_tagged": whole,
            "excess_errors": lambda value: f"{value:+,.0f}",
            "excess_standardised": lambda value: f"{value:+,.0f}",
            "p_adjusted": p_value,
        },
        above=(f"{whole(rows['n_errors'].max())} errors of {whole(rows['n'].max())} reviews.",),
        below=(
            "Error rate: of tagged reviews and of others. In excess: errors of tagged reviews "
            "beyond what the rate of the others foretells, raw and standardised to rating and "
            "length: association, not cause. p: whether the rates differ (Benjamini-Hochberg over "
            "categories). Headroom: points of accuracy gained at most if every error of the "
            "category were mended. Tagger: its precision and recall among these errors.",
            *how(shown),
        ),
        shown=(
            *("category", "n_tagged", "errors_tagged", "shown", "basis", "shown_correct"),
            *("error_rate_inside", "error_rate_outside", "excess_errors", "excess_standardised"),
            *("p_adjusted", "evidence", "headroom", "tagger"),
        ),
        headings={
            "n_tagged": "tagged",
            "errors_tagged": "errors\ntagged",
            "shown": "share of\nerrors %",
            "shown_correct": "share of\ncorrect %",
            "error_rate_inside": "error rate\ntagged %",
            "error_rate_outside": "others\n%",
            "excess_errors": "in\nexcess",
            "excess_standardised": "stand-\nardised",
            "p_adjusted": "p",
            "headroom": "headroom\npoints",
        },
        ranks={
            **dict.fromkeys(("n_tagged", "tagger", "excess_standardised", "evidence"), 3),
            **dict.fromkeys(("errors_tagged", "shown_correct", "basis", "p_adjusted"), 2),
            "excess_errors": 1,
        },
    )
    document = marked(section_document(section), _SHARES, shown["corrected"].tolist())
    keys = tuple(str(column) for column in rows.columns)
    return ErrorsPart("categories", document, keys, tuple(to_records(rows, keys, integers=COUNTS)))


def _basis(row: Row) -> str:
    """What a share rests on."""
    if row["corrected"]:
        return f"{whole(row['n_gold'])} gold, {whole(row['n_effective'])} effective"
    if row["method"] == "not correctable":
        return "not correctable with this gold"
    if not row["n_gold"]:
        return "tags alone"
    return f"too little gold: annotate about {whole(row['n_more'])} more"


def _tagger(row: Row) -> str:
    if is_missing(row["precision"]) and is_missing(row["recall"]):
        return MISSING
    return f"P {score(row['precision'])} R {score(row['recall'])}"


def _part(section: Section) -> ErrorsPart:
    keys = tuple(str(column) for column in section.frame.columns)
    records = to_records(section.frame, keys, integers=COUNTS)
    return ErrorsPart(section.key, section_document(section), keys, tuple(records))
