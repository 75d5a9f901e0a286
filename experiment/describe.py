"""Says what the figures of a table are figures of."""

from collections.abc import Sequence
from dataclasses import replace

from ..analysis.predictions import Predictions
from ..analysis.system import DatasetDescription
from .run import DataRecord, RunManifest

OWN_UNIT = "rows"
OWN_GROUP_UNIT = "groups"


def describe_test_set(test: Predictions, data: DataRecord | None, name: str) -> DatasetDescription:
    """Describe a test set from its predictions table and, where known, its data set.

    Args:
        test: Any system's predictions on the test split.
        data: What the run recorded of the data set; None for predictions of the user's own.
        name: How to call the data where no record does.
    """
    labels = test.frame["label"]
    return DatasetDescription(
        name=data.name if data else name,
        unit=data.unit if data else OWN_UNIT,
        n_test=len(test.frame),
        n_train=data.n_train if data else None,
        n_validation=data.n_validation if data else None,
        class_shares=tuple((each, float((labels == each).mean())) for each in test.classes),
        median_words=_median_words(test),
        n_groups=int(test.frame["group"].nunique()) if "group" in test.frame else None,
        published=data.published if data else None,
        group_unit=data.group_unit if data else OWN_GROUP_UNIT,
        trained_on=data.trained_on if data else None,
        renamed_labels=data.renamed_labels if data else None,
    )


def describe_runs(test: Predictions, manifests: Sequence[RunManifest]) -> DatasetDescription:
    """Describe the test set of stored runs.

    Args:
        test: Any run's predictions on the test split.
        manifests: One of each system.
    """
    data = manifests[0].data
    refitted = tuple(each.model for each in manifests if each.refitted)
    return replace(describe_test_set(test, data, data.name), refitted=refitted)


def _median_words(test: Predictions) -> float | None:
    if "text" not in test.frame:
        return None
    return float(test.frame["text"].str.count(r"\S+").median())
