"""All tags of a test set: of its texts, of the data it comes with, and of each model's limit."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import DataError, MissingExtraError, UsageError, unknown_name
from ..taggers.levels import LevelChoice
from ..taggers.registry import available_taggers, own_taggers
from ..taggers.tagging import EVIDENCE_SUFFIX, PRESENT_SUFFIX, SCORE_SUFFIX
from .collect import Collected
from .data_tags import (
    LABEL_DOUBT,
    LENGTH,
    MOST_USUAL,
    NONE,
    OUT_OF_VOCABULARY,
    TRUNCATED_VERDICT,
    with_none,
)
from .error_question import ErrorQuestion
from .listener import Listener, Silent
from .reading_limit import reading_limit, unread_shares, unread_spans
from .stored_data_tags import stored_data_tags
from .tags import TextTags, tags_of

NOT_OF_TEXT = (LENGTH, OUT_OF_VOCABULARY, LABEL_DOUBT, TRUNCATED_VERDICT, NONE)
"""Categories that no tagger tells by the text alone."""

_NEEDED = {
    OUT_OF_VOCABULARY: "the texts that the models were trained on: name the data set",
    TRUNCATED_VERDICT: "the stored run of a model that stops reading after some number of tokens",
}


@dataclass(frozen=True)
class ReadByModel:
    """What one model reads of the test set.

    Attributes:
        tags: ``id`` and the flat columns of ``truncated_verdict``, rows as the test set.
        unread: Share of each text that it does not read, shape (n,), in [0, 1].
        limit: Tokens that it reads.
    """

    tags: pd.DataFrame
    unread: NDArray[np.float64]
    limit: int


@dataclass(frozen=True)
class TestTags:
    """The tags of a test set.

    Attributes:
        text: What the taggers say, which read the text alone.
        frame: The same with the categories of the data, and ``none``, one row a review.
        by_model: Of each model that stops reading somewhere, by its name.
    """

    text: TextTags
    frame: pd.DataFrame
    by_model: dict[str, ReadByModel] = field(default_factory=dict[str, ReadByModel])

    @property
    def names(self) -> list[str]:
        """Every category of the table, in order."""
        columns = [str(name) for name in self.frame.columns]
        return [
            name.removesuffix(PRESENT_SUFFIX) for name in columns if name.endswith(PRESENT_SUFFIX)
        ]

    def of(self, model: str) -> pd.DataFrame:
        """The tags with those of one model's limit."""
        own = self.by_model.get(model)
        if own is None:
            return self.frame
        merged = self.frame.merge(own.tags, on="id")
        # A verdict that this model does not read is a category too.
        return with_none(merged) if NONE + PRESENT_SUFFIX in merged else merged

    def of_errors(self, wrong: pd.DataFrame) -> pd.DataFrame:
        """Misclassified reviews with their tags.

        Args:
            wrong: ``id`` and ``wrong_<model>`` of each review.

        Returns:
            The same with the flat columns; ``truncated_verdict`` is the surest of the models that
            get the review wrong, and absent where none of these stops reading.
        """
        table = wrong.merge(self.frame, on="id", how="left", validate="one_to_one")
        if not self.by_model:
            return table
        parts = [
            own.tags[own.tags["id"].isin(wrong.loc[wrong[f"wrong_{name}"].astype(bool), "id"])]
            for name, own in self.by_model.items()
        ]
        score = TRUNCATED_VERDICT + SCORE_SUFFIX
        found = pd.concat(parts).sort_values(score, ascending=False, kind="stable")
        found = found.drop_duplicates("id").set_index("id").reindex(wrong["id"])
        absent = {score: 0.0, TRUNCATED_VERDICT + EVIDENCE_SUFFIX: "[]"}
        present = TRUNCATED_VERDICT + PRESENT_SUFFIX
        # Missing, where no model that errs stops reading, is not present.
        columns = found.fillna(absent).assign(**{present: found[present].eq(True)})
        return pd.concat([table, columns.reset_index(drop=True)], axis=1)


