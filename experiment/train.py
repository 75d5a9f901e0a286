"""Trains one model, or finds that it has been trained."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from ..analysis.predictions import write_predictions
from ..data.dataset import Dataset
from ..exceptions import RunError
from ..models.classifier import Classifier, Execution, LabelledTexts
from ..models.custom import can_save, fit_classifier
from .checkpoints import local_checkpoints
from .cost import PeakMemory, Stopwatch
from .listener import Listener, Silent
from .plan import ModelPlan, run_key
from .predict import predict_splits
from .record import Measured, record_run
from .run import MANIFEST, MODEL, PREDICTIONS, Run
from .store import RunAddress, RunStore

CHECKPOINTS = "checkpoints"
STOPWATCH = "seconds"


def train(
    plan: ModelPlan,
    dataset: Dataset,
    store: RunStore,
    *,
    seed: int = 0,
    device: str = "auto",
    listener: Listener | None = None,
) -> Run:
    """Train a model on a data set, or return the run that already did.

    An interrupted training resumes from its last checkpoint; a run is seen by others only when it
    is complete.

    Args:
        plan: The model and its settings.
        dataset: Train to learn from, validation for every choice, test to be predicted once.
        store: Where runs are kept.
        seed: Of weights, batches and dropout.
        device: ``"auto"`` or a torch device.
        listener: Told of the progress.

    Raises:
        RunError: Another process trains the same run, or its folder cannot be written.
        SentimentLabError: What the model or its checkpoint raises.
    """
    listener = listener or Silent()
    address = run_address(plan, dataset, seed)
    found = store.find(address)
    if found is not None:
        listener.finished(found, trained=False)
        return found
    checkpoints = local_checkpoints(plan, listener)
    with store.staging(address) as staged:
        stopwatch = Stopwatch(staged / STOPWATCH)

        def report(done: int, total: int, note: str) -> None:
            stopwatch.tick()
            listener.progress(done, total, note)

        execution = Execution(seed, device, staged / CHECKPOINTS, checkpoints, report)
        listener.started(plan.name)
        job = _Job(plan, dataset, address, execution, stopwatch, staged)
        try:
            # A manifest in the staging folder: killed after all was done but the renaming.
            if not (staged / MANIFEST).exists():
                job.run()
            _clear(staged, keep={PREDICTIONS, MODEL, MANIFEST})
            run = store.finish(address, staged)
        except OSError as error:
            raise RunError(
                f"cannot store the run {address.name} ({error.strerror or error}): make room or "
                "mend the folder and give the same command again; it resumes"
            ) from error
    listener.finished(run, trained=True)
    return run


def run_address(plan: ModelPlan, dataset: Dataset, seed: int) -> RunAddress:
    """Where the run of a plan belongs."""
    return RunAddress(dataset.name, plan.name, seed, run_key(plan, dataset.fingerprint, seed))


def find_run(plan: ModelPlan, dataset: Dataset, store: RunStore, seed: int) -> Run | None:
    """The finished run of a plan; None where it has not been trained.

    Raises:
        RunError: It is damaged.
    """
    return store.find(run_address(plan, dataset, seed))


@dataclass(frozen=True)
class _Job:
    """One training in its staging folder."""

    plan: ModelPlan
    dataset: Dataset
    address: RunAddress
    execution: Execution
    stopwatch: Stopwatch
    staged: Path

    def run(self) -> None:
        """Fit, predict and write everything that belongs to the run."""
        classifier = self.plan.build(self.execution)
        with PeakMemory() as memory:
            self._fit(classifier)
        train_seconds = self.stopwatch.seconds
        predictions, per_second = predict_splits(classifier, self.dataset, self.plan.name)
        write_predictions(predictions, self.staged / PREDICTIONS)
        self._save(classifier)
        measured = Measured(train_seconds, per_second, memory.bytes)
        manifest = record_run(
            self.plan,
            self.dataset,
            classifier,
            address=self.address,
            measured=measured,
            model_folder=self.staged / MODEL,
        )
        beside = self.staged / f"{MANIFEST}.new"
        beside.write_text(manifest.to_json(), encoding="utf-8")
        beside.replace(self.staged / MANIFEST)

    def _fit(self, classifier: Classifier) -> None:
        train, held_out = self.dataset.train, self.dataset.validation
        validation = LabelledTexts(held_out["text"].tolist(), held_out["label"].tolist())
        fit_classifier(classifier, train["text"].tolist(), train["label"].tolist(), validation)

    def _save(self, classifier: Classifier) -> None:
        folder = self.staged / MODEL
        if can_save(classifier):
            folder.mkdir(exist_ok=True)
            classifier.save(folder)  # pyright: ignore[reportAttributeAccessIssue] - can_save asked


def _clear(folder: Path, keep: set[str]) -> None:
    for path in folder.iterdir():
        if path.name not in keep:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
