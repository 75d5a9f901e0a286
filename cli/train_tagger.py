"""``sentiment-lab train-tagger``: an encoder that finds one error category."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import app
from .options import (
    DEFAULT_RUNS,
    MODELS,
    DeviceOption,
    GroupOption,
    IdOption,
    LabelOption,
    RunsOption,
    SeedOption,
    SetOption,
    TextOption,
)

if TYPE_CHECKING:
    from ..experiment.tagger_training import TrainedTagger


CategoryArgument = Annotated[
    str,
    typer.Argument(metavar="CATEGORY", help="The category, known or your own.", show_default=False),
]
GoldArgument = Annotated[
    Path,
    typer.Argument(
        metavar="GOLD",
        help="CSV, TSV, JSONL or Parquet with texts and a column of 0 and 1: the one named "
        "after the category, else 'label'.",
        show_default=False,
    ),
]
TextsOption = Annotated[
    str | None,
    typer.Option(
        "--texts",
        metavar="DATASET",
        help="A data set that holds the texts, joined by id.",
        show_default=False,
    ),
]
CheckpointOption = Annotated[
    str | None,
    typer.Option(
        "--checkpoint",
        metavar="NAME",
        help="Pretrained encoder: a name of the Hub or a folder. Default: the embedded "
        "all-MiniLM-L6-v2; a larger one may do better.",
        show_default=False,
        rich_help_panel=MODELS,
    ),
]
FoldsOption = Annotated[
    int,
    typer.Option("--folds", min=2, help="Parts of the gold for cross-validation, at most."),
]


@app.command("train-tagger")
def train_tagger(
    category: CategoryArgument,
    gold: GoldArgument,
    texts: TextsOption = None,
    checkpoint: CheckpointOption = None,
    folds: FoldsOption = 5,
    runs: RunsOption = DEFAULT_RUNS,
    set_: SetOption = None,
    seed: SeedOption = 0,
    device: DeviceOption = "auto",
    text: TextOption = None,
    label: LabelOption = None,
    id_: IdOption = None,
    group: GroupOption = None,
) -> None:
    """Train a tagger for `tag --level accurate` on gold labels, and print how good it is."""
    from ..data.columns import Columns
    from ..experiment.plan import EMBEDDED_CHECKPOINT
    from ..experiment.tagger_folds import TaggerRequest
    from ..experiment.tagger_training import train_tagger as train
    from .progress import ProgressBars

    request = TaggerRequest(
        category=category,
        gold=gold,
        label=label,
        columns=Columns(text=text, id=id_, group=group),
        texts=texts,
        checkpoint=checkpoint or EMBEDDED_CHECKPOINT,
        changes=tuple(set_ or ()),
        folds=folds,
        seed=seed,
        device=device,
    )
    with ProgressBars() as bars:
        trained = train(request, runs, bars)
        for line in trained.record.dropped:
            bars.say(f"left out of the gold: {line}")
        bars.say(_measured(trained))
    typer.echo(trained.folder)


def _measured(trained: "TrainedTagger") -> str:
    record = trained.record
    shown = (("average_precision", "average precision"), ("auc", "AUC"))
    named = (*shown, ("precision", "precision"), ("recall", "recall"))
    figures = ", ".join(_figure(trained, key, name) for key, name in named)
    lead = "trained" if trained.trained else "was trained before"
    return (
        f"{record.category} {lead} on {record.n:,} rows, {record.n_present:,} of which belong; "
        f"out of fold: {figures}; at the threshold {record.threshold:.3f}"
    )


def _figure(trained: "TrainedTagger", key: str, name: str) -> str:
    from ..reports.units import score

    value, low, high = (trained.record.figures[key + end] for end in ("", "_low", "_high"))
    return f"{name} {score(value)} ({score(low)} to {score(high)})"
