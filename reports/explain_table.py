"""One review and what every model made of it, in every format."""

from typing import Protocol

import pandas as pd
from rich.console import RenderableType

from .sections import Section, sections_table
from .units import MISSING, percent, points, score


class ExplanationTables(Protocol):
    """The frames of one review."""

    @property
    def id(self) -> str:
        """Of the review."""
        ...

    @property
    def text(self) -> str:
        """The review."""
        ...

    @property
    def label(self) -> str:
        """Its given class."""
        ...

    @property
    def models(self) -> pd.DataFrame:
        """One row a model and seed."""
        ...

    @property
    def sentences(self) -> pd.DataFrame:
        """One row a sentence."""
        ...

    @property
    def tokens(self) -> pd.DataFrame:
        """One row a model and word."""
        ...

    @property
    def tags(self) -> pd.DataFrame:
        """One row a category."""
        ...


def explain_table(
    explanation: ExplanationTables,
    *,
    tokens: int,
    format: str,  # noqa: A002 - the word of the command line
) -> RenderableType:
    """One review as people or programs read it.

    Args:
        explanation: The frames to be shown.
        tokens: Heaviest words of each model that people are shown; programs get all.
        format: As for `sections_table`.
    """
    words = explanation.tokens
    if format not in {"json", "csv"}:
        words = words.groupby("model", sort=False).head(tokens)
    sections = [_models(explanation), _sentences(explanation.sentences), _tags(explanation.tags)]
    if len(words):
        sections.append(_tokens(words))
    return sections_table(sections, format=format)


def _models(explanation: ExplanationTables) -> Section:
    frame = explanation.models.assign(
        right=explanation.models["right"].map({True: "yes", False: "no"})
    )
    probabilities = [str(name) for name in frame.columns if str(name).startswith("p_")]
    return Section(
        "models",
        f"Review {explanation.id}",
        frame,
        dict.fromkeys(probabilities, percent),
        above=(f"Label: {explanation.label}.", explanation.text),
        headings={name: f"{name.removeprefix('p_')} %" for name in probabilities},
    )


def _sentences(frame: pd.DataFrame) -> Section:
    effects = [str(name) for name in frame.columns if str(name).startswith("effect_")]
    below = ["Polarity: of the sentence taken literally and alone, -1 to 1."]
    if effects:
        below.append(
            "Under a model: points by which the probability of the class that it predicts falls "
            "when the sentence is taken out."
        )
    return Section(
        "sentences",
        "Sentence by sentence",
        frame,
        {"polarity": lambda value: f"{value:+.2f}", **dict.fromkeys(effects, points)},
        below=tuple(below),
        shown=("sentence", "polarity", *effects),
        headings={name: name.removeprefix("effect_") for name in effects},
    )


def _tags(frame: pd.DataFrame) -> Section:
    shown = frame.assign(present=frame["present"].map({True: "yes", False: "no"}))
    return Section(
        "tags",
        "Categories",
        shown,
        {
            "score": score,
            "evidence": lambda spans: "; ".join(f'"{span}"' for span in spans) or MISSING,
        },
    )


def _tokens(frame: pd.DataFrame) -> Section:
    return Section(
        "tokens",
        "The heaviest words",
        frame,
        {"weight": lambda value: f"{value:+.3f}"},
        below=(
            "Attention: the share of the model's attention. Occlusion: by how much the probability "
            "of the predicted class falls without the word; below 0, the word speaks against it.",
        ),
        shown=("model", "method", "token", "weight"),
    )
