"""``sentiment-lab pretrain``: learn from texts without labels, before any model is trained."""

from pathlib import Path
from typing import Annotated

import typer

from .app import app
from .options import IdOption, TextOption

WORDS = "words"


@app.command()
def pretrain(
    what: Annotated[
        str,
        typer.Argument(metavar="words", help="words: vectors for lstm and bilstm-attention."),
    ],
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV, TSV, JSONL or Parquet with texts, or .txt."),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PATH", help="Where the result goes.")
    ],
    size: Annotated[int, typer.Option(min=1, help="Numbers a word.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="Of the first vectors.")] = 0,
    threads: Annotated[
        int, typer.Option(min=1, help="Faster with more, but exact with one alone.")
    ] = 1,
    text: TextOption = None,
    id_: IdOption = None,
) -> None:
    """Learn word vectors from unlabelled texts, for `--set lstm.vectors=PATH`."""
    from ..data.columns import Columns
    from ..data.text_batches import open_texts
    from ..exceptions import unknown_name
    from ..experiment.pretraining import pretrain_words
    from .progress import ProgressBars

    if what != WORDS:
        raise unknown_name("kind of pretraining", what, [WORDS])
    with ProgressBars() as bars:
        learnt = pretrain_words(
            open_texts(file, Columns(text=text, id=id_)),
            output,
            size=size,
            seed=seed,
            threads=threads,
            listener=bars,
        )
    typer.echo(f"{learnt.path}: vectors of {learnt.n_words:,} words from {learnt.n_texts:,} texts")
