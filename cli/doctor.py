"""``sentiment-lab doctor``: what is installed, for a bug report."""

from typing import Annotated

import typer

from .app import app
from .options import DEFAULT_RUNS, RunsOption


@app.command()
def doctor(
    runs: RunsOption = DEFAULT_RUNS,
    offline: Annotated[
        bool, typer.Option("--offline", help="Do not try to reach the Hub.")
    ] = False,
) -> None:
    """Tell what is installed, which device there is, what is cached and reachable."""
    from .. import __version__
    from ..experiment.doctor import diagnose

    typer.echo(f"sentiment-lab {__version__}")
    for reading in diagnose(runs, network=not offline):
        typer.echo(f"{reading.state:8}{reading.what}: {reading.detail}")
