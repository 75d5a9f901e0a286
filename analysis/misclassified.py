"""The reviews that systems get wrong, the most confident errors first."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..exceptions import PredictionsError
from .predictions import Predictions, require_same_rows

_CARRIED = ("id", "label", "text", "group", "rating")


def misclassified(systems: Sequence[Predictions]) -> pd.DataFrame:
    """One row for each review that at least one system gets wrong.

    Args:
        systems: Predictions over the same rows, of one split.

    Returns:
        ``id, label``, then ``text, group, rating`` where a table has them; for each system
        ``wrong_<name>`` (bool), ``predicted_<name>`` (class) and ``confidence_<name>`` (the
        probability given to the predicted class, in [0, 1]); ``n_wrong`` (systems in error) and
        ``confidence`` (the highest among the systems in error), by which rows fall.

    Raises:
        PredictionsError: No systems, or systems over different rows.
    """
    if not systems:
        raise PredictionsError("no predictions to take errors from: name at least one system")
    aligned = require_same_rows(systems)
    columns = {name: _first(aligned, name) for name in _CARRIED}
    table = pd.DataFrame({name: found for name, found in columns.items() if found is not None})
    wrong = np.stack([system.predicted != system.labels for system in aligned])  # (systems, n)
    sure = np.stack([_confidence(system) for system in aligned])  # (systems, n)
    for i, system in enumerate(aligned):
        table[f"wrong_{system.name}"] = wrong[i]
        table[f"predicted_{system.name}"] = system.frame["predicted"].to_numpy()
        table[f"confidence_{system.name}"] = sure[i]
    table["n_wrong"] = wrong.sum(axis=0)
    table["confidence"] = np.where(wrong, sure, 0.0).max(axis=0)
    errors = table[table["n_wrong"] > 0]
    return errors.sort_values("confidence", ascending=False, kind="stable", ignore_index=True)


def _confidence(system: Predictions) -> np.ndarray:
    """Probability of the predicted class, shape (n,)."""
    return system.probabilities[np.arange(len(system.frame)), system.predicted]


def _first(systems: Sequence[Predictions], column: str) -> np.ndarray | None:
    """A column from the first system that has it."""
    for system in systems:
        if column in system.frame:
            return system.frame[column].to_numpy()
    return None
