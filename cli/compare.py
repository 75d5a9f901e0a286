"""``sentiment-lab compare``: which model is better, by how much and how surely."""

from typing import TYPE_CHECKING, Annotated

import typer

from ..exceptions import UsageError
from .app import app
from .options import (
    DEFAULT_RUNS,
    OUTPUT,
    FormatOption,
    OutputOption,
    RunsOption,
)
from .requests import takes_request

if TYPE_CHECKING:
    from ..experiment.request import Request


@app.command()
@takes_request()
def compare(
    request: "Request",
    runs: RunsOption = DEFAULT_RUNS,
    resamples: Annotated[int, typer.Option("--resamples", help="Bootstrap replicates.")] = 10_000,
    format_: FormatOption = "table",
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="NAME,NAME",
            help="Columns of the table: any metric, cost or pair key; 'all' for every one.",
            show_default=False,
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    output: OutputOption = None,
) -> None:
    """Train what is missing, then compare: metrics with intervals, paired differences, cost.

    sentiment-lab compare

    sentiment-lab compare imdb --model logreg --model bert --set bert.epochs=2

    sentiment-lab compare --test reviews.csv --map-label positive=fresh --map-label negative=rotten

    sentiment-lab compare --predictions old=old.csv --predictions new=new.parquet --baseline old
    """
    from dataclasses import replace

    from ..experiment.compare import compare as run_comparison
    from ..experiment.store import RunStore
    from ..reports.columns import choose_columns
    from ..reports.tables import comparison_table
    from .output import emit, require_writable
    from .progress import ProgressBars

    require_writable(output)
    if request.predictions and request.models != type(request).models:
        raise UsageError("--model and --predictions exclude each other: nothing is trained")
    chosen = [name.strip() for name in columns.split(",")] if columns else None
    choose_columns(chosen or ())
    asked = replace(request, resamples=resamples)
    with ProgressBars() as bars:
        compared = run_comparison(asked, RunStore(runs), bars)
    emit(
        comparison_table(
            compared.comparison, compared.collected.description, format=format_, columns=chosen
        ),
        output,
    )
