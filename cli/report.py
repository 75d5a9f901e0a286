"""``sentiment-lab report``: figures and one page."""

from pathlib import Path
from typing import Annotated

import typer

from .app import app
from .options import (
    DEFAULT_RUNS,
    OUTPUT,
    BaselineOption,
    DatasetArgument,
    DeviceOption,
    DropOverlapOption,
    GroupOption,
    IdOption,
    LabelOption,
    ModelOption,
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

DEFAULT_FOLDER = Path("report")


@app.command()
def report(
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
    output: Annotated[
        Path,
        typer.Option(
            "--output", metavar="FOLDER", help="Folder of the page.", rich_help_panel=OUTPUT
        ),
    ] = DEFAULT_FOLDER,
) -> None:
    """Draw a comparison: figures as PNG and SVG, and one Markdown page that explains them.

    Without a data set or predictions, it takes the last comparison.
    """
    from .. import __version__
    from ..data.columns import Columns
    from ..experiment.material import report_material
    from ..experiment.request import Request, parse_named_files
    from ..experiment.store import RunStore
    from ..reports.page import write_report
    from ..reports.page_model import ReportInput
    from .output import require_folder
    from .progress import ProgressBars
    from .requests import systems_asked_for

    require_folder(output)
    request = Request(
        dataset=dataset,
        predictions=parse_named_files(predictions or ()),
        models=tuple(model) if model else Request.models,
        changes=tuple(set_ or ()),
        recipe=recipe,
        seed=seed,
        n_seeds=seeds,
        device=device,
        positive=positive,
        columns=Columns(text=text, label=label, id=id_, group=group, rating=rating),
        drop_overlap=drop_overlap,
        baseline=baseline,
    )
    store = RunStore(runs)
    with ProgressBars() as bars:
        collected, request = systems_asked_for(request, store, bars)
        material = report_material(collected, request, store, bars)
    content = ReportInput(
        comparison=material.comparison,
        description=collected.description,
        confusion=material.confusion,
        reliability=material.reliability,
        lengths=material.lengths,
        categories=material.errors.categories,
        taggers=material.errors.reliability,
        overlap=material.errors.overlap,
        changes=material.errors.fixed_and_broken,
        history=material.history,
        misclassified=material.errors.misclassified,
        version=__version__,
    )
    typer.echo(write_report(content, output))
