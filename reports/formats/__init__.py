"""Renderers of one table or one frame, a format each."""

from collections.abc import Callable
from typing import Literal, cast, get_args

from ...exceptions import unknown_name
from ..grid import Document
from .latex import render_latex
from .markdown import render_markdown

Format = Literal["table", "markdown", "csv", "json", "latex"]
TextFormat = Literal["markdown", "latex"]

TEXT_RENDERERS: dict[str, Callable[[Document], str]] = {
    "markdown": render_markdown,
    "latex": render_latex,
}


def check_format(name: str) -> Format:
    """The name itself where it is a known format.

    Raises:
        UsageError: If it is not; the message lists the known ones.
    """
    if name not in get_args(Format):
        raise unknown_name("format", name, get_args(Format))
    return cast("Format", name)
