"""Tags of texts, missing where a tagger gives no answer or does not read the language."""

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..taggers.english import not_english
from ..taggers.levels import reads_english_only
from ..taggers.tagger import Tagger
from ..taggers.tagging import EVIDENCE_SUFFIX, PRESENT_SUFFIX, SCORE_SUFFIX, Progress, tag_frame


def answered_tags(
    frame: pd.DataFrame, taggers: Sequence[Tagger], on_progress: Progress | None = None
) -> pd.DataFrame:
    """Tag each text of a frame, and guess at none.

    Args:
        frame: ``id`` and ``text``.
        taggers: Whose categories are wanted, in the order of the columns.
        on_progress: Called after each batch of texts.

    Returns:
        As `tag_frame`; ``<name>_score`` and ``<name>_present`` are missing, and the evidence is
        ``[]``, where the tagger gives no number, or where it reads English alone and the text is
        plainly in another language.

    Raises:
        DataError: A column or a text is missing.
    """
    tags = tag_frame(frame, taggers, on_progress)
    foreign = foreign_texts(frame["text"].tolist(), taggers)
    for tagger in taggers:
        score, present = tagger.name + SCORE_SUFFIX, tagger.name + PRESENT_SUFFIX
        evidence = tagger.name + EVIDENCE_SUFFIX
        gone = tags[score].isna().to_numpy(bool) | (foreign & reads_english_only(tagger))
        if gone.any():
            tags[score] = tags[score].astype(float).mask(gone)
            tags[present] = tags[present].astype("boolean").mask(gone)
            tags[evidence] = tags[evidence].mask(gone, "[]")
    return tags


def foreign_texts(texts: Sequence[str], taggers: Sequence[Tagger]) -> NDArray[np.bool_]:
    """Which texts are plainly not English, shape (n,); none where every tagger reads any."""
    if not any(reads_english_only(tagger) for tagger in taggers):
        return np.zeros(len(texts), dtype=bool)
    return np.fromiter(map(not_english, texts), dtype=bool, count=len(texts))


def foreign_note(n_foreign: int, n: int) -> str:
    """What the user should know of texts in other languages."""
    return (
        f"{n_foreign:,} of {n:,} texts are not in English, which is all that the package's own "
        "taggers read: their tags are left empty, not guessed"
    )


def sources_of(taggers: Sequence[Tagger]) -> Iterator[bytes]:
    """What the tags rest on, for a digest: names, thresholds, source and weights of the taggers."""
    for tagger in taggers:
        yield f"{type(tagger).__module__}:{tagger.name}:{tagger.threshold}".encode()
        yield str(getattr(tagger, "fingerprint", "")).encode()
    yield Path(__file__).read_bytes()
    for folder in sorted({Path(inspect.getfile(type(tagger))).parent for tagger in taggers}):
        for path in sorted((*folder.glob("*.py"), *folder.glob("weights/*"))):
            yield path.read_bytes()
