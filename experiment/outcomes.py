"""Labels and predictions of some systems by id, to be joined to a file of texts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..analysis.predictions import Predictions, read_predictions
from ..exceptions import PredictionsError
from .request import NamedFile

LABEL, PREDICTED_PREFIX, WRONG_PREFIX = "label", "predicted_", "wrong_"
TEST = "test"


@dataclass
class Outcomes:
    """What each system made of each review.

    Attributes:
        names: Of the systems.
        frame: Indexed by id: ``label`` and ``predicted_<name>`` (str), ``wrong_<name>`` (bool),
            missing where a system lacks the review.
        classes: Of the labels, from the worst to the best.
        unknown: How many of the texts joined so far were in none of the files.
    """

    names: tuple[str, ...]
    frame: pd.DataFrame
    classes: tuple[str, ...]
    unknown: int = field(default=0)

    def of(self, ids: pd.Series) -> pd.DataFrame:
        """The rows of these ids, in their order; empty where an id is unknown."""
        self.unknown += int((~ids.isin(self.frame.index)).sum())
        return self.frame.reindex(ids).reset_index(drop=True)

    def signs(self, labels: pd.Series) -> list[int]:
        """1 for the best class, -1 for the worst, 0 for any other or none."""
        worst, best = self.classes[0], self.classes[-1]
        return [(label == best) - (label == worst) for label in labels]


def read_outcomes(files: Sequence[NamedFile]) -> Outcomes | None:
    """The test predictions of each file; None where there are no files.

    Raises:
        PredictionsError: A file cannot be read, or two give a review different labels.
    """
    if not files:
        return None
    known = [read_predictions(file.path, file.name) for file in files]
    tables = [_test_rows(each) for each in known]
    labels = pd.concat([table[LABEL] for table in tables])
    twice = labels.groupby(level=0).nunique()
    if (twice > 1).any():
        name = twice[twice > 1].index[0]
        raise PredictionsError(
            f"the files of predictions give the review '{name}' different labels: "
            "join predictions over one test set"
        )
    columns: dict[str, pd.Series] = {LABEL: labels[~labels.index.duplicated()]}
    for file, table in zip(files, tables, strict=True):
        columns[PREDICTED_PREFIX + file.name] = table["predicted"]
        columns[WRONG_PREFIX + file.name] = table["predicted"] != table[LABEL]
    names = tuple(file.name for file in files)
    return Outcomes(names, pd.DataFrame(columns).astype(object), known[0].classes)


def _test_rows(predictions: Predictions) -> pd.DataFrame:
    frame = predictions.frame
    rows = frame[frame["split"] == TEST] if (frame["split"] == TEST).any() else frame
    rows = rows[["id", LABEL, "predicted"]].astype(object)
    return rows.set_index(np.asarray(rows["id"], dtype=object)).drop(columns="id")
