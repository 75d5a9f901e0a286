"""``sentiment-lab errors``: where each model fails."""

from typing import TYPE_CHECKING

from .app import app
from .breakdown_options import (
    ByOption,
    FiniteOption,
    GoldOption,
    LimitOption,
    OwnLevelOption,
    PersistentOption,
    PickedOption,
    WhereOption,
)
from .options import DEFAULT_RUNS, FormatOption, OutputOption, RunsOption
from .requests import systems_asked_for, takes_request
from .tagger_options import CategoryOption, TaggerOption

if TYPE_CHECKING:
    from ..experiment.request import Request

DEFAULT_LIMIT = 10


@app.command()
@takes_request()
def errors(
    request: "Request",
    category: CategoryOption = None,
    level: OwnLevelOption = "fast",
    tagger: TaggerOption = None,
    by: ByOption = None,
    where: WhereOption = None,
    gold: GoldOption = None,
    finite: FiniteOption = False,
    picked: PickedOption = False,
    persistent: PersistentOption = False,
    limit: LimitOption = None,
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
    breakdown = "group" if by == "film" else by
    question = ErrorQuestion(
        categories=tuple(category) if category else None,
        where=where,
        gold=gold,
        finite=finite,
        picked=picked,
        choice=LevelChoice(level, tuple(tagger or ()), runs, request.device),
        by=breakdown,
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
    shown = errors_table(analysis, collected.description, format=format_, by=breakdown, limit=limit)
    emit(shown, output)
