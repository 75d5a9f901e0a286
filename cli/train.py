"""``sentiment-lab train``: one model on one data set."""

from typing import Annotated

import typer

from .app import app
from .options import (
    DEFAULT_RUNS,
    DatasetArgument,
    DeviceOption,
    DropOverlapOption,
    GroupOption,
    IdOption,
    LabelOption,
    PositiveOption,
    RatingOption,
    RecipeOption,
    RunsOption,
    SeedOption,
    SeedsOption,
    SetOption,
    TextOption,
)


@app.command()
def train(
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="A known model, or your own.", show_default=False)
    ],
    dataset: DatasetArgument = None,
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
) -> None:
    """Train one model and print the folder of its run; a stored run is not trained again."""
    from ..data.columns import Columns
    from ..experiment.collect import train_models
    from ..experiment.request import Request
    from ..experiment.store import RunStore
    from ..models.processes import process_rank
    from .progress import ProgressBars

    request = Request(
        dataset=dataset,
        models=(model,),
        changes=tuple(set_ or ()),
        recipe=recipe,
        seed=seed,
        n_seeds=seeds,
        device=device,
        columns=Columns(text=text, label=label, id=id_, group=group, rating=rating),
        drop_overlap=drop_overlap,
        positive=positive,
    )
    with ProgressBars() as bars:
        trained = train_models(request, RunStore(runs), bars)
    if process_rank() == 0:
        for run in trained.runs[0]:
            typer.echo(run.folder)
