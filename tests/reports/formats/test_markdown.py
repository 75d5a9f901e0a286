import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.reports.formats.latex import escape_latex, render_latex
from sentiment_lab.reports.formats.markdown import escape_markdown, render_markdown
from sentiment_lab.reports.grid import Cell, Document, Grid, Heading

GRID = Grid((Heading("a", "A"), Heading("b", "B", "left")), ((Cell("1", "0–2"), Cell("x|y")),))


def test_details_stand_in_parentheses_and_pipes_are_escaped():
    text = render_markdown(Document("Title", ("above",), GRID, ("below",)))
    assert text == (
        "**Title**\n\n- above\n\n| A | B |\n| ---: | :--- |\n| 1 (0–2) | x\\|y |\n\n- below\n"
    )


@given(st.text(max_size=40))
def test_no_text_ends_a_markdown_cell_or_line(text):
    escaped = escape_markdown(text)
    assert len(escaped.splitlines()) <= 1
    unescaped = escaped.replace("\\\\", "").replace("\\|", "")
    assert "|" not in unescaped


@pytest.mark.parametrize("mark", ["*a*", "_a_", "`a`", "<b>", "[x](y)", "# a", "~~a~~"])
def test_markup_shows_as_it_is(mark):
    escaped = escape_markdown(mark)
    assert mark not in {escaped, escaped[1:-1]}
    assert escaped.replace("\\", "") == mark
    assert escaped.startswith("\\")


@given(st.text(max_size=40))
def test_latex_leaves_no_character_with_a_meaning(text):
    escaped = escape_latex(text)
    for special in "&%$#_^~":
        for position, character in enumerate(escaped):
            if character == special and special in "&%#_":
                assert escaped[position - 1] == "\\"
    assert "^" not in escaped
    assert "~" not in escaped


def test_latex_without_notes_and_title_has_neither():
    text = render_latex(Document("", (), GRID, ()))
    assert r"\caption{}" in text
    assert "footnotesize (0--2)" in text
    assert r"\par" not in text
