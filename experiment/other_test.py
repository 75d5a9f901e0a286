"""A stored model on the test set of another data set: a run of its own that shares the model."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from ..analysis.predictions import Predictions, check_predictions, write_predictions
from ..data.dataset import OPTIONAL_COLUMNS, Dataset
from ..exceptions import UsageError
from ..files import write_text
from ..models.classifier import Execution
from ..models.custom import can_save
from ..models.processes import process_rank, tell_all
from .cost import timed
from .label import load_classifier
from .listener import Listener, Silent
from .plan import ModelPlan, OwnModel, run_key
from .predict import predict_split
from .record import data_record
from .run import MANIFEST, PREDICTIONS, Run, RunManifest
from .store import RunAddress, RunStore


def predict_other_test(
    run: Run,
    plan: ModelPlan,
    dataset: Dataset,
    store: RunStore,
    *,
    device: str = "auto",
    listener: Listener | None = None,
) -> Run:
    """Predict another test set with the model of a run, or return the run that already did.

    Nothing is trained. Validation predictions are those of the run, which made the choices. The
    key of the new run covers the test set too, so that two test sets are never mixed up.

    Args:
        run: The stored run on the training data.
        plan: Its model and settings.
        dataset: Train and validation of the run's data set, test of another.
        store: Where runs are kept.
        device: ``"auto"`` or a torch device.
        listener: Told of the progress.

    Raises:
        RunError: The run keeps no model, or the folder cannot be written.
        DataError: The model does not fit the classes.
    """
    listener = listener or Silent()
    address = _address(plan, dataset, run.manifest.seed)
    is_first = process_rank() == 0
    found = store.find(address) if is_first else None
    if not tell_all(found is not None, device):
        listener.started(f"{plan.name} on {dataset.name}")
        # In a distributed launch all processes predict together, and the first one alone writes.
        predictions, per_second = _predict(run, plan, dataset, device, listener)
        if is_first:
            manifest = _manifest(run, dataset, address.key, per_second)
            found = _keep(manifest, predictions, address, store)
        tell_all(False, device)
    found = found or Run.read(store.folder(address))
    listener.finished(found, trained=False)
    return found


def require_kept_model(plan: ModelPlan) -> None:
    """Refuse a model of the user's own that a run could not keep, before it is trained.

    Raises:
        UsageError: It has no ``save`` and ``load``, or cannot be built.
    """
    if isinstance(plan, OwnModel) and not can_save(plan.build(Execution())):
        raise UsageError(
            f"{plan.name} has no save and load, and another test set is predicted with the stored "
            "model: give it both methods"
        )


def _address(plan: ModelPlan, dataset: Dataset, seed: int) -> RunAddress:
    """A folder that names both data sets, for those who look into the folder of runs."""
    folder = f"{Path(str(dataset.trained_on)).name} on {Path(dataset.name).name}"
    return RunAddress(folder, plan.name, seed, run_key(plan, dataset.fingerprint, seed))


def _predict(
    run: Run, plan: ModelPlan, dataset: Dataset, device: str, listener: Listener
) -> tuple[Predictions, float]:
    """Predictions of both splits, and how many test rows were predicted a second."""
    classifier = load_classifier(run, Execution(device=device, on_progress=listener.progress))
    with timed() as elapsed:
        test = predict_split(classifier, dataset, "test")
    validation = run.predictions(dataset.classes).split("validation").frame
    absent = [name for name in OPTIONAL_COLUMNS if name in validation and name not in test]
    frame = pd.concat([validation.drop(columns=absent), test], ignore_index=True)
    predictions = check_predictions(frame, plan.name, dataset.classes)
    return predictions, len(test) / elapsed.seconds


def _manifest(run: Run, dataset: Dataset, key: str, per_second: float) -> RunManifest:
    return replace(
        run.manifest,
        key=key,
        data=data_record(dataset),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        cost=replace(run.manifest.cost, predict_reviews_per_second=round(per_second, 1)),
        model_run=f"{run.folder.parent.name}/{run.folder.name}",
    )


def _keep(
    manifest: RunManifest, predictions: Predictions, address: RunAddress, store: RunStore
) -> Run:
    with store.staging(address) as staged:
        write_predictions(predictions, staged / PREDICTIONS)
        write_text(staged / MANIFEST, manifest.to_json())
        found = store.find(address)
        if found is None:
            return store.finish(address, staged)
        shutil.rmtree(staged)
        return found
