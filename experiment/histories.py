"""Training curves of stored runs as one table."""

from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd

from .run import Run

COLUMNS = ("model", "epoch", "train_loss", "validation_loss", "validation_accuracy")


def training_curves(runs: Sequence[Sequence[Run]]) -> pd.DataFrame:
    """One row for each evaluation of each system's first seed.

    Returns:
        A frame with `COLUMNS`; empty where no run kept a history.
    """
    rows = [
        {"model": seeds[0].manifest.model, **asdict(record)}
        for seeds in runs
        if seeds
        for record in seeds[0].manifest.history
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
