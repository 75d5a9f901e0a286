"""Options that mean the same in every command."""

from pathlib import Path
from typing import Annotated, Literal

import typer

TableFormat = Literal["table", "markdown", "csv", "json", "latex"]
RecipeName = Literal["default", "published"]

DATA, MODELS, COLUMNS, OUTPUT = "Data", "Models", "Columns of your own data", "Output"

DatasetArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[DATASET]",
        help="rotten-tomatoes (the default), imdb, hub:NAME, or the path of a folder or a CSV, "
        "TSV, JSONL or Parquet file.",
        show_default=False,
    ),
]
RunsOption = Annotated[
    Path, typer.Option("--runs", metavar="DIR", help="Folder of stored runs.", envvar=None)
]
ModelOption = Annotated[
    list[str] | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="A known model or your own as package.module:object; repeatable. Default: the four.",
        show_default=False,
        rich_help_panel=MODELS,
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="MODEL.SETTING=VALUE",
        help="Change a setting, such as bert.epochs=3; repeatable.",
        show_default=False,
        rich_help_panel=MODELS,
    ),
]
RecipeOption = Annotated[
    RecipeName,
    typer.Option(
        "--recipe",
        help="Where settings start from: our defaults or the published experiment.",
        rich_help_panel=MODELS,
    ),
]
SeedOption = Annotated[
    int, typer.Option("--seed", min=0, help="The first seed.", rich_help_panel=MODELS)
]
SeedsOption = Annotated[
    int,
    typer.Option("--seeds", min=1, help="Train so many seeds.", rich_help_panel=MODELS),
]
DeviceOption = Annotated[
    str,
    typer.Option("--device", help="auto, cpu, cuda, cuda:1, mps.", rich_help_panel=MODELS),
]
PredictionsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--predictions",
        metavar="NAME=FILE",
        help="Parquet or CSV with id, label, p_CLASS...; in place of runs; repeatable.",
        show_default=False,
        rich_help_panel=DATA,
    ),
]
BaselineOption = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="NAME",
        help="The system the others are measured against. Default: logreg, else the first.",
        show_default=False,
    ),
]
EnsembleOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ensemble",
        metavar="NAME=A+B",
        help="Add a row: the mean of the probabilities of A and B. Fitted on validation: "
        "NAME=weighted(A+B), NAME=stacking(A+B). All seeds of a model: seeds:A. Repeatable.",
        show_default=False,
        rich_help_panel=MODELS,
    ),
]
CalibrateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--calibrate",
        metavar="NAME",
        help="Add the row 'NAME (calibrated)': a temperature fitted on validation; repeatable.",
        show_default=False,
        rich_help_panel=MODELS,
    ),
]
PositiveOption = Annotated[
    str | None,
    typer.Option(
        "--positive",
        metavar="CLASS",
        help="The positive class of two.",
        show_default=False,
        rich_help_panel=DATA,
    ),
]
DropOverlapOption = Annotated[
    bool,
    typer.Option(
        "--drop-overlap",
        help="Leave out test texts that stand word for word in train.",
        rich_help_panel=DATA,
    ),
]
TestOption = Annotated[
    str | None,
    typer.Option(
        "--test",
        metavar="DATASET",
        help="Train on DATASET, predict the test rows of this one (a file without splits: all "
        "rows; its columns have the usual names).",
        show_default=False,
        rich_help_panel=DATA,
    ),
]
MapLabelOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map-label",
        metavar="LABEL=NAME",
        help="What a label is called in the other data set, such as fresh=positive; repeatable.",
        show_default=False,
        rich_help_panel=DATA,
    ),
]
FormatOption = Annotated[
    TableFormat, typer.Option("--format", help="Form of the result.", rich_help_panel=OUTPUT)
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        metavar="PATH",
        help="Write the result here instead of to the terminal.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]


def _column(name: str, holds: str) -> typer.models.OptionInfo:
    return typer.Option(
        f"--{name}",
        metavar="COLUMN",
        help=f"Column that holds {holds}.",
        show_default=False,
        rich_help_panel=COLUMNS,
    )


TextOption = Annotated[str | None, _column("text", "the text")]
LabelOption = Annotated[str | None, _column("label", "the label")]
IdOption = Annotated[str | None, _column("id", "the id")]
GroupOption = Annotated[str | None, _column("group", "the film, or another group")]
RatingOption = Annotated[str | None, _column("rating", "the stars")]

DEFAULT_RUNS = Path("runs")
