"""``sentiment-lab domains``: one model, trained on each data set and tested on each."""

from typing import TYPE_CHECKING, Annotated

import typer

from .app import app
from .options import DEFAULT_RUNS, FormatOption, OutputOption, RunsOption
from .requests import takes_request

if TYPE_CHECKING:
    from ..experiment.request import Request

OF_ONE_DATA_SET = ("dataset", "positive", "test", "text", "label", "id_", "group", "rating")
OF_SEVERAL_MODELS = ("model", "predictions", "baseline", "ensemble", "calibrate")


@app.command()
@takes_request(without=(*OF_ONE_DATA_SET, *OF_SEVERAL_MODELS))
def domains(
    request: "Request",
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="A known model, or your own.", show_default=False)
    ],
    datasets: Annotated[
        list[str],
        typer.Argument(
            metavar="DATASET DATASET...",
            help="Two or more: rotten-tomatoes, imdb, hub:NAME, or paths; columns of your own "
            "files have the usual names (text, label, id, group, rating).",
            show_default=False,
        ),
    ],
    runs: RunsOption = DEFAULT_RUNS,
    resamples: Annotated[int, typer.Option("--resamples", help="Bootstrap replicates.")] = 10_000,
    format_: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Train a model on each data set and test it on each: what does another domain cost?

    Every cell is a stored run: the same command goes on where it was interrupted.

    sentiment-lab domains logreg rotten-tomatoes reviews.csv --map-label fresh=positive
    --map-label rotten=negative
    """
    from dataclasses import replace

    from ..experiment.domains import domains as run_domains
    from ..experiment.store import RunStore
    from ..models.processes import process_rank
    from ..reports.domains_table import domains_table
    from .output import emit, require_writable
    from .progress import ProgressBars

    require_writable(output)
    asked = replace(request, models=(model,), resamples=resamples)
    with ProgressBars() as bars:
        found = run_domains(asked, datasets, RunStore(runs), bars)
    if process_rank() == 0:
        emit(domains_table(found, format=format_), output)
