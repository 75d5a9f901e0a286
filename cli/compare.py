"""``sentiment-lab compare``: which model is better, by how much and how surely."""

from typing import Annotated

import typer

from ..exceptions import UsageError
from .app import app
from .options import (
    DEFAULT_RUNS,
    OUTPUT,
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
    SeedsOption,
    SetOption,
    TextOption,
)


@app.command()
def compare(
    dataset: DatasetArgument = None,
    model: ModelOption = None,
    predictions: PredictionsOption = None,
    baseline: BaselineOption = None,
    runs: RunsOption = DEFAULT_RUNS,
    set_: SetOption = None,
    recipe: RecipeOption = "default",
    seed: SeedOption = 0,
    seeds: SeedsOption = 1,
    device: DeviceOption = "auto",
    positive: PositiveOption = None,
    drop_overlap: DropOverlapOption = False,
    text: TextOption = None,
    label: LabelOption = None,
    id_: IdOption = None,
    group: GroupOption = None,
    rating: RatingOption = None,
    resamples: Annotated[int, typer.Option("--resamples", help="Bootstrap replicates.")] = 10_000,
    format_: FormatOption = "table",
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="NAME,NAME",
            help="Columns of the table: any metric, cost or pair key; 'all' for every one.",
            show_default=False,
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    output: OutputOption = None,
) -> None:
    """Train what is missing, then compare: metrics with intervals, paired differences, cost.

    sentiment-lab compare

    sentiment-lab compare imdb --model logreg --model bert --set bert.epochs=2

    sentiment-lab compare --predictions old=old.csv --predictions new=new.parquet --baseline old
    """
    from ..data.columns import Columns
    from ..experiment.compare import compare as run_comparison
    from ..experiment.request import Request, parse_named_files
    from ..experiment.store import RunStore
    from ..reports.columns import choose_columns
    from ..reports.tables import comparison_table
    from .output import emit, require_writable
    from .progress import ProgressBars

    require_writable(output)
    if predictions and model:
        raise UsageError("--model and --predictions exclude each other: nothing is trained")
    chosen = [name.strip() for name in columns.split(",")] if columns else None
    choose_columns(chosen or ())
    request = Request(
        dataset=dataset,
        predictions=parse_named_files(predictions or ()),
        models=tuple(model) if model else Request.models,
        changes=tuple(set_ or ()),
        recipe=recipe,
        seed=seed,
        n_seeds=seeds,
        device=device,
        columns=Columns(text=text, label=label, id=id_, group=group, rating=rating),
        drop_overlap=drop_overlap,
        positive=positive,
        baseline=baseline,
        resamples=resamples,
    )
    with ProgressBars() as bars:
        compared = run_comparison(request, RunStore(runs), bars)
    emit(
        comparison_table(
            compared.comparison, compared.collected.description, format=format_, columns=chosen
        ),
        output,
    )
