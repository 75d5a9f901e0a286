"""``sentiment-lab challenge``: pairs of nearly the same text, and whether both are read rightly."""

from pathlib import Path
from typing import Annotated

import typer

from .app import app
from .options import (
    DATA,
    DEFAULT_RUNS,
    MODELS,
    BaselineOption,
    DeviceOption,
    FormatOption,
    GroupOption,
    IdOption,
    LabelOption,
    OutputOption,
    RunsOption,
    TextOption,
)

FileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="CSV, TSV, JSONL or Parquet with the columns text, label, pair and kind, two "
        "rows a pair.",
    ),
]
ModelOption = Annotated[
    list[str] | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="A stored run: its folder, name or key, or a model's name (its newest run "
        "of default training); repeatable. Default: those of the last comparison.",
        show_default=False,
        rich_help_panel=MODELS,
    ),
]
PredictionsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--predictions",
        metavar="NAME=FILE",
        help="Predictions of this file's rows, as 'predict' writes them, joined by id; in "
        "place of runs; repeatable.",
        show_default=False,
        rich_help_panel=DATA,
    ),
]


@app.command()
def challenge(
    file: FileArgument,
    model: ModelOption = None,
    predictions: PredictionsOption = None,
    baseline: BaselineOption = None,
    runs: RunsOption = DEFAULT_RUNS,
    device: DeviceOption = "auto",
    text: TextOption = None,
    label: LabelOption = None,
    id_: IdOption = None,
    group: GroupOption = None,
    format_: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Test models on a contrast set: accuracy, consistency and pairs with both texts right."""
    from ..data.columns import Columns
    from ..experiment.challenge import challenge as run_challenge
    from ..experiment.request import parse_named_files
    from ..experiment.store import RunStore
    from ..reports.challenge_table import challenge_table
    from .output import emit, require_writable
    from .progress import ProgressBars

    require_writable(output)
    with ProgressBars() as bars:
        outcome = run_challenge(
            file,
            RunStore(runs),
            names=model or (),
            files=parse_named_files(predictions or ()),
            baseline=baseline,
            columns=Columns(text=text, label=label, id=id_, group=group),
            device=device,
            listener=bars,
        )
    pairs = len(outcome.set.frame) // 2
    about = [f"{outcome.set.name}: {pairs:,} pairs"]
    emit(challenge_table(outcome.results, format=format_, about=about), output)
