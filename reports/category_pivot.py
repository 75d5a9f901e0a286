"""Shares of causes or categories, one column a model, corrected where they can be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from .errors_parts import ErrorsPart
from .formats.records import to_records
from .grid import Cell, Document, Grid, Heading
from .units import MISSING, is_missing, percent, whole

Row = Mapping[Any, Any]

CORRECTED = ("prediction-powered", "prediction-powered, cut at 0 and rescaled", "rogan-gladen")
UNCORRECTED = "*"
LAST = frozenset({"unclear", "none"})
"""Rows that stand below all others, in whichever model they come first."""

COUNTS = frozenset(
    {
        *("n", "n_tagged", "n_errors", "errors_tagged", "errors_of_cause", "n_more", "rank"),
        *("n_gold", "n_gold_tagged", "n_gold_present", "fixed", "broken", "net"),
        *("n_category", "n_other", "both", "n_gold_correct", "n_more_correct"),
    }
)
"""Columns of whole numbers."""

_ESTIMATOR = (
    "Corrected: the share of the tags plus the mean of gold minus tag over the annotated rows of "
    "the same cell, weighted by the inverse of their chance to be annotated."
)
_RAW = f"{UNCORRECTED} uncorrected: the share of the tags, with all the tagger's mistakes."
_GOLD = " --gold FILE with annotated reviews of this test set corrects it."


@dataclass(frozen=True)
class Wording:
    """What stands around a table of shares.

    Attributes:
        name: Its key in JSON.
        title: What it shows.
        above: A line over it.
        below: A line under it.
    """

    name: str
    title: str
    above: str
    below: str


def is_corrected(row: Row) -> bool:
    """Whether the share of a row was corrected for its tagger."""
    return row["method"] in CORRECTED and not is_missing(row["share"])


def shown_shares(frame: pd.DataFrame) -> pd.DataFrame:
    """The share that can be shown for each row: corrected, or else that of the tags.

    Args:
        frame: Main causes or categories, as analysis gives them.

    Returns:
        The frame with ``shown, shown_low, shown_high`` and ``corrected`` (bool); of categories,
        also ``shown_correct``, the share among correct predictions where it was come by in the
        same way, else NaN.
    """
    low, high = ("share_low", "share_high") if "share_low" in frame else ("low", "high")
    corrected = pd.Series([is_corrected(row) for row in frame.to_dict("records")], dtype=bool)
    corrected.index = frame.index
    if "share_correct" in frame:
        both = corrected & frame["method_correct"].isin(CORRECTED)
        raw = frame["raw_share_correct"].where(~corrected)
        frame = frame.assign(shown_correct=frame["share_correct"].where(both, raw))
    return frame.assign(
        corrected=corrected,
        shown=frame["share"].where(corrected, frame["raw_share"]),
        shown_low=frame[low].where(corrected, frame["raw_low"]),
        shown_high=frame[high].where(corrected, frame["raw_high"]),
    )


def share_part(frame: pd.DataFrame, rows: str, wording: Wording) -> ErrorsPart:
    """One row a cause or category, one column a model.

    Args:
        frame: Main causes or categories, as analysis gives them.
        rows: The column that names what a row is about.
        wording: What stands around it.
    """
    shown = shown_shares(frame)
    models = [str(model) for model in dict.fromkeys(shown["model"])]
    headings = (
        Heading(rows, rows.replace("_", " ").capitalize(), "left"),
        *(Heading(model, model) for model in models),
    )
    cells = {(row["model"], row[rows]): _share_cell(row) for row in shown.to_dict("records")}
    grid = Grid(
        headings,
        tuple(
            (Cell(str(value)), *(cells.get((model, value), Cell(MISSING)) for model in models))
            for value in sorted(dict.fromkeys(shown[rows]), key=LAST.__contains__)
        ),
    )
    notes = (wording.below, *how(shown), *_gold_lines(shown))
    keys = tuple(str(column) for column in frame.columns)
    records = to_records(frame, keys, integers=COUNTS)
    return ErrorsPart(
        wording.name,
        Document(wording.title, (wording.above,), grid, notes),
        keys,
        tuple(records),
    )


def _share_cell(row: Row) -> Cell:
    mark = "" if row["corrected"] else UNCORRECTED
    if is_missing(row["shown"]):
        return Cell(MISSING)
    text = percent(row["shown"]) + mark
    if is_missing(row["shown_low"]):
        return Cell(text)
    return Cell(text, f"{percent(row['shown_low'])}–{percent(row['shown_high'])}")


def marked(document: Document, shares: Sequence[str], corrected: Sequence[bool]) -> Document:
    """A table with a mark at the shares that are not corrected.

    Args:
        document: One row a share or several of one kind.
        shares: Columns of shares.
        corrected: Whether those of a row are corrected, one for each row.
    """
    places = {i for i, each in enumerate(document.grid.headings) if each.key in shares}
    rows = []
    for cells, known in zip(document.grid.rows, corrected, strict=True):
        raw = set() if known else {i for i in places if cells[i].text != MISSING}
        rows.append(
            tuple(
                replace(cell, text=cell.text + UNCORRECTED) if i in raw else cell
                for i, cell in enumerate(cells)
            )
        )
    return replace(document, grid=replace(document.grid, rows=tuple(rows)))


def how(shown: pd.DataFrame) -> Iterator[str]:
    """What is said of shares that were corrected, and of those that were not."""
    if shown["corrected"].any():
        yield _ESTIMATOR
    if not shown["corrected"].all():
        # Who gave gold already is told elsewhere how much more it takes.
        yield _RAW if (shown["n_gold"] > 0).any() else _RAW + _GOLD


def _gold_lines(shown: pd.DataFrame) -> Iterator[str]:
    """How much gold stands behind the shares of each model."""
    for model, rows in shown.groupby("model", sort=False):
        known = rows[rows["n_gold"] > 0]
        if known.empty:
            continue
        best = known.sort_values("n_effective").iloc[-1]
        line = (
            f"{model}: {whole(best['n_gold'])} of its errors are annotated, worth "
            f"{whole(best['n_effective'])} drawn alike (largest weight "
            f"{percent(best['largest_weight'])} %)"
        )
        needed = int(known["n_more"].max())
        yield line + (f"; annotate about {whole(needed)} more." if needed else ".")
