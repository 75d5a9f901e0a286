"""The training on texts without labels: tokens to predict, and a score on rows held out."""

from math import isfinite
from typing import Any

import torch
from torch import nn
from transformers import TrainingArguments

from ..exceptions import TrainingError
from .checkpoints import Progress
from .encoding import move
from .neural_settings import Precision
from .prediction import batches_by_length
from .pretraining_data import Objectives, PretrainingData
from .resumable_trainer import ResumableTrainer
from .sampling import LengthGroupedSampler


class PretrainingTrainer(ResumableTrainer):
    """Trains a network to predict tokens of texts, and scores it on rows held out.

    Args:
        network: What is trained.
        data: What it learns from and is scored on.
        objectives: What is predicted of both.
        arguments: What the Trainer itself is told.
        precision: Number format of training and of scoring, not ``"auto"``.
        progress: How far an earlier training came; empty at the start. It is updated in place.
    """

    def __init__(
        self,
        network: nn.Module,
        data: PretrainingData,
        objectives: Objectives,
        arguments: TrainingArguments,
        *,
        precision: Precision,
        progress: Progress,
    ) -> None:
        self._network = network
        self._held_out = data.held_out
        self._objectives = objectives
        self._precision: Precision = precision
        size = arguments.per_device_train_batch_size
        self._sampler = LengthGroupedSampler(data.train.lengths, size, arguments.seed)
        super().__init__(
            progress,
            evaluations=1,
            model=network,
            args=arguments,
            data_collator=objectives.train,
            train_dataset=data.train,
        )

    def set_epoch(self, epoch: int) -> None:
        """Fix the order of rows and what is predicted of them in an epoch, counted from 0."""
        self._sampler.set_epoch(epoch)
        self._objectives.train.set_epoch(epoch)

    def compute_loss(self, model: Any, inputs: Any, *_: Any, **__: Any) -> Any:
        """The mean loss of what is predicted of a batch, in nats."""
        return self._objectives.train.loss(model, inputs)

    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Add a record to the history.

        Raises:
            TrainingError: A loss is infinite or undefined.
        """
        held_out_loss = self._score()
        if not all(isfinite(each) for each in (self._mean_loss() or 0.0, held_out_loss)):
            raise TrainingError(
                f"the loss is no longer a number at epoch {self._epoch:g}: lower the learning rate "
                f"({self.args.learning_rate:g})"
            )
        self.record(held_out_loss, None)
        return {}

    def _score(self) -> float:
        """Mean loss of all that is predicted of the rows held out, in nats."""
        device, rows, objective = self.args.device, self._held_out, self._objectives.held_out
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

    def _get_train_sampler(self, *_: Any, **__: Any) -> LengthGroupedSampler:
        return self._sampler
