"""``sentiment-lab ablate``: one setting at a time, held against the default on validation."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .app import app
from .options import DEFAULT_RUNS, FormatOption, OutputOption, RunsOption
from .requests import takes_request

if TYPE_CHECKING:
    from ..experiment.request import Request


ModelArgument = Annotated[
    str, typer.Argument(metavar="MODEL", help="A known model, or your own.", show_default=False)
]
VaryOption = Annotated[
    list[str],
    typer.Option(
        "--vary",
        metavar="SETTING=VALUE,VALUE",
        help="Values that one setting takes in turn, the others staying at their defaults or "
        "as --set says: learning_rate=1e-5,2e-5; epochs=1..6 for 1 to 6; max_grad_norm=none; "
        "train_size=1000,5000 for a learning curve. Repeatable, a table for each.",
        show_default=False,
    ),
]
OnOption = Annotated[
    Literal["validation", "test"],
    typer.Option("--on", help="The rows that are scored. What is chosen on test is optimistic."),
]
SearchOption = Annotated[
    int | None,
    typer.Option(
        "--search",
        metavar="N",
        min=1,
        help="Vary all settings together: N combinations of the values, proposed by Optuna.",
        show_default=False,
    ),
]
ResamplesOption = Annotated[int, typer.Option("--resamples", help="Bootstrap replicates.")]


@app.command()
@takes_request(
    without=("model", "predictions", "baseline", "ensemble", "calibrate", "test", "map_label")
)
def ablate(
    request: "Request",
    model: ModelArgument,
    vary: VaryOption,
    on: OnOption = "validation",
    search: SearchOption = None,
    runs: RunsOption = DEFAULT_RUNS,
    resamples: ResamplesOption = 10_000,
    format_: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Vary one setting at a time: accuracy, paired difference to the default, time and memory.

    Each value is a stored run: the same command goes on where it was interrupted.

    sentiment-lab ablate logreg --vary ngrams=1,2,3 --vary train_size=500,1000,2000

    sentiment-lab ablate bert imdb --vary learning_rate=1e-5,2e-5 --vary epochs=1..6
    """
    from dataclasses import replace

    from ..experiment.ablation import ablate as run_ablation
    from ..experiment.ablation_values import parse_variations
    from ..experiment.store import RunStore
    from ..models.processes import process_rank
    from ..reports.ablation_table import ablation_table
    from .output import emit, require_writable
    from .progress import ProgressBars

    require_writable(output)
    variations = parse_variations(vary, model)
    asked = replace(request, models=(model,), resamples=resamples)
    with ProgressBars() as bars:
        found = run_ablation(asked, variations, RunStore(runs), bars, split=on, trials=search)
    if process_rank() == 0:
        emit(ablation_table(found, format=format_), output)
