"""``sentiment-lab pretrain``: learn from texts without labels, before any model is trained."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .app import app
from .options import IdOption, TextOption

if TYPE_CHECKING:
    from ..data.text_batches import TextFile
    from ..experiment.pretraining import PretrainedWords
    from ..experiment.pretraining_encoder import PretrainedEncoder, PretrainingRequest

WORDS = "words"
OF_WORDS, OF_ENCODERS = "Word vectors alone", "Encoders alone"


def _option(name: str, help_: str, panel: str) -> Any:
    return typer.Option(name, help=help_, show_default=False, rich_help_panel=panel)


@app.command()
def pretrain(
    what: Annotated[
        str,
        typer.Argument(
            metavar="CHECKPOINT",
            help="The encoder to train further: a name of the Hub, a folder or all-MiniLM-L6-v2. "
            "Or 'words': vectors for lstm and bilstm-attention.",
            show_default=False,
        ),
    ],
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV, TSV, JSONL or Parquet with texts, or .txt.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="A new folder for the encoder, or a file for word vectors.",
            show_default=False,
        ),
    ],
    seed: Annotated[
        int, typer.Option(min=0, help="Of fresh weights, hidden tokens and texts held out.")
    ] = 0,
    epochs: Annotated[
        int | None, _option("--epochs", "Passes over the texts; 1.", OF_ENCODERS)
    ] = None,
    learning_rate: Annotated[
        float | None, _option("--learning-rate", "Peak rate of AdamW; 5e-5.", OF_ENCODERS)
    ] = None,
    batch_size: Annotated[
        int | None, _option("--batch-size", "Stretches of text a step; 32.", OF_ENCODERS)
    ] = None,
    max_length: Annotated[
        int | None,
        _option("--max-length", "Tokens of a stretch; longer texts are cut; 256.", OF_ENCODERS),
    ] = None,
    masked: Annotated[
        float | None, _option("--masked", "Share of tokens to hide; 0.15.", OF_ENCODERS)
    ] = None,
    precision: Annotated[
        Literal["auto", "fp32", "bf16", "fp16"] | None,
        _option("--precision", "Number format; auto: what the device gains by.", OF_ENCODERS),
    ] = None,
    device: Annotated[
        str | None, _option("--device", "auto (the default), cpu, cuda, cuda:1, mps.", OF_ENCODERS)
    ] = None,
    size: Annotated[int | None, _option("--size", "Numbers a word; 200.", OF_WORDS)] = None,
    threads: Annotated[
        int | None,
        _option("--threads", "1; faster with more, but exact with one alone.", OF_WORDS),
    ] = None,
    text: TextOption = None,
    id_: IdOption = None,
) -> None:
    """Train an encoder further on unlabelled texts, or learn word vectors from them."""
    from ..data.columns import Columns
    from ..data.text_batches import open_texts

    changes = {
        "epochs": epochs,
        "learning_rate": learning_rate,
        "batch_size": batch_size,
        "max_length": max_length,
        "masked": masked,
        "precision": precision,
    }
    of_encoders, of_words = {**changes, "device": device}, {"size": size, "threads": threads}
    _refuse(of_encoders if what == WORDS else of_words, what)
    columns = Columns(text=text, id=id_)
    if what == WORDS:
        typer.echo(_learn_words(open_texts(file, columns), output, seed, _given(of_words)))
        return
    request = _request(what, _given(changes), seed, device or "auto")
    typer.echo(_train_encoder(request, open_texts(file, columns), output))


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _refuse(options: Mapping[str, object], what: str) -> None:
    """Raise if an option was given that means nothing here."""
    from ..exceptions import UsageError

    given = ", ".join(f"--{name.replace('_', '-')}" for name in _given(options))
    if given:
        other = "an encoder" if what == WORDS else f"'{WORDS}'"
        raise UsageError(f"pretrain {what} has no {given}: that belongs to pretraining {other}")


def _learn_words(file: "TextFile", output: Path, seed: int, options: Mapping[str, int]) -> str:
    from ..exceptions import UsageError
    from ..experiment.pretraining import pretrain_words
    from .progress import ProgressBars

    for name, value in options.items():
        if value < 1:
            raise UsageError(f"--{name} is {value}: give 1 or more")
    with ProgressBars() as bars:
        learnt = pretrain_words(file, output, seed=seed, listener=bars, **options)
    return _words_in_words(learnt)


def _words_in_words(learnt: "PretrainedWords") -> str:
    return f"{learnt.path}: vectors of {learnt.n_words:,} words from {learnt.n_texts:,} texts"


def _request(
    checkpoint: str, changes: Mapping[str, object], seed: int, device: str
) -> "PretrainingRequest":
    from ..experiment.pretraining_encoder import PretrainingRequest
    from ..models.masked_settings import MaskedLanguageSettings
    from ..models.settings import change_settings

    settings = change_settings(MaskedLanguageSettings(), changes)
    return PretrainingRequest(checkpoint, settings, seed, device)


def _train_encoder(request: "PretrainingRequest", file: "TextFile", output: Path) -> str:
    from ..experiment.pretraining_encoder import pretrain_encoder
    from .progress import ProgressBars

    with ProgressBars() as bars:
        trained = pretrain_encoder(request, file, output, bars)
    return _encoder_in_words(trained, output)


def _encoder_in_words(trained: "PretrainedEncoder", output: Path) -> str:
    from math import exp

    before, after = trained.losses[0], trained.losses[-1]
    epochs = trained.settings["epochs"]
    return (
        f"{output}: {trained.checkpoint}, trained further on {trained.n_texts:,} texts "
        f"({trained.n_stretches:,} stretches, {trained.n_tokens:,} tokens), "
        f"{epochs} epoch{'' if epochs == 1 else 's'}\n"
        f"masked loss on {trained.n_held_out:,} texts held out: {before:.3f} before, {after:.3f} "
        f"after (perplexity {exp(before):,.1f}, {exp(after):,.1f})\n"
        f"use it by --set bert.checkpoint={output}"
    )
