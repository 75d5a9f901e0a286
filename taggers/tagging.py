"""Tags of many texts as a flat table."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, runtime_checkable

import pandas as pd

from ..exceptions import DataError
from .checked import checked_tags
from .features import FeatureReader, Features
from .tagger import Tag, Tagger

SCORE_SUFFIX, PRESENT_SUFFIX, EVIDENCE_SUFFIX = "_score", "_present", "_evidence"

_BATCH = 500

Progress = Callable[[int, int], None]
"""Told how many texts are done, and of how many."""


@runtime_checkable
class FeatureTagger(Protocol):
    """A tagger that can be handed features which another one has read already."""

    @property
    def feature_reader(self) -> FeatureReader:
        """Readers of the same name read the same."""
        ...

    def tag_features(self, features: Features) -> list[Tag]:
        """One tag for each text of a batch, in order."""
        ...


def tag_frame(
    frame: pd.DataFrame, taggers: Sequence[Tagger], on_progress: Progress | None = None
) -> pd.DataFrame:
    """Tag each text of a frame.

    Args:
        frame: With the columns ``id`` and ``text`` (str).
        taggers: Whose categories are wanted, in the order of the columns.
        on_progress: Called after each batch of texts.

    Returns:
        ``id`` and, for each category, ``<name>_score`` (in [0, 1]), ``<name>_present`` (bool) and
        ``<name>_evidence`` (JSON: a list of [start, end], offsets into the text); rows in order.

    Raises:
        DataError: A column or a text is missing.
    """
    texts = _texts(frame)
    columns: dict[str, list[object]] = {
        tagger.name + suffix: []
        for tagger in taggers
        for suffix in (SCORE_SUFFIX, PRESENT_SUFFIX, EVIDENCE_SUFFIX)
    }
    done = 0
    for batch in _batches(texts):
        for tagger, tags in zip(taggers, _tag_batch(batch, taggers), strict=True):
            _append(columns, tagger.name, tags)
        done += len(batch)
        if on_progress is not None:
            on_progress(done, len(texts))
    return pd.DataFrame({"id": frame["id"].to_numpy(), **columns})


def _tag_batch(batch: list[str], taggers: Sequence[Tagger]) -> Iterator[Sequence[Tag]]:
    """The tags of each tagger; what several of them read in a text is read once."""
    read: dict[str, Features] = {}
    for tagger in taggers:
        if not isinstance(tagger, FeatureTagger):
            yield checked_tags(tagger, batch)
            continue
        reader = tagger.feature_reader
        if reader.name not in read:
            read[reader.name] = reader.read(batch)
        yield tagger.tag_features(read[reader.name])


def _texts(frame: pd.DataFrame) -> list[str]:
    for column in ("id", "text"):
        if column not in frame:
            found = ", ".join(map(str, frame.columns))
            raise DataError(f"tagging needs a column '{column}', found: {found}")
    texts = frame["text"].tolist()
    for row, text in enumerate(texts):
        if not isinstance(text, str):
            name = frame["id"].iloc[row]
            raise DataError(f"row {row + 1} (id '{name}') has no text: leave it out or fill it in")
    return texts


def _batches(texts: list[str]) -> list[list[str]]:
    return [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]


def _append(columns: dict[str, list[object]], name: str, tags: Sequence[Tag]) -> None:
    columns[name + SCORE_SUFFIX].extend(round(tag.score, 4) for tag in tags)
    columns[name + PRESENT_SUFFIX].extend(tag.present for tag in tags)
    columns[name + EVIDENCE_SUFFIX].extend(json.dumps(tag.evidence) for tag in tags)
