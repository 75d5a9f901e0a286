"""``sentiment-lab errors``: where each model fails."""

from typing import TYPE_CHECKING, Annotated

import typer

from .app import app
from .options import (
    DEFAULT_RUNS,
    FormatOption,
    OutputOption,
    RunsOption,
)
from .requests import systems_asked_for, takes_request

if TYPE_CHECKING:
    from ..experiment.request import Request

DEFAULT_LIMIT = 10


@app.command()
@takes_request(without=("seeds",))
def errors(
    request: "Request",
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category",
            metavar="NAME",
            help="Only reviews that this tagger tags; repeatable.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=0,
            help="How many misclassified reviews to show. Default: 10; all in CSV and JSON.",
            show_default=False,
        ),
    ] = None,
    runs: RunsOption = DEFAULT_RUNS,
    format_: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Show misclassified reviews, errors that models share, and shares of errors by category.

    Without a data set or predictions, it takes the last comparison.
    """
    from ..experiment.errors import analyse_errors
    from ..experiment.store import RunStore
    from ..reports.errors_table import errors_table
    from .output import emit, require_writable
    from .progress import ProgressBars

    require_writable(output)
    store = RunStore(runs)
    with ProgressBars() as bars:
        collected, request = systems_asked_for(request, store, bars)
        analysis = analyse_errors(
            collected, store, baseline=request.baseline, categories=category, listener=bars
        )
    if limit is None and format_ not in {"csv", "json"}:
        limit = DEFAULT_LIMIT
    emit(errors_table(analysis, collected.description, limit=limit, format=format_), output)
