"""A report as one Markdown page."""

from collections.abc import Sequence
from dataclasses import replace

from ..grid import Document
from ..page_model import PageFigure, PageSection
from .markdown import bullets, escape_markdown, render_markdown


def render_page(
    title: str, about: Sequence[str], sections: Sequence[PageSection], *, figure_folder: str
) -> str:
    """The page.

    Args:
        title: Its heading.
        about: Lines below the heading.
        sections: What it says, in order.
        figure_folder: Where the figures lie, as seen from the page.
    """
    blocks = [f"# {escape_markdown(title)}", bullets(about)]
    for section in sections:
        blocks.append(f"## {escape_markdown(section.title)}")
        if section.text:
            blocks.append(bullets(section.text))
        blocks += [_image(figure, figure_folder) for figure in section.figures]
        blocks += [_table(document, section) for document in section.documents]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _image(figure: PageFigure, folder: str) -> str:
    stem = f"{folder}/{figure.name}"
    return f"![{escape_markdown(figure.alt)}]({stem}.png)\n\n[as SVG]({stem}.svg)"


def _table(document: Document, section: PageSection) -> str:
    """A table, without a title that only repeats the section's."""
    if document.title == section.title:
        document = replace(document, title="")
    return render_markdown(document).rstrip("\n")
