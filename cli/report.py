"""``sentiment-lab report``: figures and one page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import app
from .breakdown_options import FiniteOption, GoldOption
from .options import DEFAULT_RUNS, OUTPUT, RunsOption
from .requests import systems_asked_for, takes_request

if TYPE_CHECKING:
    from ..experiment.request import Request

DEFAULT_FOLDER = Path("report")


@app.command()
@takes_request()
def report(
    request: "Request",
    gold: GoldOption = None,
    finite: FiniteOption = False,
    runs: RunsOption = DEFAULT_RUNS,
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
    from ..experiment.error_question import ErrorQuestion
    from ..experiment.material import report_material
    from ..experiment.store import RunStore
    from ..reports.page import write_report
    from ..reports.page_model import ReportInput
    from .output import require_folder
    from .progress import ProgressBars

    require_folder(output)
    question = ErrorQuestion(gold=gold, finite=finite)
    store = RunStore(runs)
    with ProgressBars() as bars:
        collected, request = systems_asked_for(request, store, bars)
        material = report_material(collected, request, store, question, bars)
    content = ReportInput(
        comparison=material.comparison,
        description=collected.description,
        confusion=material.confusion,
        reliability=material.reliability,
        lengths=material.lengths,
        breakdown=material.errors.breakdown,
        finite=finite,
        overlap=material.errors.overlap,
        changes=material.errors.fixed_and_broken,
        history=material.history,
        misclassified=material.errors.misclassified,
        version=__version__,
    )
    typer.echo(write_report(content, output))
