"""transformers' Trainer for learning from texts without labels, made to resume exactly."""
# ruff: noqa: ARG002, D102 - the events and what they hand over are the Trainer's

import time
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from transformers import (
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)

from ..exceptions import TrainingError
from .checkpoints import CheckpointFolder, Progress, writing_to
from .classifier import EpochRecord, OnProgress
from .encoding import Batch, move
from .neural_settings import Precision
from .prediction import batches_by_length
from .sampling import LengthGroupedSampler
from .token_file import Row, TokenFile


class Objective(Protocol):
    """What a network is to predict of rows of token ids."""

    def set_epoch(self, epoch: int) -> None:
        """Which epoch the next batches belong to, from 0."""
        ...

    def __call__(self, rows: Sequence[Row]) -> Batch:
        """The rows as a batch, with what is to be predicted."""
        ...

    def loss(self, network: nn.Module, batch: Batch) -> Tensor:
        """The mean loss of all that is predicted of a batch, in nats."""
        ...

    def n_predicted(self, batch: Batch) -> int:
        """How many predictions that mean is over."""
        ...


class PretrainingTrainer(Trainer):
    """Trains a network to predict tokens of texts, and scores it on rows held out.

    Args:
        network: What is trained.
        train: What it learns from.
        held_out: What it is scored on.
        objective: What is predicted of the training rows.
        held_out_objective: What is predicted of the rows held out, the same each time.
        arguments: What the Trainer itself is told.
        precision: Number format of training and of scoring, not ``"auto"``.
        progress: How far an earlier training came; empty at the start. It is updated in place.
    """

    def __init__(
        self,
        network: nn.Module,
        train: TokenFile,
        held_out: TokenFile,
        *,
        objective: Objective,
        held_out_objective: Objective,
        arguments: TrainingArguments,
        precision: Precision,
        progress: Progress,
    ) -> None:
        self.progress = progress
        self._network = network
        self._held_out, self._held_out_objective = held_out, held_out_objective
        self._objective = objective
        self._precision: Precision = precision
        size = arguments.per_device_train_batch_size
        self._sampler = LengthGroupedSampler(train.lengths, size, arguments.seed)
        super().__init__(
            model=network, args=arguments, data_collator=objective, train_dataset=train
        )
        self.remove_callback(PrinterCallback)
        # Else the Trainer counts labels for a loss that it takes to be a sum.
        self.model_accepts_loss_kwargs = False
        self._losses = torch.zeros((), device=self.args.device) + progress.loss_sum

    def set_epoch(self, epoch: int) -> None:
        """Fix the order of rows and what is predicted of them in an epoch, counted from 0."""
        self._sampler.set_epoch(epoch)
        self._objective.set_epoch(epoch)

    def compute_loss(self, model: Any, inputs: Any, *_: Any, **__: Any) -> Any:
        """The mean loss of what is predicted of a batch, in nats."""
        return self._objective.loss(model, inputs)

    def training_step(self, *args: Any, **kwargs: Any) -> Tensor:
        """One step of the Trainer, its loss noted."""
        loss = super().training_step(*args, **kwargs)
        self._losses += loss
        self.progress.loss_steps += 1
        return loss

    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Add a record to the history.

        Raises:
            TrainingError: A loss is infinite or undefined.
        """
        epoch = round(float(self.state.epoch or 0.0), 4)
        steps = self.progress.loss_steps
        train_loss = float(self._losses) / steps if steps else None
        held_out_loss = self._score()
        if not all(isfinite(each) for each in (train_loss or 0.0, held_out_loss)):
            raise TrainingError(
                f"the loss is no longer a number at epoch {epoch:g}: lower the learning rate "
                f"({self.args.learning_rate:g})"
            )
        self._losses.zero_()
        self.progress.loss_steps = 0
        self.progress.history.append(EpochRecord(epoch, train_loss, held_out_loss, None))
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, {})
        return {}

    def sync_progress(self) -> Progress:
        """The progress with the sum of losses, which otherwise stays on the device."""
        self.progress.loss_sum = float(self._losses)
        return self.progress

    def _score(self) -> float:
        """Mean loss of all that is predicted of the rows held out, in nats."""
        device, rows, objective = self.args.device, self._held_out, self._held_out_objective
        dtype = torch.float16 if self._precision == "fp16" else torch.bfloat16
        self._network.to(device).eval()
        total, n = 0.0, 0
        with (
            torch.inference_mode(),
            torch.autocast(device.type, dtype, enabled=self._precision != "fp32"),
        ):
            for indices in batches_by_length(rows.lengths, device):
                batch = move(objective([rows[index] for index in indices]), device)
                predicted = objective.n_predicted(batch)
                total += predicted * float(objective.loss(self._network, batch))
                n += predicted
        return total / n

    def _save_checkpoint(self, *args: Any, **kwargs: Any) -> None:
        with writing_to(Path(str(self.args.output_dir))):
            super()._save_checkpoint(*args, **kwargs)

    def _get_train_sampler(self, train_dataset: Any = None) -> LengthGroupedSampler:
        return self._sampler


class PretrainingSteps(TrainerCallback):
    """When a `PretrainingTrainer` is scored and saved, and who is told of its steps.

    Args:
        trainer: Whom it steers.
        folder: Where checkpoints are kept; None: nowhere.
        seconds: Training time between two checkpoints; one is written after every epoch too.
        on_progress: Told of every step.
    """

    def __init__(
        self,
        trainer: PretrainingTrainer,
        folder: CheckpointFolder | None,
        seconds: float,
        on_progress: OnProgress | None,
    ) -> None:
        self._trainer = trainer
        self._folder = folder
        self._seconds = seconds
        self._on_progress = on_progress
        self._saved_at = time.monotonic()

    def on_epoch_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        self._trainer.set_epoch(state.global_step // _steps_per_epoch(state))

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        epoch, step = divmod(state.global_step - 1, _steps_per_epoch(state))
        if self._on_progress is not None:
            note = f"epoch {epoch + 1}/{state.num_train_epochs}"
            self._on_progress(state.global_step, state.max_steps, note)
        control.should_evaluate = step + 1 == _steps_per_epoch(state)
        due = time.monotonic() - self._saved_at >= self._seconds
        control.should_save = self._folder is not None and (control.should_evaluate or due)

    def on_save(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        if self._folder is not None:
            with writing_to(self._folder.folder):
                self._folder.mark_complete(state.global_step, self._trainer.sync_progress())
        self._saved_at = time.monotonic()


def _steps_per_epoch(state: TrainerState) -> int:
    return max(state.max_steps // state.num_train_epochs, 1)
