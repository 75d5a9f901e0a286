"""The training on texts with labels: our order of texts, our evaluation, the weights to keep."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from accelerate.data_loader import prepare_data_loader
from torch import Tensor, nn
from torch.utils.data import DataLoader
from transformers import TrainingArguments
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR

from ..exceptions import TrainingError
from .averaging import WeightAverage
from .checkpoints import CheckpointFolder, Progress, writing_to
from .device import prediction_precision
from .encoding import Collator, Example
from .layer_decay import apply_rate_factors
from .prediction import mean_loss, predict_logits
from .resumable_trainer import ResumableTrainer
from .sampling import LengthGroupedSampler, SharedBatches

if TYPE_CHECKING:
    from .neural_settings import NeuralSettings
    from .training import TrainingData


class NetworkTrainer(ResumableTrainer):
    """Trains one network, and keeps the weights of its best evaluation.

    Args:
        network: Returns ``loss`` and ``logits``.
        data: What it learns from.
        arguments: What the Trainer itself is told.
        settings: Early stopping, and which weights to keep.
        progress: How far an earlier training came; empty at the start. It is updated in place.
        rate_factors: What each parameter's learning rate is multiplied by; empty: all by 1.
    """

    def __init__(
        self,
        network: nn.Module,
        data: TrainingData,
        arguments: TrainingArguments,
        settings: NeuralSettings,
        progress: Progress,
        *,
        rate_factors: Mapping[str, float],
    ) -> None:
        self._rate_factors = rate_factors
        self._settings = settings
        self._network = network
        self._data = data
        self._sampler = LengthGroupedSampler(
            data.train.lengths, settings.batch_size, arguments.seed
        )
        self._batches = SharedBatches(
            self._sampler, settings.batch_size, arguments.process_index, arguments.world_size
        )
        self._best_weights: dict[str, Tensor] = {}
        super().__init__(
            progress,
            settings.evaluations,
            model=network,
            args=arguments,
            data_collator=Collator(data.pad_id),
            train_dataset=data.train,
        )
        device = self.args.device
        self._average = (
            WeightAverage(network, settings.average, device) if settings.average else None
        )

    def create_optimizer(self, *args: Any, **kwargs: Any) -> torch.optim.Optimizer:
        """The Trainer's optimizer, its groups split by learning rate where these differ."""
        fresh = self.optimizer is None
        optimizer = super().create_optimizer(*args, **kwargs)
        if fresh and self._rate_factors:
            apply_rate_factors(optimizer, self._network, self._rate_factors)
        return optimizer

    def get_train_dataloader(self) -> DataLoader[Example]:
        """This process's texts of every batch.

        Accelerate's own way to share them fills up an incomplete batch with texts of the first one.
        """
        loader = DataLoader(
            self._data.train,
            batch_sampler=self._batches,
            collate_fn=self.data_collator,
            pin_memory=self.args.dataloader_pin_memory,
        )
        return prepare_data_loader(
            loader, self.args.device, num_processes=1, process_index=0, put_on_device=True
        )

    def compute_loss(self, *args: Any, **kwargs: Any) -> Tensor:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The loss of this process's texts, weighted to make the mean of all of the batch."""
        loss: Any = super().compute_loss(*args, **kwargs)
        return loss * self._batches.weight(self.state.global_step)

    def set_epoch(self, epoch: int) -> None:
        """Fix the order of texts of the coming epoch, counted from 0."""
        self._sampler.set_epoch(epoch)

    def after_step(self) -> None:
        """Take the step into the average of the weights, if there is one."""
        if self._average is not None:
            self._average.update(self._network)

    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Add a record to the history, and keep the weights if they are the best so far.

        Raises:
            TrainingError: The loss in training or on validation is infinite or undefined.
        """
        epoch = self._epoch
        self._require_finite(self._mean_loss())
        loss, accuracy = self._validate()
        self._require_finite(loss)
        if loss is not None and accuracy is not None and self._settings.keep == "best":
            self._choose(epoch, loss, accuracy)
        self.record(loss, accuracy)
        return {}

    def load_average(self, folder: Path) -> None:
        """Go on with the average of the weights of a checkpoint, if there is one."""
        if self._average is not None:
            self._average.load(folder)

    def save_beside(self, folder: CheckpointFolder) -> None:
        """Write the best weights, unless they came from that folder."""
        if self._best_weights and self.progress.best_step is not None:
            folder.save_best(self._best_weights, self.progress.best_step)

    def restore_best(self, folder: CheckpointFolder | None) -> None:
        """Give the network the weights to keep, and undo what mixed precision did to it."""
        self.accelerator.unwrap_model(self._network, keep_fp32_wrapper=False)
        step = self.progress.best_step
        if step is None:
            if self._average is not None:
                self._network.load_state_dict(self._average.network.state_dict())
            return
        if not self._best_weights and folder is not None:
            self._best_weights = folder.load_best(step)
        self._network.load_state_dict(self._best_weights)

    def _save_checkpoint(self, *args: Any, **kwargs: Any) -> None:
        super()._save_checkpoint(*args, **kwargs)
        if self._average is not None and self.is_world_process_zero():
            name = f"{PREFIX_CHECKPOINT_DIR}-{self.state.global_step}"
            with writing_to(Path(str(self.args.output_dir))):
                self._average.save(Path(str(self.args.output_dir)) / name)

    def _require_finite(self, loss: float | None) -> None:
        if not isfinite(loss or 0.0):
            raise TrainingError(
                f"the loss is no longer a number at epoch {self._epoch:g}: lower learning_rate "
                f"({self._settings.learning_rate:g}) or clip gradients (max_grad_norm)"
            )

    @property
    def _scored(self) -> nn.Module:
        """What is scored and kept: the network, or the average of its weights."""
        return self._network if self._average is None else self._average.network

    def _validate(self) -> tuple[float | None, float | None]:
        """Loss in nats a text and accuracy on the validation texts; None without any.

        In the number format of training, in which accelerate has wrapped the network. On a CPU that
        trains in bfloat16 the stored model predicts in single precision, so that a loss noted here
        may differ from that of its probabilities in the fourth digit; the average of weights is
        no part of what was wrapped, and is scored in single precision.
        """
        texts = self._data.validation
        if texts is None or texts.labels is None:
            return None, None
        device = self.args.device
        logits = predict_logits(
            self._scored,
            texts,
            pad_id=self._data.pad_id,
            device=device,
            precision=prediction_precision(self._settings.precision, device),
        )
        accuracy = float((logits.argmax(axis=1) == texts.labels).mean())
        return mean_loss(logits, texts.labels), accuracy

    def _choose(self, epoch: float, loss: float, accuracy: float) -> None:
        """Keep the weights if they beat the best so far; stop if none have for long enough."""
        progress = self.progress
        if (accuracy, -loss) > (progress.best_accuracy, -progress.best_loss):
            progress.best_accuracy, progress.best_loss = accuracy, loss
            progress.best_epoch, progress.best_step = epoch, self.state.global_step
            self._best_weights = {
                name: value.detach().to("cpu", copy=True).contiguous()
                for name, value in self._scored.state_dict().items()
            }
        elif self._settings.patience and epoch - progress.best_epoch >= self._settings.patience:
            progress.stopped = True
