"""A tagger against gold labels, next to chance and to a plain model on the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..analysis.spans import SpanScores, span_scores
from ..analysis.tagger_scores import GoldScores, Scored, score_against_gold
from ..exceptions import DataError, UsageError
from ..taggers.tagger import CrossFitted, Tag, Tagger
from .answered_tags import foreign_texts
from .gold import GoldTexts
from .listener import Listener, Silent
from .marked_spans import marked_spans

PLAIN = "tf-idf"
CHANCE = "chance"

_FOLDS = 5
_BATCH = 500


@dataclass(frozen=True)
class TaggerEvaluation:
    """Agreement of one tagger with one gold set.

    Attributes:
        category: Of the tagger.
        threshold: Of its yes.
        scores: The tagger, tf-idf and chance.
        spans: Agreement of its evidence with marked spans; None where no column holds them.
        n_out_of_fold: Rows that trained or tuned the tagger and enter with out-of-fold scores.
        dropped: Rows left out and why.
    """

    category: str
    threshold: float
    scores: GoldScores
    spans: SpanScores | None
    n_out_of_fold: int
    dropped: tuple[str, ...]


def evaluate_tagger(
    tagger: Tagger,
    gold: GoldTexts,
    *,
    within: str | None = None,
    spans: str | None = None,
    seed: int = 0,
    listener: Listener | None = None,
) -> TaggerEvaluation:
    """Measure a tagger on gold rows.

    Args:
        tagger: Rows that trained it, which it knows by a hash of the text, enter with the scores of
            the fold that did not see them.
        gold: Texts with yes or no.
        within: A column whose values part the rows into strata.
        spans: A column that marks evidence: [start, end] of characters, a list of such, JSON of
            either, or the words themselves.
        seed: Of folds and bootstrap.
        listener: Told of the progress.

    Raises:
        UsageError: A named column is absent.
        DataError: The gold holds one side only, no text that the tagger reads, or marks outside
            of a text.
    """
    for name in filter(None, (within, spans)):
        if name not in gold.frame:
            raise UsageError(f"the gold has no column '{name}': {', '.join(gold.frame.columns)}")
    gold = _read_by(tagger, gold)
    tags = _tags(tagger, gold.frame["text"].tolist(), listener or Silent())
    gold, tags = _answered(gold, tags)
    texts, labels = gold.frame["text"].tolist(), gold.frame["gold"].to_numpy(bool)
    own, n_known = _scored(tagger, texts, tags)
    methods = [
        own,
        plain_scores(texts, labels, seed=seed),
        _chance(labels),
    ]
    strata = gold.frame[within] if within else None
    return TaggerEvaluation(
        category=tagger.name,
        threshold=tagger.threshold,
        scores=score_against_gold(labels, methods, strata=strata, seed=seed),
        spans=_spans(gold.frame, spans, tags) if spans else None,
        n_out_of_fold=n_known,
        dropped=gold.dropped,
    )


def _scored(tagger: Tagger, texts: Sequence[str], tags: Sequence[Tag]) -> tuple[Scored, int]:
    """What a tagger says of texts, and of how many of them out of fold.

    A row that trained it has the score of the fold that did not see it, and the yes of that score;
    any other has score and yes of its tag, since a tagger need not decide by the score alone.
    """
    scores = np.array([tag.score for tag in tags], dtype=float)
    present = np.array([tag.present for tag in tags], dtype=bool)
    if not isinstance(tagger, CrossFitted):
        return Scored(tagger.name, scores, present), 0
    held_out = np.asarray(tagger.held_out_scores(texts), dtype=float)
    known = ~np.isnan(held_out)
    scores = np.where(known, held_out, scores)
    present = np.where(known, held_out >= tagger.threshold, present)
    return Scored(tagger.name, scores, present), int(known.sum())


def plain_scores(texts: Sequence[str], labels: NDArray[np.bool_], *, seed: int = 0) -> Scored:
    """Logistic regression on tf-idf of words and characters, cross-validated on these rows.

    Each row is scored by a model that has not seen it, and judged by the threshold of the best F1
    on the out-of-fold scores of the other folds.

    Raises:
        DataError: A side has fewer than two rows, or the texts of a fold share no words.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline, make_union

    n_folds = min(_FOLDS, int(labels.sum()), int((~labels).sum()))
    if n_folds < 2:
        raise DataError("the gold holds fewer than two rows of a side: nothing can be measured")
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2),
        ),
        LogisticRegression(C=10, max_iter=1000),
    )
    folds = list(
        StratifiedKFold(n_folds, shuffle=True, random_state=seed).split(labels[:, None], labels)
    )
    try:
        predicted = cross_val_predict(model, list(texts), labels, cv=folds, method="predict_proba")
    except ValueError as error:
        raise DataError("the texts of the gold share no words to learn from: give more") from error
    scores = np.asarray(predicted)[:, 1]
    present = np.zeros(len(labels), dtype=bool)
    for others, held_out in folds:
        present[held_out] = scores[held_out] >= best_f1_threshold(labels[others], scores[others])
    return Scored(PLAIN, scores, present)


