"""A linear layer with a softmax, fitted as a logistic regression on features of any origin."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

STRENGTHS = (0.01, 0.1, 1.0, 10.0, 100.0, 1_000.0)
"""Inverse regularisation strengths tried on validation, from the strongest down."""


class Strength(NamedTuple):
    """How one regularisation strength did on validation; the loss in nats a text."""

    C: float
    log_loss: float


class LinearHead(NamedTuple):
    """Weights of shape (n classes, width) and a bias of shape (n classes,)."""

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def predict_proba(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of shape (n, n classes), from features of shape (n, width)."""
        logits = features @ self.weights.T + self.bias
        return np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))

    def save(self, path: Path) -> None:
        """Write it as safetensors."""
        from safetensors.numpy import save_file

        save_file({"weights": np.ascontiguousarray(self.weights), "bias": self.bias}, path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            OSError: The file is missing.
            KeyError: It holds something else.
            SafetensorError: It is damaged.
        """
        from safetensors.numpy import load_file

        stored = load_file(path)
        return cls(stored["weights"], stored["bias"])


def fit_head(
    features: NDArray[np.float64], codes: NDArray[np.int64], strength: float, *, seed: int
) -> LinearHead:
    """Fit a logistic regression with a quadratic penalty.

    Args:
        features: Shape (n, width).
        codes: Class of every row, 0 to n classes - 1, each of them there.
        strength: Inverse regularisation, scikit-learn's ``C``.
        seed: Of the solver.
    """
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=strength, max_iter=10_000, random_state=seed)
    fitted.fit(features, codes)
    weights, bias = np.asarray(fitted.coef_), np.asarray(fitted.intercept_)
    if len(weights) == 1:
        # Of two classes scikit-learn keeps the difference alone.
        return LinearHead(np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2)
    return LinearHead(weights, bias)


def choose_head(
    features: NDArray[np.float64],
    codes: NDArray[np.int64],
    held_out: NDArray[np.float64],
    held_out_codes: NDArray[np.int64],
    *,
    seed: int,
) -> tuple[LinearHead, tuple[Strength, ...]]:
    """Weaken the regularisation as long as log-loss on held-out rows falls.

    Args:
        features: Rows to learn from, shape (n, width).
        codes: Their classes.
        held_out: Rows to choose on, shape (m, width).
        held_out_codes: Their classes.
        seed: Of the solver.

    Returns:
        The head of least log-loss, and what was tried, in that order.
    """
    heads: list[LinearHead] = []
    tried: list[Strength] = []
    for strength in STRENGTHS:
        heads.append(fit_head(features, codes, strength, seed=seed))
        of_label = heads[-1].predict_proba(held_out)[np.arange(len(held_out)), held_out_codes]
        loss = -np.log(np.clip(of_label, np.finfo(float).eps, 1.0)).mean()
        tried.append(Strength(strength, float(loss)))
        if len(tried) > 1 and tried[-1].log_loss >= tried[-2].log_loss:
            return heads[-2], tuple(tried)
    return heads[-1], tuple(tried)


def draw_shots(
    codes: NDArray[np.int64], shots: int | None, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Positions of as many texts of each class, in the order of the texts.

    Args:
        codes: Class of every text, shape (n,).
        shots: How many of each class; a class with fewer gives all it has. None: all texts.
        rng: Draws them, without replacement.
    """
    if shots is None:
        return np.arange(len(codes))
    drawn = [
        rng.permutation(np.flatnonzero(codes == code))[:shots] for code in range(codes.max() + 1)
    ]
    return np.sort(np.concatenate(drawn))


def unit_length(embeddings: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of length 1, shape (n, width); a row of zeros stays one."""
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    return embeddings / np.where(lengths > 0, lengths, 1.0)