def tags_of_test_set(
    collected: Collected, root: Path, question: ErrorQuestion, listener: Listener | None = None
) -> TestTags:
    """The tags of a test set, from the cache where they are there.

    Args:
        collected: Systems over the same test rows, with texts.
        root: The runs folder.
        question: Which categories by which taggers.
        listener: Told of the progress, and of what cannot be tagged and why.

    Raises:
        UsageError: A category is unknown at this level, or cannot be told of these rows.
        DataError: ``label_doubt`` is asked for by name and there are too few rows for it.
    """
    listener = listener or Silent()
    frame = collected.artefacts[0].frame
    names = question.categories
    _require_known(names or (), question.choice)
    everything = names is None or NONE in names
    of_text = None
    if names is not None and not everything:
        of_text = tuple(name for name in names if name not in NOT_OF_TEXT)
    text = tags_of(frame, root, replace(question, categories=of_text), listener)
    of_data = _of_data(collected, frame, root, names, listener)
    table = text.frame if of_data is None else text.frame.merge(of_data, on="id")
    if everything:
        table = with_none(table)
    by_model = {}
    if names is None or TRUNCATED_VERDICT in names:
        by_model = _by_model(collected, frame, root, listener)
    for name, needed in _NEEDED.items():
        there = bool(by_model) if name == TRUNCATED_VERDICT else name + PRESENT_SUFFIX in table
        if names is not None and name in names and not there:
            raise UsageError(f"the category {name} needs {needed}")
    return TestTags(text, table, by_model)


def _require_known(names: Sequence[str], choice: LevelChoice) -> None:
    """Refuse an unknown name, with those of the data among the known ones."""
    if choice.level != "fast":
        return
    own = [tagger.name for tagger in own_taggers(choice.own)]
    known = [*available_taggers(), *own, *NOT_OF_TEXT]
    for name in names:
        if name not in known:
            raise unknown_name("category", name, known)


def _of_data(
    collected: Collected,
    frame: pd.DataFrame,
    root: Path,
    names: Sequence[str] | None,
    listener: Listener,
) -> pd.DataFrame | None:
    """Flat columns of the categories that the data allow; None where none of them is asked for."""
    if names is not None and not set(names) & set(NOT_OF_TEXT):
        return None
    train = collected.train
    long = usual_length(frame["text"]) if train is None else None
    doubt = names is None or LABEL_DOUBT in names or NONE in names
    try:
        return stored_data_tags(frame, root, train=train, long=long, doubt=doubt, listener=listener)
    except DataError as error:
        if not doubt or (names is not None and LABEL_DOUBT in names):
            raise
        listener.say(f"label_doubt is left out: {error}")
        return stored_data_tags(frame, root, train=train, long=long, doubt=False, listener=listener)


def usual_length(texts: pd.Series) -> int:
    """Words that 90 % of the texts do not exceed."""
    lengths = [len(text.split()) for text in texts.fillna("").astype("str")]
    return max(1, int(np.quantile(lengths, MOST_USUAL, method="higher")))


def _by_model(
    collected: Collected, frame: pd.DataFrame, root: Path, listener: Listener
) -> dict[str, ReadByModel]:
    found = {}
    texts = frame["text"].fillna("").astype("str").tolist()
    for system, runs in zip(collected.systems, collected.runs, strict=False):
        limit = reading_limit(runs[0]) if runs else None
        if limit is None:
            continue
        try:
            tags = stored_data_tags(
                frame[["id", "text"]], root, limit=limit, doubt=False, listener=listener
            )
            unread = unread_shares(texts, unread_spans(texts, limit))
        except MissingExtraError as error:
            listener.say(f"{TRUNCATED_VERDICT} of {system.name} is left out: {error}")
            continue
        found[system.name] = ReadByModel(tags, unread, limit.tokens)
    return found
