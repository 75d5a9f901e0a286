"""Tags of a test set, computed once and kept beside the runs."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..exceptions import RunError
from ..files import write_beside
from ..taggers.levels import reads_english_only
from ..taggers.main_cause import MainCauseModel
from ..taggers.registry import taggers_of_choice
from ..taggers.tagger import CrossFitted, Tagger
from ..taggers.tagging import EVIDENCE_SUFFIX, PRESENT_SUFFIX, SCORE_SUFFIX
from .answered_tags import answered_tags, foreign_note, sources_of
from .data_tags import NONE, with_none
from .error_question import ErrorQuestion
from .listener import Listener, Silent

FOLDER = "tags"


@dataclass(frozen=True)
class TextTags:
    """The tags of texts.

    Attributes:
        frame: The flat table, one row a review.
        taggers: That made the columns which read the text alone.
    """

    frame: pd.DataFrame
    taggers: tuple[Tagger, ...]


def tags_of(
    frame: pd.DataFrame,
    root: Path,
    question: ErrorQuestion,
    listener: Listener | None = None,
) -> TextTags:
    """The tags of every row, from the cache where they are there.

    Args:
        frame: ``id`` and ``text`` of each row.
        root: The runs folder, below which tags are kept.
        question: Which categories by which taggers.
        listener: Told of the progress, and of texts in other languages.

    Returns:
        The tags, missing where a tagger gives no answer or does not read the language.

    Raises:
        UsageError: A category is unknown at this level.
    """
    listener = listener or Silent()
    taggers = taggers_of_choice(question.categories, question.choice)

    def make() -> pd.DataFrame:
        return answered_tags(
            frame[["id", "text"]],
            taggers,
            on_progress=lambda done, total: listener.progress(done, total, "tagging"),
        )

    path = root / FOLDER / f"{_digest(frame, taggers)}.parquet"
    tags = kept_beside(path, make)
    foreign = _unread(tags, taggers)
    if foreign:
        listener.say(f"note: {foreign_note(foreign, len(tags))}")
    return TextTags(tags, tuple(taggers))


def main_cause_frame(tags: pd.DataFrame) -> pd.DataFrame | None:
    """The main cause that the scores of each row suggest.

    Args:
        tags: A flat table.

    Returns:
        ``id, cause``, rows in order; the cause of a row that lacks a score is missing. None where
        the table lacks a category that it takes.

    Raises:
        AssetError: The weights of the model are missing or damaged.
    """
    model = MainCauseModel.load()
    columns = [name + SCORE_SUFFIX for name in model.categories]
    if not set(columns) <= set(tags.columns):
        return None
    scores = tags[columns].astype(float)
    causes = pd.Series(model.predict(scores.fillna(0.0).to_numpy()), dtype="str")
    unread = scores.isna().any(axis=1).to_numpy()
    return pd.DataFrame({"id": tags["id"].to_numpy(), "cause": causes.mask(unread)})


def kept_beside(path: Path, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """A table from a file, or made and written there.

    Args:
        path: A file in a folder below the runs folder.
        make: What computes the table.

    Raises:
        RunError: The file cannot be written.
    """
    import pyarrow as pa

    try:
        return pd.read_parquet(path)
    except (OSError, pa.ArrowException):
        # Absent or damaged: making it anew takes a minute and replaces it.
        table = make()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_beside(path, lambda beside: table.to_parquet(beside, index=False))
    except OSError as error:
        raise RunError(
            f"cannot keep tags in {path.parent}: {error}; name another --runs"
        ) from error
    return table


def held_out_tags(
    ids: pd.Series, frame: pd.DataFrame, tags: pd.DataFrame, taggers: Sequence[Tagger]
) -> pd.DataFrame:
    """The tags of some rows as if none of them had trained a tagger.

    Args:
        ids: Of annotated rows; those that are no test rows are left out.
        frame: ``id`` and ``text`` of the test rows.
        tags: Of the test rows.
        taggers: That made them.

    Returns:
        A flat table: the tags, but for rows that trained a tagger, whose score there is the one out
        of fold; ``none``, where it is among them, is that of these scores.
    """
    known = frame[frame["id"].isin(ids.astype("str"))]
    table = tags.set_index("id").loc[known["id"]].reset_index()
    texts = known["text"].astype("str").tolist()
    for tagger in taggers:
        if isinstance(tagger, CrossFitted) and texts:
            held_out = np.asarray(tagger.held_out_scores(texts), dtype=float)
            score, present = tagger.name + SCORE_SUFFIX, tagger.name + PRESENT_SUFFIX
            trained = ~np.isnan(held_out)
            table[score] = table[score].where(~trained, held_out)
            table[present] = table[present].where(~trained, held_out >= tagger.threshold)
    if NONE + PRESENT_SUFFIX in table:
        table = with_none(table)
    return table.drop(columns=[name for name in table if str(name).endswith(EVIDENCE_SUFFIX)])


def _unread(tags: pd.DataFrame, taggers: Sequence[Tagger]) -> int:
    """Texts for which every tagger that reads English alone has no answer."""
    scores = [each.name + SCORE_SUFFIX for each in taggers if reads_english_only(each)]
    return int(tags[scores].isna().all(axis=1).sum()) if scores else 0


def _digest(frame: pd.DataFrame, taggers: Sequence[Tagger]) -> str:
    """Changes with the texts and with the source and the weights of any tagger."""
    digest = hashlib.sha256()
    hashes = pd.util.hash_pandas_object(frame[["id", "text"]], index=False)
    digest.update(hashes.to_numpy().tobytes())
    for piece in sources_of(taggers):
        digest.update(piece)
    return digest.hexdigest()[:16]
