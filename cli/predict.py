"""``sentiment-lab predict``: label texts with a stored run."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from .app import app
from .options import (
    DEFAULT_RUNS,
    OUTPUT,
    DeviceOption,
    IdOption,
    OutputOption,
    RunsOption,
    TextOption,
)

PredictionFormat = Literal["csv", "jsonl", "parquet"]


@app.command()
def predict(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN", help="Folder, name or key of a run, or a model's name (its newest run)."
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="CSV, TSV, JSONL or Parquet with a column of texts, or .txt with one text a "
            "line; standard input, one text a line, where it is left out or '-'.",
            show_default=False,
        ),
    ] = None,
    runs: RunsOption = DEFAULT_RUNS,
    device: DeviceOption = "auto",
    text: TextOption = None,
    id_: IdOption = None,
    format_: Annotated[
        PredictionFormat,
        typer.Option("--format", help="Form of the result.", rich_help_panel=OUTPUT),
    ] = "csv",
    output: OutputOption = None,
) -> None:
    """Label a file of texts, or standard input, with a stored run."""
    from ..data.columns import Columns
    from ..data.texts import read_texts
    from ..experiment.label import label_texts
    from ..experiment.store import RunStore
    from .output import emit_frame, require_frame_output
    from .progress import ProgressBars

    require_frame_output(output, format_)
    stored = RunStore(runs).resolve(run)
    texts = read_texts(file, Columns(text=text, id=id_))
    with ProgressBars() as bars:
        bars.say(f"run {stored.folder.name}, trained on {stored.manifest.data.name}")
        labelled = label_texts(stored, texts, device=device, listener=bars)
    emit_frame(labelled, output, format_)
