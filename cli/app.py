"""The Typer application that every command joins."""

from typing import Annotated

import typer

from .. import __version__

app = typer.Typer(
    name="sentiment-lab",
    help="Which text classifier is better, by how much and how surely, and where does each fail?",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Show a traceback when something goes wrong (any position)."),
    ] = False,
) -> None:
    """Trains text classifiers, compares them with paired evidence, and shows where each fails."""
