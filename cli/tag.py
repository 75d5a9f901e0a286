"""``sentiment-lab tag``: error categories of any file of texts, without a model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .app import app
from .options import (
    DEFAULT_RUNS,
    OUTPUT,
    DeviceOption,
    IdOption,
    OutputOption,
    PredictionsOption,
    RunsOption,
    TextOption,
)
from .tagger_options import (
    CategoryOption,
    EndpointOption,
    KeyVariableOption,
    LevelOption,
    LlmModelOption,
    MostRequestsOption,
    RateOption,
    TaggerOption,
    TimeoutOption,
    YesOption,
    level_choice,
)

if TYPE_CHECKING:
    from ..data.columns import Columns
    from ..taggers.levels import LevelChoice

TagFormat = Literal["jsonl", "csv", "parquet", "table"]


@app.command()
def tag(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="CSV, TSV, JSONL or Parquet with a column of texts, or .txt with one text a "
            "line; standard input, one text a line, where it is left out or '-'.",
            show_default=False,
        ),
    ] = None,
    category: CategoryOption = None,
    level: LevelOption = "fast",
    tagger: TaggerOption = None,
    predictions: PredictionsOption = None,
    runs: RunsOption = DEFAULT_RUNS,
    device: DeviceOption = "auto",
    endpoint: EndpointOption = None,
    llm_model: LlmModelOption = None,
    api_key_env: KeyVariableOption = None,
    requests_per_minute: RateOption = 60.0,
    request_timeout: TimeoutOption = 120.0,
    max_requests: MostRequestsOption = 1_000,
    yes: YesOption = False,
    text: TextOption = None,
    id_: IdOption = None,
    format_: Annotated[
        TagFormat, typer.Option("--format", help="Form of the result.", rich_help_panel=OUTPUT)
    ] = "jsonl",
    output: OutputOption = None,
) -> None:
    """Tag texts with error categories: a score, yes or no, and the evidence in the text."""
    from ..data.columns import Columns

    choice = level_choice(
        level,
        own=tagger,
        runs=runs,
        device=device,
        endpoint=endpoint,
        llm_model=llm_model,
        key_variable=api_key_env,
        requests_per_minute=requests_per_minute,
        timeout=request_timeout,
        max_requests=max_requests,
    )
    columns = Columns(text=text, id=id_)
    _tag_file(file, columns, category, choice, predictions, format_, output, sure=yes)


def _tag_file(
    file: Path | None,
    columns: "Columns",
    categories: list[str] | None,
    choice: "LevelChoice",
    predictions: list[str] | None,
    form: str,
    output: Path | None,
    *,
    sure: bool,
) -> None:
    from ..data.text_batches import open_texts
    from ..experiment.outcomes import read_outcomes
    from ..experiment.request import parse_named_files
    from ..experiment.tag_summary import summarise_tags
    from ..experiment.tag_texts import TagNotes, tag_texts
    from ..reports.tags_table import tags_table
    from ..taggers.registry import taggers_of_choice
    from .consent import ask_before_sending
    from .output import emit, require_frame_output
    from .progress import ProgressBars
    from .tag_output import write_tags

    require_frame_output(output, form)
    taggers = taggers_of_choice(categories, choice)
    outcomes = read_outcomes(parse_named_files(predictions or ()))
    texts, notes = open_texts(file, columns), TagNotes()
    with ProgressBars() as bars:
        if choice.level == "llm":
            ask_before_sending(taggers, (row.text for row in texts.rows()), bars, sure=sure)
        batches = tag_texts(texts, taggers, outcomes=outcomes, notes=notes, listener=bars)
        if form == "table":
            emit(tags_table(*summarise_tags(batches, taggers)), output)
        else:
            names = [each.name for each in taggers]
            write_tags(batches, names, outcomes.names if outcomes else (), form, output)
        for line in notes.lines():
            bars.say(f"note: {line}")
