"""Tags a file of texts a batch at a time."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..data.text_batches import TextFile
from ..exceptions import PredictionsError
from ..taggers.given_label import sarcasm_given_label
from ..taggers.levels import reads_english_only
from ..taggers.tagger import Tagger
from ..taggers.tagging import EVIDENCE_SUFFIX, PRESENT_SUFFIX, SCORE_SUFFIX, tag_frame
from .answered_tags import foreign_note, foreign_texts
from .listener import Listener, Silent
from .outcomes import Outcomes

BATCH = 500

SARCASM = "sarcasm"
GIVEN_LABEL = "sarcasm_given_label"

_SUFFIXES = (SCORE_SUFFIX, PRESENT_SUFFIX, EVIDENCE_SUFFIX)


class TaggedBatch(NamedTuple):
    """Some texts, and what is said of them.

    Attributes:
        texts: ``id`` and ``text``.
        tags: ``id``, the flat columns of each tagger, and those of the outcomes; rows as in
            ``texts``. Where a tagger gives no answer, its three columns are None.
    """

    texts: pd.DataFrame
    tags: pd.DataFrame


@dataclass
class TagNotes:
    """What there is to say once all texts are tagged.

    Attributes:
        n: Texts tagged.
        blank: Texts without a word.
        foreign: Texts that are plainly not English.
        missing: For each category, the texts without an answer.
    """

    n: int = 0
    blank: int = 0
    foreign: int = 0
    missing: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """One sentence for each thing that the user should know."""
        said = []
        if self.blank:
            said.append(f"{self.blank:,} of {self.n:,} texts are empty: they score 0")
        if self.foreign:
            said.append(foreign_note(self.foreign, self.n))
        said += [
            f"{name}: no answer for {count:,} of {self.n:,} texts, left empty"
            for name, count in self.missing.items()
        ]
        return said


def tag_texts(
    file: TextFile,
    taggers: Sequence[Tagger],
    *,
    outcomes: Outcomes | None = None,
    notes: TagNotes | None = None,
    listener: Listener | None = None,
) -> Iterator[TaggedBatch]:
    """Tag texts in the order of their file, holding one batch of them at a time.

    Args:
        file: The texts.
        taggers: Whose categories are wanted, in the order of the columns.
        outcomes: Labels and predictions to be joined by id.
        notes: Filled while the batches are taken.
        listener: Told of the progress.

    Raises:
        PredictionsError: Not one text has an id of the predictions, or two have the same.
    """
    listener, notes = listener or Silent(), notes if notes is not None else TagNotes()
    if outcomes is not None:
        _check_ids(file, outcomes)
    for texts in file.batches(BATCH):
        tags, foreign, missing = answers(texts, taggers)
        notes.missing.update(missing)
        notes.n += len(texts)
        notes.blank += sum(not text.strip() for text in texts["text"].tolist())
        notes.foreign += int(foreign.sum())
        if outcomes is not None:
            tags = _with_outcomes(texts, tags, outcomes)
        listener.progress(notes.n, file.n, "tagging")
        yield TaggedBatch(texts, tags.where(tags.notna(), None))


class Answers(NamedTuple):
    """The tags of some texts, none of them guessed.

    Attributes:
        tags: As `tag_frame`, but None in the three columns of a tagger that gives no answer, or
            that reads English alone where the text is plainly in another language.
        foreign: Which texts are plainly not English, shape (n,).
        missing: For each category that lacks answers, how many; other languages apart.
    """

    tags: pd.DataFrame
    foreign: NDArray[np.bool_]
    missing: Counter[str]


def answers(texts: pd.DataFrame, taggers: Sequence[Tagger]) -> Answers:
    """Tag each text of a frame with ``id`` and ``text``, and guess at none."""
    tags = tag_frame(texts, taggers).astype(object)
    foreign = foreign_texts(texts["text"].tolist(), taggers)
    missing: Counter[str] = Counter()
    for tagger in taggers:
        gone = tags[tagger.name + SCORE_SUFFIX].isna().to_numpy(dtype=bool)
        missing.update({tagger.name: int(gone.sum())} if gone.any() else {})
        _leave_empty(tags, tagger.name, gone | (foreign & reads_english_only(tagger)))
    return Answers(tags, foreign, missing)


def _check_ids(file: TextFile, outcomes: Outcomes) -> None:
    """Predictions are joined by id, which must tell texts apart."""
    counts = Counter(row.id for row in file.rows())
    if not any(name in outcomes.frame.index for name in counts):
        raise PredictionsError(
            f"none of the {file.n:,} texts of {file.where} has an id of the predictions: "
            "name the column with --id"
        )
    ((name, count),) = counts.most_common(1)
    if count > 1:
        raise PredictionsError(
            f"{count} texts of {file.where} have the id '{name}': predictions are joined by id, so "
            "each text needs its own"
        )


def _with_outcomes(texts: pd.DataFrame, tags: pd.DataFrame, outcomes: Outcomes) -> pd.DataFrame:
    """Labels and predictions beside the tags, and how sarcastic a text is given its label."""
    joined = pd.concat([tags, outcomes.of(texts["id"])], axis="columns")
    if SARCASM + SCORE_SUFFIX not in tags:
        return joined
    scores = tags[SARCASM + SCORE_SUFFIX].astype(float)
    given = sarcasm_given_label(
        texts["text"].tolist(), outcomes.signs(joined["label"]), scores.fillna(0.0).tolist()
    )
    known = scores.notna() & joined["label"].notna()
    return joined.assign(
        **{GIVEN_LABEL: pd.Series(given.round(4)).astype(object).where(known, None)}
    )


def tag_columns(names: Sequence[str]) -> list[str]:
    """The flat columns of some taggers, in order."""
    return [name + suffix for name in names for suffix in _SUFFIXES]


def record_of(row: Mapping[Any, Any], names: Sequence[str]) -> dict[str, Any]:
    """One row of the flat table as the JSON object of the tagger contract.

    Args:
        row: Flat columns.
        names: Of the taggers.

    Returns:
        ``{"id": ..., "categories": {name: {"score", "present", "evidence"}}}`` and the columns of
        the outcomes; a category without an answer is None.
    """
    flat = {"id", *tag_columns(names)}
    rest = {key: value for key, value in row.items() if key not in flat}
    return {"id": row["id"], "categories": {name: _category(row, name) for name in names}, **rest}


def _category(row: Mapping[Any, Any], name: str) -> dict[str, Any] | None:
    score, present, evidence = (row[name + suffix] for suffix in _SUFFIXES)
    if score is None:
        return None
    return {
        "score": float(score),
        "present": bool(present),
        "evidence": json.loads(evidence),
    }


def _leave_empty(tags: pd.DataFrame, name: str, rows: np.ndarray) -> None:
    if rows.any():
        tags.loc[rows, tag_columns([name])] = None
