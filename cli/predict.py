"""``sentiment-lab predict``: label texts with a stored run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .app import app
from .corpora import FOLDER_OUTPUT, EngineOption, WorkersOption, is_corpus, require_ray_for_workers
from .options import (
    DEFAULT_RUNS,
    OUTPUT,
    DeviceOption,
    IdOption,
    RunsOption,
    TextOption,
)

if TYPE_CHECKING:
    from ..data.columns import Columns
    from ..experiment.run import Run

PredictionFormat = Literal["csv", "jsonl", "parquet"]


@app.command()
def predict(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN",
            help="Folder, name or key of a run, or a model's name (its newest run of default "
            "training).",
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="CSV, TSV, JSONL or Parquet with a column of texts, a folder of Parquet, or .txt "
            "with one text a line; standard input, one text a line, where it is left out or '-'.",
            show_default=False,
        ),
    ] = None,
    runs: RunsOption = DEFAULT_RUNS,
    device: DeviceOption = "auto",
    text: TextOption = None,
    id_: IdOption = None,
    format_: Annotated[
        PredictionFormat | None,
        typer.Option(
            "--format",
            help="Form of the result: csv (the default), jsonl or parquet; part files are parquet.",
            show_default=False,
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    engine: EngineOption = "plain",
    workers: WorkersOption = None,
    output: FOLDER_OUTPUT = None,
) -> None:
    """Label a file of texts, standard input, or a corpus in Parquet, with a stored run."""
    from ..data.columns import Columns
    from ..experiment.store import RunStore
    from .corpora import require_corpus, run_function
    from .progress import ProgressBars

    columns = Columns(text=text, id=id_)
    if not is_corpus(file, format_, output, engine):
        require_ray_for_workers(workers, engine)
        _predict_file(RunStore(runs).resolve(run), file, columns, device, format_ or "csv", output)
        return
    from ..data.corpus import open_corpus
    from ..experiment.frame_functions import RunPredictor

    source, folder = require_corpus(file, format_, output)
    stored = RunStore(runs).resolve(run)
    with ProgressBars() as bars:
        bars.say(_which(stored))
        function = RunPredictor(stored, device=device)
        run_function(function, open_corpus(source, columns), folder, engine, workers, bars)


def _predict_file(
    stored: "Run",
    file: Path | None,
    columns: "Columns",
    device: str,
    form: str,
    output: Path | None,
) -> None:
    from ..data.texts import read_texts
    from ..experiment.label import label_texts
    from .output import emit_frame, require_frame_output
    from .progress import ProgressBars

    require_frame_output(output, form)
    texts = read_texts(file, columns)
    with ProgressBars() as bars:
        bars.say(_which(stored))
        labelled = label_texts(stored, texts, device=device, listener=bars)
    emit_frame(labelled, output, form)


def _which(run: "Run") -> str:
    changes = [f"{name}={value}" for name, value in (run.manifest.changes or {}).items()]
    told = f" with {', '.join(changes)}" if changes else ""
    return f"run {run.folder.name}, trained on {run.manifest.data.train_name}{told}"
