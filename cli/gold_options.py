"""The options that hand over annotated reviews, the same in every command that takes them."""

from pathlib import Path
from typing import Annotated

import typer

BREAKDOWN = "Breakdown"

GoldOption = Annotated[
    Path | None,
    typer.Option(
        "--gold",
        metavar="FILE",
        help="Annotated reviews of this test set: id, a column of 0 and 1 for each category, "
        "inclusion probability. Shares are corrected by it.",
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
