"""The options that break errors down, the same in every command that takes them."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from .options import OUTPUT

BREAKDOWN = "Breakdown"

ByName = Literal["category", "slice", "length", "rating", "group", "film"]
OwnLevel = Literal["fast", "accurate"]

GoldOption = Annotated[
    Path | None,
    typer.Option(
        "--gold",
        metavar="FILE",
        help="Annotated reviews of this test set: id, a column of 0 and 1 for each category, "
        "inclusion (each row's chance to be annotated; rows count alike without it). Shares are "
        "corrected by it.",
        show_default=False,
        rich_help_panel=BREAKDOWN,
    ),
]
FiniteOption = Annotated[
    bool,
    typer.Option(
        "--finite",
        help="Corrected shares of this test set, not of reviews and films like these.",
        rich_help_panel=BREAKDOWN,
    ),
]
PickedOption = Annotated[
    bool,
    typer.Option(
        "--picked",
        help="The gold was picked by hand, not drawn by chance: it tells how the taggers err, and "
        "nothing of how common a category is.",
        rich_help_panel=BREAKDOWN,
    ),
]
OwnLevelOption = Annotated[
    OwnLevel,
    typer.Option("--level", help="Taggers: those installed, or those of train-tagger."),
]
ByOption = Annotated[
    ByName | None,
    typer.Option(
        "--by",
        help="One breakdown in full; 'slice' searches for slices that nobody named.",
        show_default=False,
        rich_help_panel=BREAKDOWN,
    ),
]
WhereOption = Annotated[
    str | None,
    typer.Option(
        "--where",
        metavar="EXPRESSION",
        help="Only test reviews for which it holds, such as 'rating <= 4 and length > 300'.",
        show_default=False,
        rich_help_panel=BREAKDOWN,
    ),
]
PersistentOption = Annotated[
    bool,
    typer.Option(
        "--persistent",
        help="List only reviews that a model gets wrong with every seed.",
        rich_help_panel=BREAKDOWN,
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option(
        "--limit",
        min=0,
        help="How many misclassified reviews to show. Default: 10; all in CSV and JSON.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
