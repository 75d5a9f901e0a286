"""Labels in doubt: rows whose label a model outside the comparison does not believe.

A tf-idf logistic regression is fitted afresh on the rows themselves, by cross-validation in which
no film and no text stands on both sides, and cleanlab (Northcutt et al. 2021) marks the labels that
its out-of-fold probabilities contradict. None of the compared models has a say: flags that are
what they dislike would flatter them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import DataError

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

NAME = "label_doubt"
FOLDS = 5

_STRENGTH = 10.0


class LabelDoubt(NamedTuple):
    """What is doubted.

    Attributes:
        tags: ``id``, ``label_doubt_score`` (the probability, out of fold, that the label is another
            one, in [0, 1]), ``label_doubt_present`` (whether cleanlab marks it) and
            ``label_doubt_evidence`` (``[]``: the whole text), one row a row.
        accuracy: Of the model outside, out of fold, on the given labels, in [0, 1].
    """

    tags: pd.DataFrame
    accuracy: float


def doubt_labels(frame: pd.DataFrame, *, seed: int = 0) -> LabelDoubt:
    """Mark the labels that a fresh model contradicts.

    Args:
        frame: ``id, text, label`` and perhaps ``group`` (the film) of the rows, such as a test set.
        seed: Decides on the folds.

    Raises:
        DataError: A column is missing, or there are too few rows of a class, or films, to hold
            some of them out.
    """
    from cleanlab.filter import find_label_issues
    from cleanlab.rank import get_label_quality_scores

    codes = _codes(frame)
    probabilities = out_of_fold(frame["text"].tolist(), codes, _units(frame), seed=seed)
    present = np.asarray(
        find_label_issues(codes, probabilities, filter_by="prune_by_noise_rate", n_jobs=1)
    )
    quality = get_label_quality_scores(codes, probabilities, method="self_confidence")
    tags = pd.DataFrame(
        {
            "id": frame["id"].to_numpy(),
            f"{NAME}_score": np.round(1 - quality, 4),
            f"{NAME}_present": present,
            f"{NAME}_evidence": "[]",
        }
    )
    return LabelDoubt(tags, float((probabilities.argmax(axis=1) == codes).mean()))


def out_of_fold(
    texts: list[str], codes: NDArray[np.intp], units: NDArray[np.intp], *, seed: int
) -> NDArray[np.float64]:
    """Class probabilities of each text by a model that saw neither it nor its film.

    Words are counted over all texts at once, which looks at no label.

    Args:
        texts: Shape (n,).
        codes: Of the labels, shape (n,).
        units: Rows with the same code stay together, shape (n,).
        seed: Decides on the folds.

    Returns:
        Shape (n, n classes).

    Raises:
        DataError: A class would be missing from a fold's training rows, or there is no word.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.model_selection import StratifiedGroupKFold

    folds = min(FOLDS, len(np.unique(units)))
    rarest = int(np.bincount(codes).min())
    if folds < 2 or rarest < folds:
        raise DataError(
            f"labels in doubt need {FOLDS} rows of each class and 2 films or texts, to hold some "
            f"of them out: the rarest class has {rarest}, and there are {len(np.unique(units))}"
        )
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=np.float64)  # pyright: ignore[reportArgumentType]
    try:
        vectors = vectorizer.fit_transform(texts)
    except ValueError as error:
        raise DataError("labels in doubt: the texts share no words to learn from") from error
    found = np.full((len(texts), int(codes.max()) + 1), np.nan)
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    for train, test in splitter.split(vectors, codes, units):
        if len(np.unique(codes[train])) < found.shape[1]:
            raise DataError("labels in doubt: a class stands in too few films to hold one out")
        model = _regression(found.shape[1], seed).fit(vectors[train], codes[train])
        found[test] = model.predict_proba(vectors[test])
    return found


def _regression(n_classes: int, seed: int) -> LogisticRegression:
    from sklearn.linear_model import LogisticRegression

    if n_classes > 2:
        return LogisticRegression(C=_STRENGTH, max_iter=1000)
    return LogisticRegression(C=_STRENGTH, solver="liblinear", dual=True, random_state=seed)


def _codes(frame: pd.DataFrame) -> NDArray[np.intp]:
    """Codes of the labels, shape (n,)."""
    for column in ("id", "text", "label"):
        if column not in frame:
            found = ", ".join(map(str, frame.columns))
            raise DataError(f"labels in doubt need a column '{column}', found: {found}")
    codes, classes = pd.factorize(frame["label"], sort=True)
    if len(classes) < 2:
        raise DataError("labels in doubt need rows of two classes or more")
    return codes.astype(np.intp)


def _units(frame: pd.DataFrame) -> NDArray[np.intp]:
    """Rows that share a film, or a text, share a code; also by way of others."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(frame)
    texts = pd.factorize(frame["text"])[0]
    films = pd.factorize(frame["group"])[0] if "group" in frame else np.full(n, -1)
    known = np.flatnonzero(films >= 0)
    # Rows, texts and films are the knots of a graph; what hangs together is one unit.
    first_text, first_film = n, n + texts.max() + 1
    tail = np.concatenate([np.arange(n), known])
    head = np.concatenate([first_text + texts, first_film + films[known]])
    knots = first_film + films.max() + 1
    graph = coo_array((np.ones(len(tail)), (tail, head)), shape=(knots, knots))
    return connected_components(graph, directed=False)[1][:n].astype(np.intp)
