"""How often each category was tagged, with examples whose evidence is marked."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd
from rich.console import Group, RenderableType
from rich.text import Text

from ..analysis.excerpts import one_line
from .formats.terminal import TerminalDocument
from .grid import Cell, Document, Grid, Heading
from .units import MISSING, percent, score, whole

MARKS = ("[", "]")
"""Stand around the evidence, so that it is seen where there are no colours."""

_AROUND = 60
_LONGEST = 240
_ELLIPSIS = "…"


class TaggedText(Protocol):
    """An example of a category."""

    @property
    def category(self) -> str:
        """The category that it is tagged with."""
        ...

    @property
    def id(self) -> str:
        """What the text is called."""
        ...

    @property
    def score(self) -> float:
        """The tagger's score."""
        ...

    @property
    def text(self) -> str:
        """The text as it was given."""
        ...

    @property
    def evidence(self) -> tuple[tuple[int, int], ...]:
        """Character offsets of the evidence."""
        ...


def tags_table(
    shares: pd.DataFrame, examples: Sequence[TaggedText], reliability: pd.DataFrame
) -> RenderableType:
    """The table of categories and, below it, the examples.

    Args:
        shares: ``category, n, tagged, share``.
        examples: Some texts of each category.
        reliability: ``category, n, precision, recall``, one row a tagger that was measured.
    """
    known = {record["category"]: record for record in reliability.to_dict("records")}
    rows = [_row(record, known.get(record["category"])) for record in shares.to_dict("records")]
    headings = (
        Heading("category", "Category", "left"),
        Heading("n", "Texts"),
        Heading("tagged", "Tagged"),
        Heading("share", "Share %"),
        Heading("precision", "Tagger's\nprecision"),
        Heading("recall", "Tagger's\nrecall"),
        Heading("gold", "Gold rows"),
    )
    document = Document(
        "Categories tagged",
        (),
        Grid(headings, tuple(rows)),
        (
            "Shares are raw rates of tags, not corrected for the taggers' mistakes; "
            f"{MISSING}: not measured.",
        ),
    )
    return Group(TerminalDocument(document), *_examples(examples))


def marked(text: str, evidence: Sequence[tuple[int, int]]) -> Text:
    """The passage around the first evidence, on one line, the evidence marked.

    Args:
        text: As it was given.
        evidence: Offsets [start, end) in order, none overlapping another.
    """
    if not evidence:
        return Text(_shortened(one_line(text)))
    shown = Text()
    begin = max(0, evidence[0][0] - _AROUND)
    last = max(evidence[0][1], min(len(text), begin + _LONGEST))
    shown.append(_ELLIPSIS if begin else "")
    for start, end in (span for span in evidence if span[1] <= last):
        shown.append(_piece(text[begin:start]))
        shown.append(MARKS[0] + _shortened(_piece(text[start:end])) + MARKS[1], style="bold yellow")
        begin = end
    rest = text[begin : min(len(text), max(begin, last) + _AROUND)]
    shown.append(_piece(rest))
    shown.append("" if begin + len(rest) == len(text) else _ELLIPSIS)
    return shown


def _row(record: Mapping[Any, Any], measured: Mapping[Any, Any] | None) -> tuple[Cell, ...]:
    figures = ("precision", "recall")
    known = [score(None if measured is None else measured[each]) for each in figures]
    return (
        Cell(str(record["category"])),
        Cell(whole(record["n"])),
        Cell(whole(record["tagged"])),
        Cell(percent(record["share"])),
        *map(Cell, known),
        Cell(whole(None if measured is None else measured["n"])),
    )


def _examples(examples: Sequence[TaggedText]) -> list[Text]:
    lines, before = [], ""
    for each in examples:
        if each.category != before:
            lines.append(Text(f"\n{each.category}", style="bold"))
            before = each.category
        lead = Text(f"  {one_line(each.id)} ({each.score:.2f})  ", style="dim")
        lines.append(lead + marked(each.text, each.evidence))
    return lines


def _piece(text: str) -> str:
    """One line of a part, with the blanks at its ends that part it from its neighbours."""
    line = one_line(text)
    if not line:
        return " " if text else ""
    before = " " if text[0].isspace() else ""
    return before + line + (" " if text[-1].isspace() else "")


def _shortened(line: str) -> str:
    return line if len(line) <= _LONGEST else line[:_LONGEST].rstrip() + _ELLIPSIS
