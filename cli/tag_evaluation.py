"""``sentiment-lab tag --evaluate``: a tagger against gold."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..exceptions import UsageError

if TYPE_CHECKING:
    from ..data.columns import Columns
    from ..taggers.levels import LevelChoice

EVALUATION = "Against gold (--evaluate)"


def _named(option: str, metavar: str, text: str) -> typer.models.OptionInfo:
    return typer.Option(
        option, metavar=metavar, help=text, show_default=False, rich_help_panel=EVALUATION
    )


EvaluateOption = Annotated[
    Path | None,
    _named("--evaluate", "GOLD", "Measure one --category against this file of gold."),
]
GoldLabelOption = Annotated[
    str | None, _named("--label", "COLUMN", "Column of 0 and 1. Default: named after the category.")
]
TextsOption = Annotated[
    str | None,
    _named("--texts", "DATASET", "Data set that holds the texts of the gold's ids."),
]
WithinOption = Annotated[
    str | None, _named("--within", "COLUMN", "Figures within each value of this column, too.")
]
SpansOption = Annotated[
    str | None, _named("--spans", "COLUMN", "Column that marks evidence: offsets, or the words.")
]


def evaluate_against_gold(
    gold: Path,
    columns: "Columns",
    categories: list[str] | None,
    choice: "LevelChoice",
    *,
    label: str | None,
    texts: str | None,
    within: str | None,
    spans: str | None,
    form: str,
    output: Path | None,
    sure: bool,
) -> None:
    """Print how one tagger agrees with gold.

    Raises:
        UsageError: Not one category is named, or the form holds no tables.
    """
    from ..experiment.gold import read_gold_texts
    from ..experiment.tagger_evaluation import evaluate_tagger
    from ..reports.tagger_scores_table import tagger_scores_table
    from ..taggers.registry import taggers_of_choice
    from .consent import ask_before_sending
    from .output import emit, require_writable
    from .progress import ProgressBars

    if not categories or len(categories) != 1:
        raise UsageError("--evaluate measures one tagger: name it with --category NAME")
    require_writable(output)
    (tagger,) = taggers_of_choice(categories, choice)
    rows = read_gold_texts(gold, label=label or tagger.name, columns=columns, texts=texts)
    with ProgressBars() as bars:
        if choice.level == "llm":
            ask_before_sending([tagger], rows.frame["text"].tolist(), bars, sure=sure)
            bars.say(
                "note: where language models made the gold, as they made imdb_errors, agreement "
                "with a language model says less than it seems to"
            )
        found = evaluate_tagger(tagger, rows, within=within, spans=spans, listener=bars)
    table = tagger_scores_table(
        found.category,
        found.scores.figures,
        found.scores.differences,
        threshold=found.threshold,
        n_out_of_fold=found.n_out_of_fold,
        spans=found.spans,
        dropped=found.dropped,
        format=form,
    )
    emit(table, output)
