"""When training evaluates, saves and stops, and who is told of its steps."""
# ruff: noqa: ARG002, D102 - the events and what they hand over are the Trainer's

import time
from typing import Any

import torch
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from .checkpoints import CheckpointFolder, writing_to
from .classifier import OnProgress
from .resumable_trainer import ResumableTrainer


class TrainingSteps(TrainerCallback):
    """Steers a `ResumableTrainer`.

    Args:
        trainer: Whom it steers.
        folder: Where checkpoints are kept; None: nowhere.
        seconds: Training time between two checkpoints; one is written at every evaluation too.
        on_progress: Told of every step.
    """

    def __init__(
        self,
        trainer: ResumableTrainer,
        folder: CheckpointFolder | None,
        seconds: float,
        on_progress: OnProgress | None,
    ) -> None:
        self._trainer = trainer
        self._folder = folder
        self._seconds = seconds
        self._on_progress = on_progress
        self._saved_at = time.monotonic()
        self._steps_per_epoch = 1
        self._evaluated_at: frozenset[int] = frozenset()

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        self._steps_per_epoch = max(state.max_steps // state.num_train_epochs, 1)
        evaluations = self._trainer.evaluations
        self._evaluated_at = evaluation_steps(self._steps_per_epoch, evaluations)

    def on_epoch_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        self._trainer.set_epoch(state.global_step // self._steps_per_epoch)

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        self._trainer.after_step()
        epoch, step = divmod(state.global_step - 1, self._steps_per_epoch)
        if self._on_progress is not None:
            note = f"epoch {epoch + 1}/{state.num_train_epochs}"
            self._on_progress(state.global_step, state.max_steps, note)
        control.should_evaluate = step + 1 in self._evaluated_at
        if self._folder is not None:
            control.should_save = control.should_evaluate or self._save_is_due()

    def on_evaluate(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        control.should_training_stop = self._trainer.progress.stopped

    def on_save(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        progress = self._trainer.sync_progress()
        self._trainer.accelerator.wait_for_everyone()
        if self._folder is not None and state.is_world_process_zero:
            with writing_to(self._folder.folder):
                self._trainer.save_beside(self._folder)
                self._folder.mark_complete(state.global_step, progress)
        self._saved_at = time.monotonic()

    def _save_is_due(self) -> bool:
        """Whether enough time has passed; by the clock of the first process, for all of them."""
        due = time.monotonic() - self._saved_at >= self._seconds
        if self._trainer.args.world_size == 1:
            return due
        from accelerate.utils import broadcast

        flag = torch.tensor(due, dtype=torch.int32, device=self._trainer.args.device)
        return bool(broadcast(flag))


def evaluation_steps(steps_per_epoch: int, evaluations: int) -> frozenset[int]:
    """Steps of an epoch, from 1, after which to evaluate: evenly spread, the last one always."""
    parts = range(1, evaluations + 1)
    return frozenset(max(1, round(steps_per_epoch * part / evaluations)) for part in parts)
