"""Trains one model, or finds that it has been trained."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..analysis.predictions import Predictions, write_predictions
from ..data.dataset import Dataset
from ..exceptions import RunError, SentimentLabError, TrainingError
from ..files import write_text
from ..models.classifier import Classifier, Execution, LabelledTexts
from ..models.custom import can_save, fit_classifier
from ..models.processes import process_count, process_rank, tell_all
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
    is complete. In a distributed launch all processes train and predict together, and the first
    one alone writes.

    Args:
        plan: The model and its settings.
        dataset: Train to learn from, validation for every choice, test to be predicted once.
        store: Where runs are kept.
        seed: Of weights, batches and dropout.
        device: ``"auto"`` or a torch device.
        listener: Told of the progress.

    Raises:
        RunError: Another process trains the same run, or its folder cannot be written.
        SentimentLabError: What the data, the model or its checkpoint raise.
    """
    listener = listener or Silent()
    address = run_address(plan, dataset, seed)
    is_first = process_rank() == 0
    found = store.find(address) if is_first else None
    if tell_all(found is not None, device):
        found = found or Run.read(store.folder(address))
        listener.finished(found, trained=False)
        return found
    checkpoints = local_checkpoints(plan, listener)
    training = _Training(plan, dataset, address, seed, device, checkpoints, listener)
    if is_first:
        run = _train_and_store(training, store)
    else:
        tell_all(False, device)  # until the first process has the folder
        training.fit_and_predict(store.staging_folder(address))
        tell_all(False, device)  # until the first process has stored the run
        run = Run.read(store.folder(address))
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
class _Outcome:
    """A fitted classifier, its predictions and what they took."""

    classifier: Classifier
    predictions: Predictions
    measured: Measured


@dataclass(frozen=True)
class _Training:
    """One training, before it has a folder."""

    plan: ModelPlan
    dataset: Dataset
    address: RunAddress
    seed: int
    device: str
    checkpoints: dict[str, Path]
    listener: Listener

    def fit_and_predict(self, staged: Path) -> _Outcome:
        """Fit and predict, with checkpoints in a folder."""
        stopwatch = Stopwatch(staged / STOPWATCH)

        def report(done: int, total: int, note: str) -> None:
            if process_rank() == 0:
                stopwatch.tick()
            self.listener.progress(done, total, note)

        self.listener.started(self.plan.name)
        execution = Execution(
            self.seed, self.device, staged / CHECKPOINTS, self.checkpoints, report
        )
        classifier = self.plan.build(execution)
        stopwatch.start()
        with PeakMemory() as memory:
            self._fit(classifier)
        train_seconds = stopwatch.seconds
        predictions, per_second = predict_splits(classifier, self.dataset, self.plan.name)
        return _Outcome(classifier, predictions, Measured(train_seconds, per_second, memory.bytes))

    def _fit(self, classifier: Classifier) -> None:
        train, held_out = self.dataset.train, self.dataset.validation
        validation = LabelledTexts(held_out["text"].tolist(), held_out["label"].tolist())
        fit_classifier(classifier, train["text"].tolist(), train["label"].tolist(), validation)


def _train_and_store(training: _Training, store: RunStore) -> Run:
    """Train in a staging folder and give the complete run its name."""
    address = training.address
    with store.staging(address) as staged, _storage_errors(address):
        found = store.find(address)
        if found is not None:
            # Another process finished it between our look and our lock.
            shutil.rmtree(staged)
            return found
        tell_all(True, training.device)
        run = _complete(training, store, staged)
        tell_all(True, training.device)
        return run


def _complete(training: _Training, store: RunStore, staged: Path) -> Run:
    try:
        # A manifest in the staging folder: killed after all was done but the renaming.
        if process_count() > 1 or not (staged / MANIFEST).exists():
            _write(training, training.fit_and_predict(staged), staged)
        _clear(staged, keep={PREDICTIONS, MODEL, MANIFEST})
        return store.finish(training.address, staged)
    except TrainingError:
        # What has diverged must not be gone on from.
        shutil.rmtree(staged / CHECKPOINTS, ignore_errors=True)
        raise
    finally:
        if staged.exists() and not any((staged / CHECKPOINTS).glob("*")):
            # Nothing to resume from: a failure leaves nothing behind.
            shutil.rmtree(staged)


def _write(training: _Training, outcome: _Outcome, staged: Path) -> None:
    """Write predictions, model and, last, the manifest, which makes the run complete."""
    write_predictions(outcome.predictions, staged / PREDICTIONS)
    folder = staged / MODEL
    if can_save(outcome.classifier):
        folder.mkdir(exist_ok=True)
        outcome.classifier.save(folder)  # pyright: ignore[reportAttributeAccessIssue]
    manifest = record_run(
        training.plan,
        training.dataset,
        outcome.classifier,
        address=training.address,
        measured=outcome.measured,
        model_folder=folder,
    )
    write_text(staged / MANIFEST, manifest.to_json())


@contextmanager
def _storage_errors(address: RunAddress) -> Iterator[None]:
    """Say what to do when the disk is full, whichever library notices it."""
    try:
        yield
    except SentimentLabError:
        raise
    except Exception as error:
        # safetensors and torch raise errors of their own kinds when a file cannot be written.
        full = f"os error {errno.ENOSPC}" in str(error) or "No space left" in str(error)
        if not (full or isinstance(error, OSError)):
            raise
        reason = "No space left on device" if full else getattr(error, "strerror", None) or error
        raise RunError(
            f"cannot store the run {address.name} ({reason}): make room or mend the folder and "
            "give the same command again; it resumes"
        ) from error


def _clear(folder: Path, keep: set[str]) -> None:
    for path in folder.iterdir():
        if path.name not in keep:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
