"""transformers' Trainer with a history of our own and losses that survive an interruption."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import PrinterCallback, Trainer

from .checkpoints import CheckpointFolder, Progress, writing_to
from .classifier import EpochRecord


class ResumableTrainer(Trainer, ABC):
    """What every training here shares; `TrainingSteps` steers it.

    A subclass says in ``evaluate`` what an evaluation is, and ends it by `record`.

    Args:
        progress: How far an earlier training came; empty at the start. It is updated in place.
        evaluations: How many an epoch, spread evenly.
        trainer_arguments: The Trainer's own keywords.
    """

    def __init__(self, progress: Progress, evaluations: int, **trainer_arguments: Any) -> None:
        self.progress = progress
        self.evaluations = evaluations
        super().__init__(**trainer_arguments)
        self.remove_callback(PrinterCallback)
        # Else the Trainer takes the loss for one that the network has already weighted.
        self.model_accepts_loss_kwargs = False
        # Kept on the device, so that no step has to wait for it.
        self._losses = torch.zeros((), dtype=_widest_float(self.args.device))
        self._losses = self._losses.to(self.args.device) + progress.loss_sum

    @abstractmethod
    def set_epoch(self, epoch: int) -> None:
        """Fix what the coming epoch draws at random; epochs are counted from 0."""

    def after_step(self) -> None:
        """What follows every step of the optimizer."""

    def save_beside(self, folder: CheckpointFolder) -> None:
        """Write what a checkpoint needs to be complete; it lies in that folder already."""

    def training_step(self, *args: Any, **kwargs: Any) -> Tensor:
        """One step of the Trainer, its loss noted."""
        loss = super().training_step(*args, **kwargs)
        self._losses += loss
        self.progress.loss_steps += 1
        return loss

    def sync_progress(self) -> Progress:
        """The progress with the sum of losses, which otherwise stays on the device."""
        self.progress.loss_sum = self._sum_of_losses()
        return self.progress

    def record(self, validation_loss: float | None, validation_accuracy: float | None) -> None:
        """Add an evaluation to the history, and begin to sum the losses anew."""
        record = EpochRecord(self._epoch, self._mean_loss(), validation_loss, validation_accuracy)
        self._losses.zero_()
        self.progress.loss_steps = 0
        self.progress.history.append(record)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, {})

    @property
    def _epoch(self) -> float:
        return round(float(self.state.epoch or 0.0), 4)

    def _mean_loss(self) -> float | None:
        """Of the steps since the last evaluation, in nats; None where there were none."""
        steps = self.progress.loss_steps
        return self._sum_of_losses() / steps if steps else None

    def _sum_of_losses(self) -> float:
        """Since the last evaluation; the mean of all processes."""
        return float(self.accelerator.reduce(self._losses.clone(), reduction="mean"))  # pyright: ignore[reportArgumentType]

    def _save_checkpoint(self, *args: Any, **kwargs: Any) -> None:
        with writing_to(Path(str(self.args.output_dir))):
            super()._save_checkpoint(*args, **kwargs)


def _widest_float(device: torch.device) -> torch.dtype:
    """What sums of losses are kept in; MPS has no double precision."""
    return torch.float32 if device.type == "mps" else torch.float64