def best_f1_threshold(labels: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """The score at and above which a yes gives the best F1 on these rows."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(labels[order])
    f1 = 2 * hits / (np.arange(1, len(labels) + 1) + labels.sum())
    return float(scores[order][int(f1.argmax())])


def _tags(tagger: Tagger, texts: Sequence[str], listener: Listener) -> list[Tag]:
    tags: list[Tag] = []
    for start in range(0, len(texts), _BATCH):
        tags += tagger.tag(texts[start : start + _BATCH])
        listener.progress(len(tags), len(texts), f"tagging {tagger.name}")
    return tags


def _read_by(tagger: Tagger, gold: GoldTexts) -> GoldTexts:
    """Without the rows in a language that the tagger does not read, which are counted.

    Raises:
        DataError: None remain.
    """
    foreign = foreign_texts(gold.frame["text"].tolist(), [tagger])
    if not foreign.any():
        return gold
    if foreign.all():
        raise DataError(
            f"none of the {len(foreign):,} texts of the gold is in English, which is all that the "
            "package's own taggers read: give gold in English, or a tagger of your own by --tagger"
        )
    dropped = (*gold.dropped, f"{int(foreign.sum())} rows that are not in English")
    return GoldTexts(gold.frame[~foreign].reset_index(drop=True), dropped)


def _answered(gold: GoldTexts, tags: list[Tag]) -> tuple[GoldTexts, list[Tag]]:
    """Without the rows that the tagger gave no answer for, which are counted."""
    known = [not np.isnan(tag.score) for tag in tags]
    missing = len(known) - sum(known)
    if not missing:
        return gold, tags
    kept = gold.frame[known].reset_index(drop=True)
    dropped = (*gold.dropped, f"{missing} rows without an answer of the tagger")
    return GoldTexts(kept, dropped), [tag for tag, here in zip(tags, known, strict=True) if here]


def _chance(labels: NDArray[np.bool_]) -> Scored:
    """Ranks nothing, and says yes to every row, which is the best that knowing nothing can do."""
    return Scored(CHANCE, np.zeros(len(labels)), np.ones(len(labels), dtype=bool))


def _spans(frame: pd.DataFrame, column: str, tags: Sequence[Tag]) -> SpanScores:
    marked = [
        marked_spans(text, value) for text, value in zip(frame["text"], frame[column], strict=True)
    ]
    belongs = frame["gold"].to_numpy(bool)
    return span_scores(
        [text for text, kept in zip(frame["text"], belongs, strict=True) if kept],
        [spans for spans, kept in zip(marked, belongs, strict=True) if kept],
        [tag.evidence for tag, kept in zip(tags, belongs, strict=True) if kept],
    )
