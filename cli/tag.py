"""``sentiment-lab tag``: error categories of any file of texts, without a model."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from .app import app
from .options import OUTPUT, IdOption, OutputOption, TextOption

TagFormat = Literal["jsonl", "csv", "parquet"]


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
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category",
            metavar="NAME",
            help="Only this tagger; repeatable. Default: all.",
            show_default=False,
        ),
    ] = None,
    text: TextOption = None,
    id_: IdOption = None,
    format_: Annotated[
        TagFormat, typer.Option("--format", help="Form of the result.", rich_help_panel=OUTPUT)
    ] = "jsonl",
    output: OutputOption = None,
) -> None:
    """Tag texts with error categories: a score, yes or no, and the evidence in the text."""
    from ..data.columns import Columns
    from ..data.texts import read_texts
    from ..taggers.registry import load_taggers
    from ..taggers.tagging import tag_frame, tags_to_records
    from .output import emit, emit_frame, json_lines, require_frame_output
    from .progress import ProgressBars

    require_frame_output(output, format_)
    taggers = load_taggers(category)
    texts = read_texts(file, Columns(text=text, id=id_))
    with ProgressBars() as bars:
        tags = tag_frame(
            texts, taggers, on_progress=lambda done, total: bars.progress(done, total, "tagging")
        )
    if format_ == "jsonl":
        emit(json_lines(tags_to_records(tags)), output)
    else:
        emit_frame(tags, output, format_)
