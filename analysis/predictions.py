"""The predictions table: the hand-over between training and analysis."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PROBABILITY_PREFIX = "p_"


@dataclass(frozen=True)
class Predictions:
    """One system's predictions, checked.

    The frame has the columns ``id`` (str, unique within a split), ``split``, ``label`` (str),
    ``p_<class>`` for each class in order (float in [0, 1], rows sum to 1), ``predicted`` (str) and
    perhaps ``text``, ``group`` and ``rating``.

    Attributes:
        name: The system's name, as its row is titled.
        frame: The table, rows of one or more splits.
        classes: Class names in the order of the columns; with two, the second is positive.
    """

    name: str
    frame: pd.DataFrame
    classes: tuple[str, ...]

    def split(self, name: str) -> "Predictions":
        """The same system's predictions on one split alone."""
        rows = self.frame[self.frame["split"] == name].reset_index(drop=True)
        return Predictions(self.name, rows, self.classes)

    @property
    def labels(self) -> NDArray[np.intp]:
        """Codes of the true classes, shape (n,)."""
        return self._codes("label")

    @property
    def predicted(self) -> NDArray[np.intp]:
        """Codes of the predicted classes, shape (n,)."""
        return self._codes("predicted")

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """Shape (n, n_classes), columns in the order of ``classes``."""
        return self.frame[[PROBABILITY_PREFIX + name for name in self.classes]].to_numpy(float)

    @property
    def groups(self) -> NDArray[np.intp] | None:
        """Codes of the films, shape (n,); None where the table names no groups."""
        if "group" not in self.frame:
            return None
        return pd.factorize(self.frame["group"])[0]

    def _codes(self, column: str) -> NDArray[np.intp]:
        return np.asarray(
            pd.Categorical(self.frame[column], categories=list(self.classes)).codes, dtype=np.intp
        )
