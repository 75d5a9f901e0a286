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

    Attributes:
        ratio_: The weights, shape (n n-grams,).
    """

    def __init__(self, smoothing: float = 1.0) -> None:
        self.smoothing = smoothing

    def fit(self, X: Any, y: Any) -> Self:  # noqa: N803 - scikit-learn's name
        """Count how many texts of each class hold each n-gram.

        Args:
            X: Presence of n-grams, sparse, shape (n texts, n n-grams).
            y: One of two labels for every text.
        """
        second = np.asarray(y) == np.unique(y)[-1]
        held = [
            self.smoothing + np.asarray(X[rows].sum(axis=0)).ravel() for rows in (~second, second)
        ]
        logs = [np.log(counts / counts.sum()) for counts in held]
        self.ratio_ = logs[1] - logs[0]
        return self

    def transform(self, X: Any) -> csr_array:  # noqa: N803 - scikit-learn's name
        """Presence of n-grams, each text of length 1, times the ratios; shape as given."""
        weighted = csr_array(normalize(X.astype(np.float64)))
        weighted.data *= self.ratio_[weighted.indices]
        return weighted
