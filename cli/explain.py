"""``sentiment-lab explain``: one review under the glass."""

from typing import TYPE_CHECKING, Annotated

import typer

from .app import app
from .options import DEFAULT_RUNS, FormatOption, OutputOption, RunsOption
from .requests import systems_asked_for, takes_request

if TYPE_CHECKING:
    from ..experiment.request import Request


@app.command()
@takes_request(without=("seeds", "baseline"))
def explain(
    request: "Request",
    review: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a test review.", show_default=False)
    ],
    tokens: Annotated[
        int, typer.Option("--tokens", min=0, help="How many words of each model to show.")
    ] = 10,
    runs: RunsOption = DEFAULT_RUNS,
    format_: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Show one review: every model's probability, its sentences, its categories, its words.

    Without a data set or predictions, it looks in the last comparison.
    """
    from ..experiment.explain import explain as explain_review
    from ..experiment.store import RunStore
    from ..reports.explain_table import explain_table
    from ..taggers.registry import load_taggers
    from .output import emit, require_writable
    from .progress import ProgressBars

    require_writable(output)
    with ProgressBars() as bars:
        collected, request = systems_asked_for(request, RunStore(runs), bars)
        explanation = explain_review(
            collected, review, load_taggers(), device=request.device, listener=bars
        )
    emit(explain_table(explanation, tokens=tokens, format=format_), output)
