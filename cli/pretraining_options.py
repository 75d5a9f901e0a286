"""The options of ``sentiment-lab pretrain``, by what they belong to."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

OF_WORDS, OF_LSTM, OF_ENCODERS = "Word vectors", "LSTM", "Encoders"
OF_BOTH = "LSTM and encoders"


def _option(name: str, help_: str, panel: str) -> Any:
    return typer.Option(name, help=help_, show_default=False, rich_help_panel=panel)


WhatArgument = Annotated[
    str,
    typer.Argument(
        metavar="CHECKPOINT",
        help="The encoder to train further: a name of the Hub, a folder or all-MiniLM-L6-v2. "
        "Or 'words': vectors for lstm and bilstm-attention. Or 'lstm': a language model over "
        "such vectors, for both to start from.",
        show_default=False,
    ),
]
FileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="CSV, TSV, JSONL or Parquet with texts, or .txt.",
        show_default=False,
    ),
]
OutputOption = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        help="A new folder for an encoder or LSTM, or a file for word vectors.",
        show_default=False,
    ),
]
SeedOption = Annotated[
    int, typer.Option(min=0, help="Of fresh weights, of what is drawn, and of texts held out.")
]
EpochsOption = Annotated[int | None, _option("--epochs", "Passes over the texts; 1.", OF_BOTH)]
LearningRateOption = Annotated[
    float | None,
    _option("--learning-rate", "Peak rate of AdamW; 5e-5, LSTM: 2e-3.", OF_BOTH),
]
BatchSizeOption = Annotated[
    int | None, _option("--batch-size", "Stretches of text a step; 32, LSTM: 64.", OF_BOTH)
]
MaxLengthOption = Annotated[
    int | None,
    _option(
        "--max-length",
        "Tokens of a stretch; longer texts are cut; 256, LSTM: 200.",
        OF_BOTH,
    ),
]
PrecisionOption = Annotated[
    Literal["auto", "fp32", "bf16", "fp16"] | None,
    _option("--precision", "Number format; auto: what the device gains by.", OF_BOTH),
]
DeviceOption = Annotated[
    str | None, _option("--device", "auto (the default), cpu, cuda, cuda:1, mps.", OF_BOTH)
]
MaskedOption = Annotated[
    float | None, _option("--masked", "Share of tokens to hide; 0.15.", OF_ENCODERS)
]
VectorsOption = Annotated[
    Path | None, _option("--vectors", "What 'pretrain words' wrote; needed.", OF_LSTM)
]
HiddenSizeOption = Annotated[
    int | None, _option("--hidden-size", "Numbers a position and direction; 256.", OF_LSTM)
]
SizeOption = Annotated[int | None, _option("--size", "Numbers a word; 200.", OF_WORDS)]
ThreadsOption = Annotated[
    int | None,
    _option("--threads", "1; faster with more, but exact with one alone.", OF_WORDS),
]
