"""``sentiment-lab models``: the known models, their settings and defaults."""

from typing import Annotated

import typer

from .app import app
from .options import FormatOption, OutputOption


@app.command()
def models(
    model: Annotated[
        str | None,
        typer.Argument(metavar="[MODEL]", help="Only this one.", show_default=False),
    ] = None,
    format_: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """List the models with their settings, our defaults and the published recipe."""
    from ..experiment.listing import list_models
    from ..reports.sections import sections_table
    from .model_sections import model_sections
    from .output import emit, require_writable

    require_writable(output)
    emit(sections_table(model_sections(list_models(model)), format=format_), output)
