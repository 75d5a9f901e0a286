"""Corpora in Parquet: the options and the run that ``predict`` and ``tag`` share."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..exceptions import UsageError
from .options import OUTPUT
from .output import require_folder

if TYPE_CHECKING:
    from ..data.corpus import Corpus
    from ..experiment.frame_functions import FrameFunction
    from .progress import ProgressBars

EngineName = Literal["plain", "ray"]

PARQUET = ".parquet"
CORPORA = "Corpora in Parquet"

EngineOption = Annotated[
    EngineName,
    typer.Option(
        "--engine",
        help="plain: this process; ray: the workers of Ray Data. Part files go to the folder that "
        "--output names; a run that was stopped goes on.",
        rich_help_panel=CORPORA,
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        help="Workers of --engine ray. Default: one a processor, or one a GPU.",
        show_default=False,
        rich_help_panel=CORPORA,
    ),
]
FOLDER_OUTPUT = Annotated[
    Path | None,
    typer.Option(
        "--output",
        metavar="PATH",
        help="Write the result here instead of to the terminal. For Parquet also a folder (a name "
        "without an ending), which then holds part files.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]


def is_corpus(file: Path | None, form: str | None, output: Path | None, engine: EngineName) -> bool:
    """Whether a request is for part files: by its engine, a folder of input, or one of output."""
    if engine == "ray" or (file is not None and file.is_dir()):
        return True
    if file is None or output is None or form not in {None, "parquet"}:
        return False
    if file.suffix.lower() != PARQUET:
        return False
    return output.is_dir() or not (output.suffix or output.exists())


def require_corpus(file: Path | None, form: str | None, output: Path | None) -> tuple[Path, Path]:
    """The input and the folder of output of a request for part files.

    Raises:
        UsageError: It is no Parquet, or no folder is named.
    """
    if file is None or not (file.is_dir() or file.suffix.lower() == PARQUET):
        what = "standard input" if file is None else str(file)
        raise UsageError(
            f"{what} is no corpus: a Parquet file or a folder of them is needed; "
            "leave --engine out for other files"
        )
    if form not in {None, "parquet"}:
        raise UsageError(f"--format {form} does not fit here: part files are Parquet")
    if output is None:
        raise UsageError("part files need a folder: name one with --output FOLDER")
    if output.suffix and not output.is_dir():
        raise UsageError(
            f"--output {output} names a file: part files need a folder, a name without an ending"
        )
    require_folder(output)
    if output.resolve().is_relative_to(file.resolve()):
        # Below it, the parts would be input when the command is given again.
        where = "holds" if output.resolve() == file.resolve() else "lies within"
        raise UsageError(f"{output} {where} the input: name another folder with --output")
    return file, output


def require_ray_for_workers(workers: int | None, engine: EngineName) -> None:
    """Refuse workers that nothing would start."""
    if workers is not None and engine != "ray":
        raise UsageError("--workers belongs to --engine ray: leave it out or add that")


def run_function(
    function: "FrameFunction",
    corpus: "Corpus",
    folder: Path,
    engine: EngineName,
    workers: int | None,
    bars: "ProgressBars",
) -> None:
    """Write the part files, and say what was there already."""
    from ..experiment.corpus import run_corpus

    require_ray_for_workers(workers, engine)
    done = run_corpus(function, corpus, folder, engine=engine, workers=workers, listener=bars)
    kept = f", {done.kept:,} of them from before" if done.kept else ""
    parts = f"{done.parts:,} part{'s' if done.parts != 1 else ''}"
    bars.say(f"{done.rows:,} texts in {parts}{kept}: {folder}")
