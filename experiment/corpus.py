"""Runs a function over a corpus, part by part, from Parquet to a folder of Parquet part files.

The folder is laid out as Spark and Hadoop do: ``part-00000.parquet`` and so on in the order of the
corpus, each there in full or not at all, and ``_SUCCESS`` once all of them are. ``_corpus.json``
says what the parts were made of, so that a run that was stopped goes on where it was. Readers of
Parquet folders (pandas, pyarrow, Spark, DuckDB) pass over names that begin with ``_`` or ``.``.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from ..data.corpus import Corpus, Part, read_in_order
from ..data.text_batches import TextRow
from ..exceptions import RunError, UsageError
from ..files import held, write_beside, write_text
from .frame_functions import FrameFunction
from .listener import Listener, Silent

Engine = Literal["plain", "ray"]

PLAN, SUCCESS, LOCK = "_corpus.json", "_SUCCESS", ".lock"
ROWS_PER_PART = 10_000
"""A part is what is held in memory, what a worker takes on, and what a kill can cost."""
_BATCH = 2_000
_FORMAT = 1


class CorpusRun(NamedTuple):
    """What a run over a corpus came to.

    Attributes:
        parts: How many parts there are.
        kept: How many of them were there before.
        rows: Texts in all of them.
    """

    parts: int
    kept: int
    rows: int


@dataclass(frozen=True)
class PartWriter:
    """Makes one part file; can be pickled and called anywhere that sees the same files.

    Attributes:
        function: From a frame of texts to a frame of results.
        folder: Where the part files belong.
        digits: In the name of a part file.
    """

    function: FrameFunction
    folder: Path
    digits: int

    def path(self, part: Part) -> Path:
        """The file of a part."""
        return self.folder / f"part-{part.number:0{self.digits}d}.parquet"

    def __call__(self, part: Part) -> int:
        """Write a part.

        Returns:
            How many texts it holds.
        """
        return sum(self.written(part))

    def written(self, part: Part, rows: Iterator[TextRow] | None = None) -> Iterator[int]:
        """Write a part, saying after each batch how many texts it had; the file comes last.

        Args:
            part: Which.
            rows: Its texts, where a reader of the whole file has them; None: it is read alone.
        """
        schema, tables = self.function.schema, []
        for frame in part.batches(_BATCH, rows):
            results = self.function(frame)
            if list(results.get("id", ())) != frame["id"].tolist():
                raise UsageError(
                    f"'{self.function.identity}' gave {len(results)} rows for {len(frame)} texts, "
                    "or other ids: let it give one row for each text, in their order"
                )
            table = pa.Table.from_pandas(results, schema=schema, preserve_index=False)
            tables.append(table.replace_schema_metadata(None))
            yield len(frame)
        whole = pa.concat_tables(tables)
        write_beside(self.path(part), lambda beside: pq.write_table(whole, beside))


def run_corpus(
    function: FrameFunction,
    corpus: Corpus,
    folder: Path,
    *,
    engine: Engine = "plain",
    workers: int | None = None,
    rows_per_part: int = ROWS_PER_PART,
    listener: Listener | None = None,
) -> CorpusRun:
    """Write a function's results for a corpus as part files, but for those that are there.

    Args:
        function: Such as `RunPredictor` or `TextTagger`.
        corpus: The texts.
        folder: Of the part files; made where it is missing.
        engine: ``"plain"``: this process, one part after the other; ``"ray"``: Ray Data's workers.
        workers: Of Ray; None: one a processor of the cluster, or one a GPU where the function uses
            a device.
        rows_per_part: Most rows of a part.
        listener: Told of the progress.

    Raises:
        UsageError: The folder holds something else, or the parts of another corpus or function; or
            the function does not give one row for each text.
        RunError: Another process writes there, or a worker of Ray died.
        MissingExtraError: Ray is not installed.
        DataError: A file cannot be read.
    """
    listener = listener or Silent()
    parts = corpus.parts(rows_per_part)
    writer = PartWriter(function, folder.resolve(), max(5, len(str(len(parts) - 1))))
    with _held(writer.folder, _plan(function, corpus, rows_per_part)):
        missing = [part for part in parts if not writer.path(part).exists()]
        if missing:
            (writer.folder / SUCCESS).unlink(missing_ok=True)
        done = corpus.n - sum(len(part.rows) for part in missing)
        for rows in _written(writer, missing, engine, workers):
            done += rows
            listener.progress(done, corpus.n, function.identity.split()[0])
        write_text(writer.folder / SUCCESS, "")
    return CorpusRun(len(parts), len(parts) - len(missing), corpus.n)


def empty_cells(folder: Path) -> dict[str, int]:
    """How many rows of a folder of part files have no value, by column, from the files' footers."""
    counts: dict[str, int] = {}
    for path in sorted(folder.glob("part-*.parquet")):
        metadata = pq.read_metadata(path)
        for group in map(metadata.row_group, range(metadata.num_row_groups)):
            for column in map(group.column, range(group.num_columns)):
                name = column.path_in_schema
                counts[name] = counts.get(name, 0) + column.statistics.null_count
    return counts


def _written(
    writer: PartWriter, parts: list[Part], engine: Engine, workers: int | None
) -> Iterator[int]:
    """Writes parts, and says again and again how many rows more are done."""
    if engine == "ray" and parts:
        from .ray_engine import map_parts

        yield from map_parts(writer, parts, workers)
        return
    for part, rows in read_in_order(parts):
        yield from writer.written(part, rows)


def _plan(function: FrameFunction, corpus: Corpus, rows_per_part: int) -> dict[str, Any]:
    top = corpus.where if corpus.where.is_dir() else corpus.where.parent
    files = [
        {"name": file.path.relative_to(top).as_posix(), "rows": file.rows, "digest": file.digest}
        for file in corpus.files
    ]
    return {
        "format": _FORMAT,
        "function": function.identity,
        "columns": asdict(corpus.columns),
        "rows_per_part": rows_per_part,
        "files": files,
    }


@contextmanager
def _held(folder: Path, plan: dict[str, Any]) -> Iterator[None]:
    """The folder for oneself, its plan written, without what a killed run left half-written."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(held(folder / LOCK))
        except TimeoutError:
            raise RunError(
                f"another process writes parts into {folder}: wait until it ends, or name another"
            ) from None
        _begin(folder, plan)
        yield


def _begin(folder: Path, plan: dict[str, Any]) -> None:
    path = folder / PLAN
    if path.exists():
        _require_same(folder, _read_plan(path), plan)
    elif any(each.name != LOCK for each in folder.iterdir()):
        raise UsageError(f"{folder} holds other files: name a new or an empty folder")
    else:
        write_text(path, json.dumps(plan, indent=1) + "\n")
    for left in folder.glob(".part-*.new"):
        left.unlink()


def _read_plan(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (TypeError, ValueError) as error:
        raise RunError(
            f"{path} is damaged: delete the folder and give the command again"
        ) from error


def _require_same(folder: Path, found: dict[str, Any], plan: dict[str, Any]) -> None:
    named = {
        "files": "of other input files",
        "function": "made by another model or other taggers",
        "columns": "of other columns",
        "rows_per_part": "of another size",
    }
    wrong = [words for key, words in named.items() if found.get(key) != plan[key]]
    if wrong or found.get("format") != _FORMAT:
        what = " and ".join(wrong) or "of another version"
        raise UsageError(f"{folder} holds parts {what}: name another folder, or delete this one")
