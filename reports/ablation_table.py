"""Ablations in every format."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from rich.console import Group, RenderableType
from rich.text import Text

from ..analysis.ablation import Ablation, AblationTable
from .formats import check_format
from .formats.terminal import TerminalDocument
from .learning_curve_table import curve_section
from .sections import Renderer, Section, section_document, sections_table
from .units import duration, is_missing, memory, p_value, percent, points, whole
from .wording import ENOUGH_GROUPS, enumerate_words, singular

SIGNIFICANT = 0.05
OPTIMISTIC = "chosen on test: the best cell is optimistic"

_UNITS: dict[str, Renderer] = {
    "accuracy": percent,
    "difference": points,
    "p_holm": p_value,
    "train_seconds": duration,
    "seconds_per_epoch": duration,
    "peak_memory_bytes": memory,
    "kept_epoch": lambda epoch: f"{epoch:g}",
}
_HEADINGS = {
    "accuracy": "Accuracy %",
    "difference": "vs default,\npoints",
    "p_holm": "p (Holm)",
    "over_seeds": "Over seeds %,\nmean ± sd",
    "difference_over_seeds": "vs default over\nseeds, points",
    "seconds_per_epoch": "An epoch",
    "train_seconds": "Training",
    "peak_memory_bytes": "Peak\nmemory",
    "kept_epoch": "Epoch\nkept",
}
_WORDS = ("shown", "over_seeds", "difference_over_seeds")


def ablation_table(ablation: Ablation, *, format: str) -> RenderableType:  # noqa: A002
    """An ablation as people or programs read it.

    Args:
        ablation: What is to be shown.
        format: ``"table"`` for something that rich prints, else ``"markdown"``, ``"latex"``,
            ``"csv"`` (one table, with a column ``section``) or ``"json"`` (an object with the rows
            of each setting, and of ``learning_curve``) for text.

    Raises:
        UsageError: The format is unknown.
    """
    sections = [
        _section(ablation, table, is_first=number == 0, is_last=number == len(ablation.tables) - 1)
        for number, table in enumerate(ablation.tables)
    ]
    if ablation.curve is not None:
        sections.append(curve_section(ablation.curve, ablation.model))
    if check_format(format) != "table":
        return sections_table(sections, format=format)
    documents = [section_document(each) for each in sections]
    return Group(*(Group(Text(), TerminalDocument(each, "stack")) for each in documents))


def _section(ablation: Ablation, table: AblationTable, *, is_first: bool, is_last: bool) -> Section:
    frame = _in_words(table.frame)
    shown = ["shown", "accuracy", "difference", "p_holm", *_WORDS[1:]]
    shown += ["seconds_per_epoch", "train_seconds", "peak_memory_bytes", "kept_epoch"]
    below = [_verdict(table)]
    if is_last:
        below += _reading(ablation)
    return Section(
        key=table.setting,
        title=_title(ablation, table.setting),
        frame=frame.assign(split=ablation.split),
        units=_UNITS,
        above=_about(ablation) if is_first else (),
        below=tuple(below),
        shown=tuple(name for name in shown if name in {"shown", "accuracy"} or _holds(frame[name])),
        for_people=_WORDS,
        headings={**_HEADINGS, "shown": table.setting},
    )


def _in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with the columns that people read in place of several."""
    rows = frame.to_dict(orient="records")
    words = {
        "shown": [_value(row) for row in rows],
        "over_seeds": [_mean_and_sd(percent, row, "accuracy") for row in rows],
        "difference_over_seeds": [_mean_and_sd(points, row, "difference") for row in rows],
    }
    return frame.assign(**{name: pd.Series(column, dtype=object) for name, column in words.items()})


def _value(row: Mapping[Hashable, Any]) -> str:
    """The value with what a reader must know of it: ``16 (default)``, ``32 (out of memory)``."""
    notes = ["default"] * bool(row["is_default"])
    notes += [] if is_missing(row["failure"]) else [row["failure"]]
    return f"{row['value']} ({', '.join(notes)})" if notes else row["value"]


def _mean_and_sd(render: Renderer, row: Mapping[Hashable, Any], key: str) -> str | None:
    """A mean over seeds with its standard deviation; None where there is one seed."""
    if is_missing(row[f"{key}_sd"]):
        return None
    return f"{render(row[f'{key}_mean'])} ± {percent(row[f'{key}_sd'])}"


def _holds(column: pd.Series) -> bool:
    return bool(column.notna().any())


def _title(ablation: Ablation, what: str) -> str:
    title = f"{ablation.model}: {what}, on {ablation.split}"
    return f"{title} ({OPTIMISTIC})" if ablation.split == "test" else title


def _about(ablation: Ablation) -> tuple[str, ...]:
    rows = f"{whole(ablation.n)} {ablation.unit}"
    if ablation.n_groups is not None:
        unit = ablation.group_unit if ablation.n_groups != 1 else singular(ablation.group_unit)
        rows += f" of {whole(ablation.n_groups)} {unit}"
    lines = [
        f"Data: {ablation.data}, {ablation.split} set of {rows}; "
        f"{whole(ablation.n_train)} training rows."
    ]
    if ablation.changes:
        lines.append(f"In every row: {', '.join(ablation.changes)}.")
    return tuple(lines)


def _verdict(table: AblationTable) -> str:
    """Which values differ from the default, in a sentence."""
    frame = table.frame[~table.frame["is_default"].astype(bool)]
    tested = frame[frame["p_holm"].notna()]
    if tested.empty:
        return "Nothing to compare: the default or all other values failed."
    sure = tested[tested["p_holm"] < SIGNIFICANT]
    family = f"Holm over {len(tested)} " + ("value" if len(tested) == 1 else "values")
    if sure.empty:
        return f"No value differs from the default by more than chance explains ({family})."
    words = [
        f"{name} than the default: {enumerate_words(list(some['value']))}"
        for name, some in (
            ("better", sure[sure["difference"] > 0]),
            ("worse", sure[sure["difference"] < 0]),
        )
        if len(some)
    ]
    said = "; ".join(words)
    rest = "; the others may differ by chance alone" if len(sure) < len(tested) else ""
    return f"{said[0].upper()}{said[1:]} ({family}){rest}."


def _reading(ablation: Ablation) -> list[str]:
    unit = ablation.group_unit
    lines = [
        f"Intervals: 95 %; of accuracy by Wilson, of differences (value - default, over the same "
        f"rows) by {whole(ablation.resamples)} resamples, seed {ablation.seed}; p: McNemar's "
        "mid-p.",
    ]
    if ablation.n_groups is not None and ablation.n_groups > 1:
        lines[0] += f" Rows of one {singular(unit)} count as dependent."
        if ablation.n_groups < ENOUGH_GROUPS:
            lines.append(f"Only {ablation.n_groups} {unit}: intervals are rough.")
    seeds = max(table.frame["seeds"].max() for table in ablation.tables)
    if not is_missing(seeds) and seeds > 1:
        lines.append(
            f"Over seeds: mean ± sd over {seeds} seeds; all else is of the first seed alone."
        )
    if ablation.split == "validation":
        lines.append(
            "The best of several values looks better on the rows that it was chosen on than it is: "
            "measure the one that you choose on test, once."
        )
    return lines
