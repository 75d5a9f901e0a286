"""Tables as GitHub-flavoured Markdown."""

import re
from collections.abc import Sequence

from ..grid import Cell, Document, Grid

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def render_markdown(document: Document) -> str:
    """The whole document; its title stands in bold, since the page decides on headings."""
    blocks = [
        f"**{escape_markdown(document.title)}**" if document.title else "",
        bullets(document.above),
        markdown_table(document.grid),
        bullets(document.below),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def markdown_table(grid: Grid) -> str:
    """The bare table, without a newline at its end."""
    rules = ["---:" if heading.align == "right" else ":---" for heading in grid.headings]
    head = [escape_markdown(heading.text) for heading in grid.headings]
    rows = [[_entry(cell) for cell in row] for row in grid.rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rules, *rows))


def escape_markdown(text: str) -> str:
    """Text that shows as it is: no markup, no line break, no end of a table's cell."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def bullets(lines: Sequence[str]) -> str:
    """A list with one entry a line, without a newline at its end."""
    return "\n".join(f"- {escape_markdown(line)}" for line in lines)


def _entry(cell: Cell) -> str:
    return escape_markdown(f"{cell.text} ({cell.detail})" if cell.detail else cell.text)
