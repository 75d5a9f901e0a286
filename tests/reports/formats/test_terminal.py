import io

import pytest
from rich.console import Console

from sentiment_lab.reports.formats.terminal import TerminalDocument
from sentiment_lab.reports.grid import Cell, Document, Grid, Heading

LONG = "a name that goes on and on, much longer than any terminal has room for it"


def printed(renderable, width=60):
    output = io.StringIO()
    Console(width=width, file=output, color_system=None).print(renderable)
    return output.getvalue()


def grid(columns, rank=0):
    headings = [Heading("model", "Model", "left", wraps=True)]
    headings += [Heading(f"k{i}", f"Column {i}", rank=rank * i) for i in range(columns)]
    row = [Cell(LONG), *(Cell(f"{i}.5", "1.0–2.0") for i in range(columns))]
    return Grid(tuple(headings), (tuple(row),))


def test_markup_in_names_is_shown_and_not_obeyed():
    row = (Cell("[red]x[/red]"),)
    text = printed(TerminalDocument(Document("", (), Grid((Heading("m", "M"),), (row,)), ())))
    assert "[red]x[/red]" in text


def test_the_highest_rank_gives_way_first():
    text = printed(TerminalDocument(Document("", (), grid(8, rank=1), ()), remedy="widen it"))
    assert "Column 0" in text
    assert "Column 7" not in text
    line = next(line for line in text.splitlines() if line.startswith("Not shown"))
    assert "k7" in line
    assert "k0" not in line
    assert "widen it" in text


def test_columns_of_rank_nothing_stay_even_where_they_do_not_fit():
    text = printed(TerminalDocument(Document("", (), grid(3), ())), width=30)
    assert "Not shown" not in text


@pytest.mark.parametrize("width", [40, 60, 80])
def test_stacked_tables_show_every_column_once_within_the_width(width):
    text = printed(TerminalDocument(Document("", (), grid(9), ()), "stack"), width)
    assert max(map(len, text.splitlines())) <= width
    assert all(text.count(f"Column {i}") == 1 for i in range(9))


def test_the_last_column_can_stand_below_its_row():
    headings = (Heading("id", "Id"), Heading("label", "Label"), Heading("text", "Text"))
    rows = ((Cell("r1"), Cell("good"), Cell(LONG)),)
    document = Document("T", ("above",), Grid(headings, rows), ("below",), last_below=True)
    lines = printed(TerminalDocument(document)).splitlines()
    assert "r1  label good" in lines
    assert any(line.startswith("    a name that") for line in lines)
    assert lines[-1] == "below"
