"""The sentences on main causes, taggers, what no model can gain, and what models change."""

from collections.abc import Sequence

import pandas as pd

from ..analysis.main_causes import LAST
from ..analysis.significance import ALPHA
from .category_pivot import Row, shown_shares
from .findings import holm
from .share_words import MOST, between, by_model, of_accuracy, said_share
from .units import is_missing, percent, points, score, whole
from .wording import enumerate_words

MAIN_CAUSE_READING = (
    "The one thing that would most likely mislead a system which reads the review: a judgement on "
    "the text, not an experiment on the model."
)


def main_cause_sentences(causes: pd.DataFrame) -> tuple[str, ...]:
    """For each model, what its errors are put down to.

    Args:
        causes: As ``main_causes`` of analysis gives them.
    """
    return tuple(_main_causes(model, rows) for model, rows in by_model(shown_shares(causes)))


def tagger_sentence(reliability: pd.DataFrame, categories: Sequence[str]) -> str:
    """How good the taggers of some categories are, each with its gold rows.

    Args:
        reliability: One row a tagger that was measured.
        categories: Their names.
    """
    known = {} if reliability.empty else reliability.set_index("category").to_dict("index")
    measured = [
        f"{name} precision {score(known[name]['precision'])}, recall "
        f"{score(known[name]['recall'])} ({whole(known[name]['n'])} gold rows)"
        for name in categories
        if name in known
    ]
    others = [name for name in categories if name not in known]
    said = [f"Taggers as measured: {'; '.join(measured)}."] if measured else []
    if others:
        said.append(f"No measured tagger: {enumerate_words(others)}.")
    return " ".join(said)


def floor_sentences(floor: pd.DataFrame) -> tuple[str, ...]:
    """For each model, what no model can gain.

    Args:
        floor: As ``headroom_floor`` of analysis gives it.
    """
    return tuple(_floor(model, rows) for model, rows in by_model(floor))


def change_sentences(changes: pd.DataFrame) -> tuple[str, ...]:
    """For each model, on which categories it gains more, or less, than elsewhere.

    Args:
        changes: As ``category_changes`` of analysis gives them.
    """
    return tuple(_changes(model, rows) for model, rows in by_model(changes))


def _main_causes(model: str, rows: pd.DataFrame) -> str:
    errors = f"{model}, {whole(rows['n_errors'].max())} errors"
    named = rows[~rows["cause"].isin(LAST) & (rows["shown"] > 0)]
    top = named.sort_values("shown", ascending=False, kind="stable").head(MOST)
    one_by_one = bool(rows["corrected"].any())
    share = said_share if one_by_one else lambda row: f"{percent(row['shown'])} %"
    parts = [f"{row['cause']} {share(row)}" for row in top.to_dict("records")]
    said = f"{errors}: {'first of all ' + enumerate_words(parts) if parts else 'no cause'}"
    meaning = {"none": "nothing hard about the text", "unclear": "no clear verdict in it"}
    for row in rows[rows["cause"].isin(LAST)].to_dict("records"):
        said += f"; {meaning[row['cause']]} ({row['cause']}) {share(row)}"
    return f"{said}." if one_by_one else f"{said}. All uncorrected: the taggers' own word."


def _floor(model: str, rows: pd.DataFrame) -> str:
    known = rows[rows["share"].notna()].to_dict("records")
    if not known:
        more = whole(rows["n_more"].max())
        return f"{model}: too little gold to tell; annotate about {more} more of its errors."
    # The two limits add to "either", the last, which is not known where one of them is not.
    *parts, widest = known
    shares = [f"{row['limit']} {percent(row['share'])} %" for row in parts]
    said = f" ({', '.join(shares)})" if shares else ""
    reason = "" if widest["limit"] == "either" else f" ({widest['limit']}), or more,"
    return (
        f"{model}: {percent(widest['share'])} %{between(widest, 'share')} of its errors{reason} "
        f"are out of reach{said}, {of_accuracy(widest, 'accuracy')}, by "
        f"{whole(widest['n_gold'])} annotated errors."
    )


def _changes(model: str, rows: pd.DataFrame) -> str:
    against = f"{model} against {rows['baseline'].iloc[0]}"
    found = rows[(rows["p_holm"] < ALPHA) & rows["interaction"].notna()]
    if found.empty:
        return f"{against}: on no category is another gain shown than elsewhere."
    parts = [
        f"{'more' if row['interaction'] > 0 else 'less'} on {row['category']} "
        f"({points(row['interaction'])} in 100 reviews{_signed(row)}; p {holm(row)})"
        for row in found.to_dict("records")
    ]
    return f"{against} gains, next to what it gains elsewhere, {enumerate_words(parts)}."


def _signed(row: Row) -> str:
    low, high = row["interaction_low"], row["interaction_high"]
    return "" if is_missing(low) or is_missing(high) else f", {points(low)} to {points(high)}"
