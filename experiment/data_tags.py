"""Categories that no text tells alone: tags made from the training data, the labels and a model.

``length``, ``out_of_vocabulary``, ``label_doubt``, ``truncated_verdict`` and ``none``, in the same
flat columns as the taggers' own.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
import pandas as pd

from ..exceptions import DataError, UsageError
from ..taggers.sentences import words
from ..taggers.tagger import Span, Tag
from ..taggers.tagging import EVIDENCE_SUFFIX, PRESENT_SUFFIX, SCORE_SUFFIX
from .label_doubt import doubt_labels
from .reading_limit import ReadingLimit, unread_spans
from .verdicts import truncated_verdicts

LENGTH, OUT_OF_VOCABULARY = "length", "out_of_vocabulary"
LABEL_DOUBT, TRUNCATED_VERDICT, NONE = "label_doubt", "truncated_verdict", "none"
MOST_USUAL = 0.9
"""What more words, or more unknown words, than this share of the training texts have is unusual."""


@dataclass(frozen=True)
class TrainingProfile:
    """What is usual among the training texts.

    Attributes:
        known: Every word of theirs, in small letters.
        long: Words that 90 % of them do not exceed.
        unknown_share: The share of a text's words that the texts of no other film hold, which
            90 % of them do not exceed, in [0, 1].
    """

    known: frozenset[str]
    long: int
    unknown_share: float


def training_profile(
    texts: Sequence[str], groups: Sequence[object] | None = None
) -> TrainingProfile:
    """Read the training texts once.

    Args:
        texts: The texts.
        groups: Their films, which test texts share none of; None, or a film that is None: each
            text stands alone.

    Raises:
        DataError: There are none.
    """
    if not len(texts):
        raise DataError("no training texts to tell usual from unusual by")
    forms = [[word.form for word in words(text)] for text in texts]
    films = _films(len(texts), groups)
    films_with = Counter(
        form
        for form, _ in {
            (form, film) for each, film in zip(forms, films, strict=True) for form in each
        }
    )
    # A word that no other film's texts hold is one that this text would have brought new.
    shares = [_share(sum(films_with[form] == 1 for form in each), len(each)) for each in forms]
    lengths = [len(text.split()) for text in texts]
    return TrainingProfile(
        known=frozenset(films_with),
        long=int(np.quantile(lengths, MOST_USUAL, method="higher")),
        unknown_share=float(np.quantile(shares, MOST_USUAL)),
    )


def _films(n: int, groups: Sequence[object] | None) -> list[object]:
    """The film of each text, or its number where it has none."""
    if groups is None:
        return list(range(n))
    missing = pd.isna(pd.Series(list(groups), dtype=object))
    return [
        row if absent else ("film", film)
        for row, (film, absent) in enumerate(zip(groups, missing, strict=True))
    ]


def length_tags(texts: Sequence[str], limit: int) -> list[Tag]:
    """Texts of more words than a limit; the score is 0.5 at the limit and 1 at twice as many.

    The evidence is what lies beyond the limit.

    Raises:
        UsageError: The limit is below 1.
    """
    if limit < 1:
        raise UsageError(f"a text cannot be long at {limit} words: give 1 or more")
    return [_length_tag(text, limit) for text in texts]


def vocabulary_tags(texts: Sequence[str], profile: TrainingProfile) -> list[Tag]:
    """Texts with an unusual share of words that no training text holds.

    The score is 0.5 where the share is the unusual one, and 1 at twice that; the evidence are the
    words.
    """
    return [_vocabulary_tag(text, profile) for text in texts]


def data_tags(
    frame: pd.DataFrame,
    *,
    profile: TrainingProfile | None = None,
    long: int | None = None,
    limit: ReadingLimit | None = None,
    doubt: bool = True,
    seed: int = 0,
) -> pd.DataFrame:
    """Every category that the data at hand allow.

    Args:
        frame: ``id`` and ``text``; ``label`` for ``label_doubt``, and perhaps ``group``.
        profile: Of the training texts; None leaves out ``out_of_vocabulary``.
        long: Words from which on a text is long, beyond them; None: by the profile, without which
            ``length`` is left out.
        limit: Of the model that ``truncated_verdict`` is about; None leaves it out. Models of
            unlike limits need a table each.
        doubt: Whether ``label_doubt`` is wanted, which takes a minute on 25,000 reviews.
        seed: Of the folds of ``label_doubt``.

    Returns:
        ``id`` and, for each category, ``<name>_score``, ``<name>_present`` and
        ``<name>_evidence``, rows in order.

    Raises:
        SentimentLabError: A column is missing, or the model's tokenizer or the extra ``train``.
    """
    texts = frame["text"].fillna("").astype("str").tolist()
    columns: dict[str, list[object] | pd.Series] = {"id": frame["id"].tolist()}
    words_of_long = long if long is not None else profile.long if profile else None
    if limit is not None:
        _add(columns, TRUNCATED_VERDICT, truncated_verdicts(texts, unread_spans(texts, limit)))
    if words_of_long is not None:
        _add(columns, LENGTH, length_tags(texts, words_of_long))
    if profile is not None:
        _add(columns, OUT_OF_VOCABULARY, vocabulary_tags(texts, profile))
    tags = pd.DataFrame(columns)
    if doubt and "label" in frame:
        flags = doubt_labels(frame.assign(text=texts), seed=seed).tags.drop(columns="id")
        tags = pd.concat([tags, flags.reset_index(drop=True)], axis=1)
    return tags


def with_none(tags: pd.DataFrame) -> pd.DataFrame:
    """The tags and the category ``none``: present where no other is.

    Args:
        tags: Flat columns of every other category.

    Returns:
        The same with ``none_score`` (1 less the highest score where none is present, else 0),
        ``none_present`` and ``none_evidence`` (``[]``); score and presence are missing where a tag
        is, and no other is present.

    Raises:
        DataError: The table holds no category.
    """
    names = [str(name) for name in tags if str(name).endswith(PRESENT_SUFFIX)]
    names = [name for name in names if name != NONE + PRESENT_SUFFIX]
    if not names:
        raise DataError("no category is there that could be absent: tag the texts first")
    # Of three values: a missing tag or a present one is present, or an absent one is not known.
    absent = ~reduce(or_, (tags[name].astype("boolean") for name in names))
    scores = [name.removesuffix(PRESENT_SUFFIX) + SCORE_SUFFIX for name in names]
    highest = tags[[name for name in scores if name in tags]].max(axis=1).fillna(0.0)
    score = (1 - highest.clip(0, 1)).where(absent.fillna(value=False).astype(bool), 0.0)
    return tags.assign(
        **{
            NONE + SCORE_SUFFIX: score.mask(absent.isna()).round(4),
            NONE + PRESENT_SUFFIX: absent.astype(bool) if absent.notna().all() else absent,
            NONE + EVIDENCE_SUFFIX: "[]",
        }
    )


def _length_tag(text: str, limit: int) -> Tag:
    pieces = text.split()
    score = min(1.0, len(pieces) / (2 * limit))
    if len(pieces) <= limit:
        return Tag(score, present=False, evidence=())
    beyond = text.split(None, limit)[-1]
    end = len(text.rstrip())
    return Tag(score, present=True, evidence=(Span(len(text) - len(beyond), end),))


def _vocabulary_tag(text: str, profile: TrainingProfile) -> Tag:
    found = words(text)
    unknown = [word for word in found if word.form not in profile.known]
    share = _share(len(unknown), len(found))
    if not unknown:
        return Tag(0.0, present=False, evidence=())
    usual = profile.unknown_share
    score = min(1.0, share / (2 * usual)) if usual else 1.0
    return Tag(score, share > usual, tuple(Span(word.start, word.end) for word in unknown))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _add(columns: dict[str, list[object] | pd.Series], name: str, tags: Sequence[Tag]) -> None:
    columns[name + SCORE_SUFFIX] = [round(tag.score, 4) for tag in tags]
    columns[name + PRESENT_SUFFIX] = [tag.present for tag in tags]
    columns[name + EVIDENCE_SUFFIX] = [json.dumps(tag.evidence) for tag in tags]
