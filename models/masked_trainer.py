"""transformers' Trainer for masked language modelling, made to resume exactly."""
# ruff: noqa: ARG002, D102 - the events and what they hand over are the Trainer's

import time
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import (
    PreTrainedModel,
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
from .masking import IGNORED, HiddenTokens
from .neural_settings import Precision
from .prediction import batches_by_length
from .sampling import LengthGroupedSampler
from .token_file import TokenFile


class MaskedTrainer(Trainer):
    """Trains an encoder to predict hidden tokens, and scores it on rows held out.

    Args:
        network: The encoder below its masked-language head.
        train: What it learns from.
        held_out: What it is scored on, the same tokens hidden each time.
        batches: Hides tokens of the training rows.
        held_out_batches: Hides tokens of the rows held out.
        arguments: What the Trainer itself is told.
        precision: Number format of training and of scoring, not ``"auto"``.
        progress: How far an earlier training came; empty at the start. It is updated in place.
    """

    def __init__(
        self,
        network: PreTrainedModel,
        train: TokenFile,
        held_out: TokenFile,
        *,
        batches: HiddenTokens,
        held_out_batches: HiddenTokens,
        arguments: TrainingArguments,
        precision: Precision,
        progress: Progress,
    ) -> None:
        self.progress = progress
        self._network = network
        self._held_out, self._held_out_batches = held_out, held_out_batches
        self._batches = batches
        self._precision: Precision = precision
        size = arguments.per_device_train_batch_size
        self._sampler = LengthGroupedSampler(train.lengths, size, arguments.seed)
        super().__init__(model=network, args=arguments, data_collator=batches, train_dataset=train)
        self.remove_callback(PrinterCallback)
        # Else the Trainer counts labels for a loss that it takes to be a sum.
        self.model_accepts_loss_kwargs = False
        self._losses = torch.zeros((), device=self.args.device) + progress.loss_sum

    def set_epoch(self, epoch: int) -> None:
        """Fix the order of rows and the hidden tokens of the coming epoch, counted from 0."""
        self._sampler.set_epoch(epoch)
        self._batches.set_epoch(epoch)

    def compute_loss(self, model: Any, inputs: Any, *_: Any, **__: Any) -> Any:
        """The mean loss of the hidden tokens of a batch, in nats."""
        return masked_loss(model, inputs)

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
        """Mean loss of the hidden tokens of all rows held out, in nats."""
        device, rows = self.args.device, self._held_out
        dtype = torch.float16 if self._precision == "fp16" else torch.bfloat16
        nn.Module.to(self._network, device).eval()
        total, n = 0.0, 0
        with (
            torch.inference_mode(),
            torch.autocast(device.type, dtype, enabled=self._precision != "fp32"),
        ):
            for indices in batches_by_length(rows.lengths, device):
                batch = self._held_out_batches([rows[index] for index in indices])
                hidden = int((batch["labels"] != IGNORED).sum())
                total += hidden * float(masked_loss(self._network, move(batch, device)))
                n += hidden
        return total / n

    def _save_checkpoint(self, *args: Any, **kwargs: Any) -> None:
        with writing_to(Path(str(self.args.output_dir))):
            super()._save_checkpoint(*args, **kwargs)

    def _get_train_sampler(self, train_dataset: Any = None) -> LengthGroupedSampler:
        return self._sampler


class PretrainingSteps(TrainerCallback):
    """When a `MaskedTrainer` is scored and saved, and who is told of its steps.

    Args:
        trainer: Whom it steers.
        folder: Where checkpoints are kept; None: nowhere.
        seconds: Training time between two checkpoints; one is written after every epoch too.
        on_progress: Told of every step.
    """

    def __init__(
        self,
        trainer: MaskedTrainer,
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


def masked_loss(network: PreTrainedModel | nn.Module, batch: Batch) -> Tensor:
    """Mean cross-entropy of the hidden tokens, in nats.

    Only their states reach the head. Its product with the whole vocabulary is then a seventh of
    what the network's own loss, which is the same number, takes.

    Args:
        network: An encoder below its masked-language head.
        batch: ``input_ids``, ``attention_mask`` and ``labels``, all of shape (batch, length).
    """
    hidden = batch["labels"] != IGNORED  # (batch, length)

    def keep_hidden(_: nn.Module, __: Sequence[Any], output: Any) -> Any:
        output["last_hidden_state"] = output["last_hidden_state"][hidden][
            None
        ]  # (1, hidden, width)
        return output

    hook = network.base_model.register_forward_hook(keep_hidden)  # pyright: ignore
    try:
        return network(**{**batch, "labels": batch["labels"][hidden][None]})["loss"]
    finally:
        hook.remove()


def _steps_per_epoch(state: TrainerState) -> int:
    return max(state.max_steps // state.num_train_epochs, 1)
