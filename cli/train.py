"""``sentiment-lab train``: one model on one data set."""

from typing import TYPE_CHECKING, Annotated

import typer

from .app import app
from .options import (
    DEFAULT_RUNS,
    RunsOption,
)
from .requests import takes_request

if TYPE_CHECKING:
    from ..experiment.request import Request


@app.command()
@takes_request(without=("model", "predictions", "baseline", "ensemble", "calibrate"))
def train(
    request: "Request",
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="A known model, or your own.", show_default=False)
    ],
    runs: RunsOption = DEFAULT_RUNS,
) -> None:
    """Train one model and print the folder of its run; a stored run is not trained again."""
    from dataclasses import replace

    from ..experiment.store import RunStore
    from ..experiment.train_models import train_models
    from ..models.processes import process_rank
    from .progress import ProgressBars

    with ProgressBars() as bars:
        trained = train_models(replace(request, models=(model,)), RunStore(runs), bars)
    if process_rank() == 0:
        for run in trained.runs[0]:
            typer.echo(run.folder)
