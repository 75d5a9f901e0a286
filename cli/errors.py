"""``sentiment-lab errors``: where each model fails."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .app import app
from .gold_options import BREAKDOWN, FiniteOption, GoldOption
from .options import DEFAULT_RUNS, OUTPUT, FormatOption, OutputOption, RunsOption
from .requests import systems_asked_for, takes_request
from .tagger_options import CategoryOption, TaggerOption

if TYPE_CHECKING:
    from ..experiment.request import Request

DEFAULT_LIMIT = 10

ByName = Literal["category", "slice", "length", "rating", "group"]
OwnLevel = Literal["fast", "accurate"]


@app.command()
@takes_request()
def errors(
    request: "Request",
    category: CategoryOption = None,
    level: Annotated[
        OwnLevel,
        typer.Option("--level", help="Taggers: those installed, or those of train-tagger."),
    ] = "fast",
    tagger: TaggerOption = None,
    by: Annotated[
        ByName | None,
        typer.Option(
            "--by",
            help="One breakdown in full; 'slice' searches for slices that nobody named.",
            show_default=False,
            rich_help_panel=BREAKDOWN,
        ),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option(
            "--where",
            metavar="EXPRESSION",
            help="Only test reviews for which it holds, such as 'rating <= 4 and length > 300'.",
            show_default=False,
            rich_help_panel=BREAKDOWN,
        ),
    ] = None,
    gold: GoldOption = None,
    finite: FiniteOption = False,
    persistent: Annotated[
        bool,
        typer.Option(
            "--persistent",
            help="List only reviews that a model gets wrong with every seed.",
            rich_help_panel=BREAKDOWN,
        ),
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=0,
            help="How many misclassified reviews to show. Default: 10; all in CSV and JSON.",
            show_default=False,
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    runs: RunsOption = DEFAULT_RUNS,
    format_: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Show where each model fails: misclassified reviews, main causes, categories, slices.

    Without a data set or predictions, it takes the last comparison.
    """
    from ..experiment.error_question import ErrorQuestion
    from ..experiment.errors import analyse_errors
    from ..experiment.store import RunStore
    from ..reports.errors_table import errors_table
    from ..taggers.levels import LevelChoice
    from .output import emit, require_writable
    from .progress import ProgressBars

    require_writable(output)
    question = ErrorQuestion(
        categories=tuple(category) if category else None,
        where=where,
        gold=gold,
        finite=finite,
        choice=LevelChoice(level, tuple(tagger or ()), runs, request.device),
        by=by,
        persistent=persistent,
    )
    store = RunStore(runs)
    with ProgressBars() as bars:
        collected, request = systems_asked_for(request, store, bars)
        analysis = analyse_errors(
            collected,
            store,
            question,
            baseline=request.baseline,
            seed=request.seed,
            listener=bars,
        )
    if limit is None and format_ not in {"csv", "json"}:
        limit = DEFAULT_LIMIT
    shown = errors_table(analysis, collected.description, format=format_, by=by, limit=limit)
    emit(shown, output)
