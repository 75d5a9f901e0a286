"""Tags of a test set, computed once and kept beside the runs."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..files import write_beside
from ..taggers.registry import load_taggers
from ..taggers.tagger import Tagger
from ..taggers.tagging import tag_frame
from .listener import Listener, Silent

FOLDER = "tags"


def tags_of(
    frame: pd.DataFrame,
    root: Path,
    *,
    categories: Sequence[str] | None = None,
    listener: Listener | None = None,
) -> tuple[pd.DataFrame, list[Tagger]]:
    """The tags of every row, from the cache where they are there.

    Args:
        frame: ``id`` and ``text`` of each row.
        root: The runs folder, below which tags are kept; not made if it is absent.
        categories: Names of taggers; None: all.
        listener: Told of the progress.

    Returns:
        The flat table of tags, one row for each row of ``frame``, and the taggers that made it.
    """
    listener = listener or Silent()
    taggers = load_taggers(categories)
    path = root / FOLDER / f"{_digest(frame, taggers)}.parquet"
    cached = _cached(path)
    if cached is not None:
        return cached, taggers

    def report(done: int, total: int) -> None:
        listener.progress(done, total, "tagging")

    tags = tag_frame(frame[["id", "text"]], taggers, on_progress=report)
    if root.is_dir():
        path.parent.mkdir(exist_ok=True)
        write_beside(path, lambda beside: tags.to_parquet(beside, index=False))
    return tags, taggers


def _cached(path: Path) -> pd.DataFrame | None:
    import pyarrow as pa

    try:
        return pd.read_parquet(path)
    except (OSError, pa.ArrowException):
        # Absent or damaged: tagging anew costs a minute and replaces it.
        return None


def _digest(frame: pd.DataFrame, taggers: Sequence[Tagger]) -> str:
    """Changes with the texts and with the source of any tagger's package."""
    digest = hashlib.sha256()
    hashes = pd.util.hash_pandas_object(frame[["id", "text"]], index=False)
    digest.update(hashes.to_numpy().tobytes())
    for tagger in taggers:
        digest.update(f"{type(tagger).__module__}:{tagger.name}:{tagger.threshold}".encode())
    for folder in sorted({_source_folder(tagger) for tagger in taggers}):
        for path in sorted(folder.glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _source_folder(tagger: Tagger) -> Path:
    import inspect

    return Path(inspect.getfile(type(tagger))).parent
