"""``sentiment-lab tag``: error categories of any file of texts, without a model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..exceptions import UsageError
from .app import app
from .corpora import (
    FOLDER_OUTPUT,
    EngineName,
    EngineOption,
    WorkersOption,
    is_corpus,
    require_corpus,
    require_ray_for_workers,
)
from .options import OUTPUT, IdOption, PredictionsOption, TextOption
from .tag_evaluation import (
    EvaluateOption,
    GoldLabelOption,
    SpansOption,
    TextsOption,
    WithinOption,
    evaluate_against_gold,
)
from .tagger_options import CategoryOption, YesOption, takes_taggers

if TYPE_CHECKING:
    from ..data.columns import Columns
    from ..taggers.levels import LevelChoice

TagFormat = Literal["jsonl", "csv", "parquet", "table", "markdown", "json", "latex"]

OF_TAGS = ("jsonl", "csv", "parquet", "table")
OF_FIGURES = ("table", "markdown", "csv", "json", "latex")


FileArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="CSV, TSV, JSONL or Parquet with a column of texts, a folder of Parquet, or .txt "
        "with one text a line; standard input, one text a line, where it is left out or '-'.",
        show_default=False,
    ),
]
FormatOption = Annotated[
    TagFormat | None,
    typer.Option(
        "--format",
        help="Form of the result. Tags: jsonl (the default), csv, parquet or table. Figures of "
        "--evaluate: table (the default), markdown, csv, json or latex.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]


@app.command()
@takes_taggers()
def tag(
    choice: "LevelChoice",
    file: FileArgument = None,
    category: CategoryOption = None,
    predictions: PredictionsOption = None,
    yes: YesOption = False,
    text: TextOption = None,
    id_: IdOption = None,
    evaluate: EvaluateOption = None,
    label: GoldLabelOption = None,
    texts: TextsOption = None,
    within: WithinOption = None,
    spans: SpansOption = None,
    format_: FormatOption = None,
    engine: EngineOption = "plain",
    workers: WorkersOption = None,
    output: FOLDER_OUTPUT = None,
) -> None:
    """Tag texts with error categories: a score, yes or no, and the evidence in the text.

    sentiment-lab tag reviews.csv --format table

    sentiment-lab tag --evaluate gold.csv --category sarcasm --label is_sarcastic
    """
    from ..data.columns import Columns

    columns = Columns(text=text, id=id_)
    if evaluate is None and is_corpus(file, format_, output, engine):
        _refuse(label=label, texts=texts, within=within, spans=spans)
        source, folder = require_corpus(file, format_, output)
        _tag_corpus(
            source, folder, columns, category, choice, predictions, engine, workers, sure=yes
        )
        return
    require_ray_for_workers(workers, engine)
    form = _form(format_, OF_TAGS if evaluate is None else OF_FIGURES)
    if evaluate is not None:
        if engine != "plain":
            raise UsageError("--evaluate tags the gold in one process: leave --engine out")
        if file is not None or predictions:
            raise UsageError("--evaluate tags the gold alone: leave FILE and --predictions out")
        evaluate_against_gold(
            evaluate,
            columns,
            category,
            choice,
            label=label,
            texts=texts,
            within=within,
            spans=spans,
            form=form,
            output=output,
            sure=yes,
        )
        return
    _refuse(label=label, texts=texts, within=within, spans=spans)
    _tag_file(file, columns, category, choice, predictions, form, output, sure=yes)


def _refuse(**of_evaluate: object) -> None:
    for option, given in of_evaluate.items():
        if given is not None:
            raise UsageError(f"--{option} belongs to --evaluate GOLD: leave it out or add that")


def _form(asked: TagFormat | None, known: tuple[str, ...]) -> str:
    """The form of the result; the first of those known where none was asked for."""
    if asked is None:
        return known[0]
    if asked not in known:
        raise UsageError(f"--format {asked} does not fit here: it is one of {', '.join(known)}")
    return asked


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
    found, notes = open_texts(file, columns), TagNotes()
    with ProgressBars() as bars:
        if choice.level == "llm":
            ask_before_sending(taggers, (row.text for row in found.rows()), bars, sure=sure)
        batches = tag_texts(found, taggers, outcomes=outcomes, notes=notes, listener=bars)
        if form == "table":
            emit(tags_table(*summarise_tags(batches, taggers)), output)
        else:
            names = [each.name for each in taggers]
            write_tags(batches, names, outcomes.names if outcomes else (), form, output)
        for line in notes.lines():
            bars.say(f"note: {line}")


def _tag_corpus(
    source: Path,
    folder: Path,
    columns: "Columns",
    categories: list[str] | None,
    choice: "LevelChoice",
    predictions: list[str] | None,
    engine: EngineName,
    workers: int | None,
    *,
    sure: bool,
) -> None:
    from ..data.corpus import open_corpus
    from ..experiment.corpus import empty_cells
    from ..experiment.frame_functions import TextTagger
    from .consent import ask_before_sending
    from .corpora import run_function
    from .progress import ProgressBars

    if predictions:
        raise UsageError("--predictions are joined to single files: join the part files by id")
    if choice.level == "llm" and engine == "ray":
        raise UsageError("--level llm keeps its limits in one process: leave --engine ray out")
    tagger = TextTagger(categories, choice)
    corpus = open_corpus(source, columns)
    with ProgressBars() as bars:
        if choice.level == "llm":
            ask_before_sending(tagger.taggers, corpus.texts(), bars, sure=sure)
        run_function(tagger, corpus, folder, engine, workers, bars)
        empty = empty_cells(folder)
        for name in tagger.names:
            if count := empty[f"{name}_score"]:
                bars.say(
                    f"note: {name}: no answer for {count:,} of {corpus.n:,} texts (in another "
                    "language, or none was given), left empty"
                )
