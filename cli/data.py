"""``sentiment-lab data``: what a data set holds, before anything is trained on it."""

from typing import Annotated

import typer

from .app import app
from .options import (
    DatasetArgument,
    DropOverlapOption,
    FormatOption,
    GroupOption,
    IdOption,
    LabelOption,
    OutputOption,
    PositiveOption,
    RatingOption,
    TextOption,
)


@app.command()
def data(
    dataset: DatasetArgument = None,
    checkpoint: Annotated[
        str | None,
        typer.Option(
            "--checkpoint",
            metavar="NAME",
            help="Also count tokens, by the tokenizer of this checkpoint (needs the extra train).",
            show_default=False,
        ),
    ] = None,
    drop_overlap: DropOverlapOption = False,
    positive: PositiveOption = None,
    text: TextOption = None,
    label: LabelOption = None,
    id_: IdOption = None,
    group: GroupOption = None,
    rating: RatingOption = None,
    format_: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Show sizes, class balance, lengths, overlap of train and test, and what the checks found."""
    from ..data.columns import Columns
    from ..data.sources import load_dataset
    from ..data.summary import summarise
    from ..experiment.request import DEFAULT_DATASET
    from ..experiment.tokens import token_counter
    from ..reports.sections import sections_table
    from .data_sections import data_sections
    from .output import emit, require_writable

    require_writable(output)
    name = dataset or DEFAULT_DATASET
    loaded = load_dataset(
        name,
        columns=Columns(text=text, label=label, id=id_, group=group, rating=rating),
        drop_overlap=drop_overlap,
        positive=positive,
    )
    summary = summarise(loaded, token_counter(checkpoint))
    emit(sections_table(data_sections(summary), format=format_), output)
