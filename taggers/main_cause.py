"""The one cause that would most likely mislead a system, by the scores of the taggers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .weights import load_weights

NAME = "main_cause"

_LEAST = 0.01


@dataclass(frozen=True)
class MainCauseModel:
    """Multinomial logistic regression over the log-odds of the taggers' scores.

    Attributes:
        categories: Whose scores it reads, in order.
        causes: What it tells apart: categories, "length", "unclear" and "none".
        coefficients: Shape (n_causes, n_categories).
        intercepts: Shape (n_causes,).
    """

    categories: tuple[str, ...]
    causes: tuple[str, ...]
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]

    @classmethod
    def load(cls) -> "MainCauseModel":
        """The one that is shipped.

        Raises:
            AssetError: It is missing or damaged.
        """
        arrays = load_weights(NAME)
        return cls(
            tuple(arrays["categories"].tolist()),
            tuple(arrays["causes"].tolist()),
            arrays["coefficients"],
            arrays["intercepts"],
        )

    def arrays(self) -> dict[str, np.ndarray]:
        """To be stored by ``save_weights``."""
        return {
            "categories": np.array(self.categories),
            "causes": np.array(self.causes),
            "coefficients": self.coefficients,
            "intercepts": self.intercepts,
        }

    def predict(self, scores: NDArray[np.float64]) -> list[str]:
        """The likeliest cause of each row.

        Args:
            scores: In [0, 1], shape (n, n_categories), columns as ``categories``; no NaN.
        """
        odds = log_odds(scores) @ self.coefficients.T + self.intercepts
        return [self.causes[code] for code in odds.argmax(axis=1)]


def log_odds(scores: NDArray[np.float64] | Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Log-odds of scores, those near 0 and 1 drawn in to 0.01 and 0.99; same shape."""
    inside = np.clip(np.asarray(scores, dtype=float), _LEAST, 1 - _LEAST)
    return np.log(inside / (1 - inside))
