"""Writes down what a finished training was: the content of its manifest."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..analysis.system import Cost
from ..data.dataset import Dataset
from ..models.classifier import Classifier, EpochRecord
from .cost import folder_bytes
from .plan import KnownModel, ModelPlan
from .provenance import device_name, package_versions
from .run import DataRecord, RunManifest
from .store import RunAddress


@dataclass(frozen=True)
class Measured:
    """What was measured while a run was made.

    Attributes:
        train_seconds: Wall clock, summed over interrupted sessions.
        predict_reviews_per_second: On the test split.
        peak_memory_bytes: While training.
    """

    train_seconds: float
    predict_reviews_per_second: float
    peak_memory_bytes: int


def record_run(
    plan: ModelPlan,
    dataset: Dataset,
    classifier: Classifier,
    *,
    address: RunAddress,
    measured: Measured,
    model_folder: Path,
) -> RunManifest:
    """The manifest of a fitted classifier."""
    return RunManifest(
        key=address.key,
        model=plan.name,
        title=row_title(plan, classifier),
        checkpoint=getattr(classifier, "checkpoint_name_", None),
        identity=plan.identity(),
        seed=address.seed,
        data=data_record(dataset),
        versions=package_versions(),
        # Models that name no device are scikit-learn's, or others that work on the processor.
        device=device_name(str(getattr(classifier, "device_", "cpu"))),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        cost=Cost(
            parameters=getattr(classifier, "n_parameters_", None),
            train_seconds=round(measured.train_seconds, 3),
            predict_reviews_per_second=round(measured.predict_reviews_per_second, 1),
            peak_memory_bytes=measured.peak_memory_bytes,
            size_bytes=folder_bytes(model_folder) if model_folder.is_dir() else None,
        ),
        history=_history(classifier),
        refitted=getattr(classifier, "validation_proba_", None) is not None,
        changes=_changes(plan),
    )


def row_title(plan: ModelPlan, classifier: Classifier) -> str:
    """The row as a reader should see it: checkpoint, layers, and what was set by hand."""
    notes = []
    if checkpoint := getattr(classifier, "checkpoint_name_", None):
        notes.append(f"{checkpoint}, {getattr(classifier, 'n_layers_', '?')} layers")
    notes += [f"{name}={value}" for name, value in plan.changes().items()]
    return f"{plan.name} ({'; '.join(notes)})" if notes else plan.name


def _changes(plan: ModelPlan) -> dict[str, str]:
    """What differs from the default, a checkpoint included, which a title names anyhow."""
    changes = dict(plan.changes())
    if isinstance(plan, KnownModel):
        default = plan.default.values().get("checkpoint")
        checkpoint = plan.settings.values().get("checkpoint")
        changes |= {"checkpoint": str(checkpoint)} if checkpoint != default else {}
    return changes


def _history(classifier: Classifier) -> tuple[EpochRecord, ...]:
    records = getattr(classifier, "history_", None) or ()
    return tuple(record for record in records if isinstance(record, EpochRecord))


def data_record(dataset: Dataset) -> DataRecord:
    """What a run keeps of its data set."""
    return DataRecord(
        name=dataset.name,
        fingerprint=dataset.fingerprint,
        classes=dataset.classes,
        unit=dataset.unit,
        published=dataset.published,
        n_train=len(dataset.train),
        n_validation=len(dataset.validation),
        n_test=len(dataset.test),
        group_unit=dataset.group_unit,
        trained_on=dataset.trained_on,
        renamed_labels=dataset.renamed_labels,
    )
