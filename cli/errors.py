"""``sentiment-lab errors``: where each model fails."""

from typing import Annotated

import typer

from .app import app
from .options import (
    DEFAULT_RUNS,
    BaselineOption,
    DatasetArgument,
    DeviceOption,
    DropOverlapOption,
    FormatOption,
    GroupOption,
    IdOption,
    LabelOption,
    ModelOption,
    OutputOption,
    PositiveOption,
    PredictionsOption,
    RatingOption,
    RecipeOption,
    RunsOption,
    SeedOption,
    SetOption,
    TextOption,
)

DEFAULT_LIMIT = 10


@app.command()
def errors(
    dataset: DatasetArgument = None,
    model: ModelOption = None,
    predictions: PredictionsOption = None,
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category",
            metavar="NAME",
            help="Only reviews that this tagger tags; repeatable.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=0,
            help="How many misclassified reviews to show. Default: 10; all in CSV and JSON.",
            show_default=False,
        ),
    ] = None,
    baseline: BaselineOption = None,
    runs: RunsOption = DEFAULT_RUNS,
    set_: SetOption = None,
    recipe: RecipeOption = "default",
    seed: SeedOption = 0,
    device: DeviceOption = "auto",
    positive: PositiveOption = None,
    drop_overlap: DropOverlapOption = False,
    text: TextOption = None,
    label: LabelOption = None,
    id_: IdOption = None,
    group: GroupOption = None,
    rating: RatingOption = None,
    format_: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Show misclassified reviews, errors that models share, and shares of errors by category.

    Without a data set or predictions, it takes the last comparison.
    """
    from ..data.columns import Columns
    from ..experiment.errors import analyse_errors
    from ..experiment.request import Request, parse_named_files
    from ..experiment.store import RunStore
    from ..reports.errors_table import errors_table
    from .output import emit, require_writable
    from .progress import ProgressBars
    from .requests import systems_asked_for

    require_writable(output)
    request = Request(
        dataset=dataset,
        predictions=parse_named_files(predictions or ()),
        models=tuple(model) if model else Request.models,
        changes=tuple(set_ or ()),
        recipe=recipe,
        seed=seed,
        device=device,
        positive=positive,
        columns=Columns(text=text, label=label, id=id_, group=group, rating=rating),
        drop_overlap=drop_overlap,
        baseline=baseline,
    )
    store = RunStore(runs)
    with ProgressBars() as bars:
        collected, request = systems_asked_for(request, store, bars)
        analysis = analyse_errors(
            collected, store, baseline=request.baseline, categories=category, listener=bars
        )
    if limit is None and format_ not in {"csv", "json"}:
        limit = DEFAULT_LIMIT
    emit(errors_table(analysis, collected.description, limit=limit, format=format_), output)
