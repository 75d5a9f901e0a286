"""``sentiment-lab pretrain``: learn from texts without labels, before any model is trained."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from .app import app
from .options import IdOption, TextOption
from .pretraining_options import (
    BatchSizeOption,
    DeviceOption,
    EpochsOption,
    FileArgument,
    HiddenSizeOption,
    LearningRateOption,
    MaskedOption,
    MaxLengthOption,
    OutputOption,
    PrecisionOption,
    SeedOption,
    SizeOption,
    ThreadsOption,
    VectorsOption,
    WhatArgument,
)

if TYPE_CHECKING:
    from ..data.text_batches import TextFile
    from ..experiment.pretraining import PretrainedWords
    from ..experiment.pretraining_run import PretrainingRecord

WORDS, LSTM = "words", "lstm"


@app.command()
def pretrain(
    what: WhatArgument,
    file: FileArgument,
    output: OutputOption,
    seed: SeedOption = 0,
    epochs: EpochsOption = None,
    learning_rate: LearningRateOption = None,
    batch_size: BatchSizeOption = None,
    max_length: MaxLengthOption = None,
    precision: PrecisionOption = None,
    device: DeviceOption = None,
    masked: MaskedOption = None,
    vectors: VectorsOption = None,
    hidden_size: HiddenSizeOption = None,
    size: SizeOption = None,
    threads: ThreadsOption = None,
    text: TextOption = None,
    id_: IdOption = None,
) -> None:
    """Learn from unlabelled texts: an encoder trained further, word vectors, or an LSTM."""
    from ..data.columns import Columns
    from ..data.text_batches import open_texts

    steps = {
        "epochs": epochs,
        "learning_rate": learning_rate,
        "batch_size": batch_size,
        "max_length": max_length,
        "precision": precision,
    }
    of_words = {"size": size, "threads": threads}
    of_lstm = {"vectors": vectors, "hidden_size": hidden_size}
    of_encoders = {"masked": masked}
    columns = Columns(text=text, id=id_)
    if what == WORDS:
        _refuse(what, {**steps, "device": device, **of_lstm, **of_encoders})
        typer.echo(_learn_words(open_texts(file, columns), output, seed, _given(of_words)))
    elif what == LSTM:
        _refuse(what, {**of_words, **of_encoders})
        changes = {**steps, "hidden_size": hidden_size}
        start = _Start(str(_needed(vectors)), _given(changes), seed, device or "auto")
        typer.echo(_train_lstm(start, open_texts(file, columns), output))
    else:
        _refuse(what, {**of_words, **of_lstm})
        start = _Start(what, _given({**steps, **of_encoders}), seed, device or "auto")
        typer.echo(_train_encoder(start, open_texts(file, columns), output))


class _Start(NamedTuple):
    """What is trained, and what was asked to be changed of how."""

    name: str
    changes: Mapping[str, object]
    seed: int
    device: str


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _refuse(what: str, options: Mapping[str, object]) -> None:
    """Raise if an option was given that means nothing here."""
    from ..exceptions import UsageError

    given = ", ".join(f"--{name.replace('_', '-')}" for name in _given(options))
    if given:
        raise UsageError(
            f"pretrain {what} has no {given}: 'sentiment-lab pretrain --help' says what belongs to "
            "what"
        )


def _needed(vectors: Path | None) -> Path:
    from ..exceptions import UsageError

    if vectors is None:
        raise UsageError(
            f"pretrain {LSTM} needs --vectors FILE, which 'sentiment-lab pretrain {WORDS}' writes"
        )
    return vectors


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


def _train_lstm(start: _Start, file: "TextFile", output: Path) -> str:
    from ..baselines.language_model_settings import LanguageModelSettings
    from ..experiment.pretraining_lstm import pretrain_lstm
    from ..experiment.pretraining_run import PretrainingRequest
    from ..models.settings import change_settings
    from .progress import ProgressBars

    settings = change_settings(LanguageModelSettings(), start.changes)
    request = PretrainingRequest(start.name, settings, start.seed, start.device)
    with ProgressBars() as bars:
        trained = pretrain_lstm(request, file, output, bars)
    return "\n".join(
        [
            f"{output}: LSTMs in both directions over {trained.start}, trained on "
            f"{_texts_in_words(trained)}",
            f"loss of the next word on {_losses_in_words(trained)}",
            f"use it by --set lstm.language_model={output} "
            f"--set bilstm-attention.language_model={output}",
        ]
    )


def _train_encoder(start: _Start, file: "TextFile", output: Path) -> str:
    from ..experiment.pretraining_encoder import pretrain_encoder
    from ..experiment.pretraining_run import PretrainingRequest
    from ..models.masked_settings import MaskedLanguageSettings
    from ..models.settings import change_settings
    from .progress import ProgressBars

    settings = change_settings(MaskedLanguageSettings(), start.changes)
    request = PretrainingRequest(start.name, settings, start.seed, start.device)
    with ProgressBars() as bars:
        trained = pretrain_encoder(request, file, output, bars)
    return "\n".join(
        [
            f"{output}: {trained.start}, trained further on {_texts_in_words(trained)}",
            f"masked loss on {_losses_in_words(trained)}",
            f"use it by --set bert.checkpoint={output}",
        ]
    )


def _texts_in_words(trained: "PretrainingRecord") -> str:
    epochs = trained.settings["epochs"]
    return (
        f"{trained.n_texts:,} texts ({trained.n_stretches:,} stretches, {trained.n_tokens:,} "
        f"tokens), {epochs} epoch{'s' if epochs > 1 else ''}"
    )


def _losses_in_words(trained: "PretrainingRecord") -> str:
    from math import exp

    before, after = trained.losses[0], trained.losses[-1]
    return (
        f"{trained.n_held_out:,} texts held out: {before:.3f} before, {after:.3f} after "
        f"(perplexity {exp(before):,.1f}, {exp(after):,.1f})"
    )
