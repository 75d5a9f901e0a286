"""How well a tagger agrees with gold, in every format."""

from collections.abc import Sequence
from typing import Protocol

import pandas as pd
from rich.console import RenderableType

from .sections import Section, sections_table
from .units import percent, points, score, whole

_SCORES = ("precision", "recall", "f1", "average_precision", "auc")


class SpanFigures(Protocol):
    """Agreement of words inside evidence and inside marked spans."""

    @property
    def n(self) -> int:
        """Texts with marked spans."""
        ...

    @property
    def precision(self) -> float:
        """In [0, 1]."""
        ...

    @property
    def recall(self) -> float:
        """In [0, 1]."""
        ...

    @property
    def f1(self) -> float:
        """In [0, 1]."""
        ...


def tagger_scores_table(
    category: str,
    figures: pd.DataFrame,
    differences: pd.DataFrame,
    *,
    threshold: float,
    n_out_of_fold: int,
    spans: SpanFigures | None = None,
    dropped: Sequence[str] = (),
    format: str,  # noqa: A002 - the word of the command line
) -> RenderableType:
    """A tagger against gold as people or programs read it.

    Args:
        category: What was tagged.
        figures: One row a stratum and method, as ``score_against_gold`` gives them.
        differences: One row a stratum and method that the tagger was measured against.
        threshold: Of the tagger's yes.
        n_out_of_fold: Rows that trained the tagger.
        spans: Agreement of the evidence.
        dropped: Rows left out, in words.
        format: As for `sections_table`.
    """
    sections = [
        _figures_section(category, figures, threshold, n_out_of_fold, dropped),
        _differences_section(differences),
    ]
    if spans is not None:
        sections.append(_spans_section(spans))
    return sections_table(sections, format=format)


def _figures_section(
    category: str,
    figures: pd.DataFrame,
    threshold: float,
    n_out_of_fold: int,
    dropped: Sequence[str],
) -> Section:
    n = int(figures["n"].iloc[0])
    shown = _with_who(figures, "scored")
    above = [f"{whole(n)} gold rows; the tagger says yes from a score of {threshold:g}."]
    if n_out_of_fold:
        above.append(
            f"{whole(n_out_of_fold)} of them trained or tuned the tagger: they enter with scores "
            "of the fold that had not seen them."
        )
    if dropped:
        above.append(f"Left out: {'; '.join(dropped)}.")
    return Section(
        "scores",
        f"Tags of {category} against gold",
        shown,
        {"base_rate": percent, "n": whole, "n_positive": whole, **dict.fromkeys(_SCORES, score)},
        above=tuple(above),
        below=(
            "tf-idf: logistic regression on words and characters, cross-validated on these rows. "
            "Chance: ranks nothing and says yes to every row.",
            "Intervals of 95 %: Wilson (precision, recall), DeLong (AUC), bootstrap (F1, average "
            "precision); rows count alike and are taken as independent.",
        ),
        shown=("who", "n", "base_rate", *_SCORES),
        for_people=("who",),
        headings={
            "who": "by",
            "base_rate": "base\nrate %",
            "f1": "F1",
            "average_precision": "average\nprecision",
            "auc": "AUC",
        },
        ranks={"n": 1, "base_rate": 1},
    )


def _differences_section(differences: pd.DataFrame) -> Section:
    return Section(
        "differences",
        "What the tagger adds on the same rows",
        _with_who(differences, "against"),
        {"n": whole, **dict.fromkeys(("auc", "average_precision", "f1"), points)},
        below=("In points of 0.01, paired.",),
        shown=("who", "n", "auc", "average_precision", "f1"),
        for_people=("who",),
        headings={
            "who": "against",
            "average_precision": "average\nprecision",
            "auc": "AUC",
            "f1": "F1",
        },
    )


def _with_who(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The frame with one column that names the method, and the stratum where it is not all rows.

    On a narrow terminal a table goes on below, each time with its first column.
    """
    everywhere = frame["stratum"] == "all"
    who = frame[column].where(everywhere, frame["stratum"] + ": " + frame[column])
    return frame.assign(who=who)


def _spans_section(spans: SpanFigures) -> Section:
    row = {"n": spans.n, "precision": spans.precision, "recall": spans.recall, "f1": spans.f1}
    return Section(
        "spans",
        "Words of the evidence against words that were marked",
        pd.DataFrame([row]),
        {"n": whole, "precision": score, "recall": score, "f1": score},
        below=("Over texts that belong and have marked words.",),
    )
