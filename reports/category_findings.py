"""The sentences on shares of error categories: what they say, how surely, and what they cannot."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from .category_pivot import shown_shares
from .share_words import MOST, by_model, of_accuracy, said_share
from .units import percent, points, whole
from .wording import enumerate_words

ASSOCIATION = (
    "Association, not cause: that a category applies to an error, or is more common among errors, "
    "does not say that it made the model fail."
)
ONE_BY_ONE = (
    "These intervals hold for one category each: of twenty without any difference, about one "
    "leaves 0 out by chance."
)
NO_GOLD = (
    "No annotated reviews of this test set were given (--gold FILE): every share is that of the "
    "tags, with all the taggers' mistakes, and marked as uncorrected."
)


def share_sentences(categories: pd.DataFrame) -> tuple[str, ...]:
    """For each model, the categories with the highest shares and what mending them would gain.

    Args:
        categories: As ``category_table`` of analysis gives it.
    """
    return tuple(_shares(model, rows) for model, rows in by_model(shown_shares(categories)))


def difference_sentences(categories: pd.DataFrame) -> tuple[str, ...]:
    """For each model, what is more common among its errors than among its correct reviews.

    Corrected shares speak where they are there; otherwise the error rates of tagged reviews do.

    Args:
        categories: As ``category_table`` of analysis gives it.
    """
    said = []
    for model, rows in by_model(categories):
        known = rows[rows["difference_low"].notna()]
        said.append(_differences(model, known) if len(known) else _rates(model, rows))
    if categories["difference_low"].notna().any():
        said.append(ONE_BY_ONE)
    return tuple(said)


def gold_sentences(categories: pd.DataFrame) -> tuple[str, ...]:
    """Which shares could not be corrected, why, and how much gold it would take.

    Args:
        categories: As ``category_table`` of analysis gives it.
    """
    if not (categories["n_gold"] > 0).any():
        return (NO_GOLD,)
    return tuple(_lacking(shown_shares(categories)))


def category_limits(categories: pd.DataFrame, *, finite: bool) -> tuple[str, ...]:
    """What shares of categories do not show, whatever the figures.

    Args:
        categories: As ``category_table`` of analysis gives it.
        finite: Whether corrected shares are of this test set alone.
    """
    corrected = shown_shares(categories)["corrected"]
    lines = [f"Why a model errs. {ASSOCIATION}"]
    if not corrected.all():
        lines.append(
            "True shares of categories where marked as uncorrected: the tagger's mistakes are "
            "in them."
        )
    if corrected.any():
        lines.append("Other readers: corrected shares are by the judgement of those who annotated.")
        if finite:
            lines.append("Other reviews: corrected shares are of this test set (--finite).")
    return tuple(lines)


def _shares(model: str, rows: pd.DataFrame) -> str:
    errors = f"{model}, {whole(rows['n_errors'].max())} errors"
    corrected = rows[rows["corrected"]]
    if corrected.empty:
        top = _top(rows[rows["shown"] > 0], "shown")
        tagged = [f"{row['category']} {percent(row['shown'])} %" for row in top]
        said = f"by the tags alone, {enumerate_words(tagged)}" if tagged else "none is tagged"
        return f"{errors}: no share is corrected; {said}."
    top = _top(corrected, "shown")
    shares = [f"{row['category']} to {said_share(row)}" for row in top]
    gains = [f"{row['category']} {of_accuracy(row, 'headroom')}" for row in top]
    return (
        f"{errors}: the categories that apply to most of them are {enumerate_words(shares)}. "
        f"Headroom, if every error of the category were mended: {enumerate_words(gains)}."
    )


def _top(rows: pd.DataFrame, by: str) -> list[dict[Any, Any]]:
    return rows.sort_values(by, ascending=False, kind="stable").head(MOST).to_dict("records")


def _differences(model: str, rows: pd.DataFrame) -> str:
    more, fewer = rows["difference_low"] > 0, rows["difference_high"] < 0
    parts = []
    for side, chosen in (("more common", rows[more]), ("less common", rows[fewer])):
        named = [
            f"{row['category']} ({points(row['difference'])} points, "
            f"{points(row['difference_low'])} to {points(row['difference_high'])})"
            for row in chosen.to_dict("records")
        ]
        if named:
            parts.append(f"{side} {enumerate_words(named)}")
    rest = [str(name) for name in rows[~more & ~fewer]["category"]]
    if rest:
        parts.append(f"no difference is shown for {enumerate_words(rest)}")
    return f"Among the errors of {model}, against its correct reviews: {'; '.join(parts)}."


def _rates(model: str, rows: pd.DataFrame) -> str:
    """What the tags alone say of error rates."""
    found = rows[rows["ranked"].astype(bool)]
    parts = []
    for side, chosen in (
        ("more often", found[found["error_rate_inside"] > found["error_rate_outside"]]),
        ("less often", found[found["error_rate_inside"] < found["error_rate_outside"]]),
    ):
        named = [
            f"{row['category']} ({percent(row['error_rate_inside'])} % against "
            f"{percent(row['error_rate_outside'])} % of the others)"
            for row in chosen.sort_values("rank").to_dict("records")
        ]
        if named:
            parts.append(f"{side} on reviews tagged {enumerate_words(named)}")
    rest = [str(name) for name in rows[~rows["ranked"].astype(bool)]["category"]]
    if rest:
        parts.append(f"not enough evidence for {enumerate_words(rest)}")
    return f"By the tags as they are, {model} errs {'; '.join(parts)}."


def _lacking(shown: pd.DataFrame) -> Iterator[str]:
    without = [
        str(name)
        for name, rows in shown.groupby("category", sort=False)
        if not (rows["n_gold"] > 0).any()
    ]
    for model, rows in by_model(shown[~shown["corrected"] & (shown["n_gold"] > 0)]):
        beyond = rows["method"] == "not correctable"
        few = [
            f"{row['category']} (about {whole(row['n_more'])} more)"
            for row in rows[~beyond].to_dict("records")
        ]
        if few:
            yield (
                f"Too little gold among the errors of {model} to correct {enumerate_words(few)}: "
                "annotate so many more of its errors."
            )
        if beyond.any():
            names = [str(name) for name in rows[beyond]["category"]]
            yield f"Not correctable with this gold for {model}: {enumerate_words(names)}."
    if without:
        yield f"The gold says nothing of {enumerate_words(without)}: uncorrected."
