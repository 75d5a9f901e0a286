"""Naive Bayes log-count ratios as weights of n-grams."""

from typing import Any, Self

import numpy as np
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.preprocessing import normalize


class LogCountRatio(TransformerMixin, BaseEstimator):
    """Scale every n-gram by how much more often it occurs in the second class than in the first.

    The ratio is ``log((p / |p|_1) / (q / |q|_1))`` with ``p`` and ``q`` the smoothed numbers of
    texts of the two classes that hold the n-gram (Wang and Manning 2012, "Baselines and bigrams").
    Unlike there, each text is scaled to length 1 first, so that one regularisation suits snippets
    and long reviews, and probabilities of long reviews stay calibrated.

    Args:
        smoothing: Texts added to the count of every n-gram in either class.
        idf: Whether rare n-grams count for more before texts are scaled, by scikit-learn's inverse
            document frequency, ``log((1 + n) / (1 + n with it)) + 1``.

    Attributes:
        ratio_: The weights, shape (n n-grams,).
        idf_: Inverse document frequencies, shape (n n-grams,); ones without ``idf``.
    """

    def __init__(self, smoothing: float = 1.0, *, idf: bool = False) -> None:
        self.smoothing = smoothing
        self.idf = idf

    def fit(self, X: Any, y: Any) -> Self:  # noqa: N803 - scikit-learn's name
        """Count how many texts of each class hold each n-gram.

        Args:
            X: Presence of n-grams, sparse, shape (n texts, n n-grams).
            y: One of two labels for every text.
        """
        second = np.asarray(y) == np.unique(y)[-1]
        held = [np.asarray(X[rows].sum(axis=0)).ravel() for rows in (~second, second)]
        logs = [np.log((self.smoothing + n) / (self.smoothing + n).sum()) for n in held]
        self.ratio_ = logs[1] - logs[0]
        n_with = held[0] + held[1]
        self.idf_ = np.log((1 + X.shape[0]) / (1 + n_with)) + 1 if self.idf else np.ones(X.shape[1])
        return self

    def transform(self, X: Any) -> csr_array:  # noqa: N803 - scikit-learn's name
        """Presence of n-grams, each text of length 1, times the ratios; shape as given."""
        weighted = csr_array(X.astype(np.float64))
        if hasattr(self, "idf_"):  # models that were stored before there was any have none
            weighted.data *= self.idf_[weighted.indices]
        weighted = csr_array(normalize(weighted, copy=False))
        weighted.data *= self.ratio_[weighted.indices]
        return weighted
