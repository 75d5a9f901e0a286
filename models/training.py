"""The one training loop of all neural models: transformers' Trainer, made to resume exactly."""

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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
from .checkpoints import Checkpoint, CheckpointFolder, Progress
from .classifier import EpochRecord, Execution
from .device import choose_device, choose_precision, fast_matmul
from .encoding import Collator, EncodedTexts
from .neural_settings import NeuralSettings
from .prediction import mean_loss, predict_logits
from .quiet import quiet_transformers
from .sampling import LengthGroupedSampler

SECONDS_BETWEEN_CHECKPOINTS = 60.0
"""How much training a kill may cost."""


@dataclass(frozen=True)
class TrainingData:
    """What a network learns from and is chosen by.

    Attributes:
        train: Texts with labels.
        validation: Texts with labels on which the best weights are chosen; None: keep the last.
        pad_id: Token id that pads a batch.
        key: Tells this training from every other, so that none resumes another's checkpoint.
    """

    train: EncodedTexts
    validation: EncodedTexts | None
    pad_id: int
    key: str


def train_network(
    network: nn.Module,
    data: TrainingData,
    settings: NeuralSettings,
    execution: Execution,
    *,
    seconds_between_checkpoints: float = SECONDS_BETWEEN_CHECKPOINTS,
) -> list[EpochRecord]:
    """Train a network in place.

    With ``execution.checkpoint_dir`` an interrupted training goes on from its newest complete
    checkpoint and ends with the weights it would have had without the interruption. Randomness is
    drawn from the global generators of torch: the caller seeds and isolates them.

    Args:
        network: Takes ``input_ids``, ``attention_mask`` and ``labels``, returns ``loss`` and
            ``logits``.
        data: Encoded texts.
        settings: Length, rate and size of the steps, early stopping.
        execution: Device, seed, checkpoints, progress.
        seconds_between_checkpoints: Training time that a kill may cost.

    Returns:
        One record an evaluation; its training loss is the mean since the one before.

    Raises:
        TrainingError: The loss became infinite or undefined.
    """
    with ExitStack() as stack:
        device = choose_device(execution.device)
        stack.enter_context(quiet_transformers())
        stack.enter_context(fast_matmul(device))
        if device.type == "cuda":
            stack.enter_context(torch.cuda.device(device))
        folder, resumed = _open_checkpoints(execution.checkpoint_dir, data.key)
        output = folder.folder if folder else Path(stack.enter_context(TemporaryDirectory()))
        progress = resumed.progress if resumed else Progress()
        trainer = _NetworkTrainer(
            network, data, _arguments(settings, execution, device, output), settings, progress
        )
        trainer.add_callback(
            _Steps(
                trainer, execution, folder, seconds_between_checkpoints
            )  # runs after the Trainer's own
        )
        if not progress.stopped:
            trainer.train(resume_from_checkpoint=str(resumed.folder) if resumed else None)
        trainer.restore_best(folder)
    return progress.history


def _open_checkpoints(
    folder: Path | None, key: str
) -> tuple[CheckpointFolder | None, Checkpoint | None]:
    """The folder of checkpoints, cleared of all that cannot be used, and where to go on."""
    if folder is None:
        return None, None
    checkpoints = CheckpointFolder(folder, key)
    newest = checkpoints.newest()
    if _is_main_process():
        checkpoints.drop_all_but(newest)
    return checkpoints, newest


class _NetworkTrainer(Trainer):
    """The Trainer with our order of texts, our evaluation and a training loss that can be resumed."""

    def __init__(
        self,
        network: nn.Module,
        data: TrainingData,
        arguments: TrainingArguments,
        settings: NeuralSettings,
        progress: Progress,
    ) -> None:
        self.progress = progress
        self.settings = settings
        self._data = data
        self._sampler = LengthGroupedSampler(
            data.train.lengths.tolist(), settings.batch_size, arguments.seed
        )
        self._best_weights: dict[str, Tensor] = {}
        self._losses = torch.zeros((), dtype=_widest_float(arguments.device))
        super().__init__(
            model=network,
            args=arguments,
            data_collator=Collator(data.pad_id),
            train_dataset=data.train,
        )
        self.remove_callback(PrinterCallback)
        self._losses = self._losses.to(arguments.device) + progress.loss_sum

    def set_epoch(self, epoch: int) -> None:
        """Fix the order of texts of the coming epoch."""
        self._sampler.set_epoch(epoch)

    def training_step(self, *args: Any, **kwargs: Any) -> Tensor:
        loss = super().training_step(*args, **kwargs)
        self._losses += loss
        self.progress.loss_steps += 1
        return loss

    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Add a record to the history, and keep the weights if they are the best so far."""
        loss, accuracy = self._validate()
        train_loss = float(self._losses) / max(self.progress.loss_steps, 1)
        epoch = round(float(self.state.epoch or 0.0), 4)
        if not isfinite(train_loss):
            raise TrainingError(
                f"the loss is no longer a number at epoch {epoch:g}: lower learning_rate "
                f"({self.settings.learning_rate:g}) or clip gradients (max_grad_norm)"
            )
        self._losses.zero_()
        self.progress.loss_steps = 0
        self.progress.history.append(EpochRecord(epoch, train_loss, loss, accuracy))
        if loss is not None and accuracy is not None and self.settings.keep == "best":
            self._choose(epoch, loss, accuracy)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, {})
        return {}

    def sync_progress(self) -> Progress:
        """The progress with the sum of losses, which otherwise stays on the device."""
        self.progress.loss_sum = float(self._losses)
        return self.progress

    def save_best(self, folder: CheckpointFolder) -> None:
        """Write the best weights so far, if any are new."""
        if self._best_weights and self.progress.best_step is not None:
            folder.save_best(self._best_weights, self.progress.best_step)

    def restore_best(self, folder: CheckpointFolder | None) -> None:
        """Give the network the weights to keep, and undo what mixed precision did to it."""
        network = self.accelerator.unwrap_model(self.model, keep_fp32_wrapper=False)
        step = self.progress.best_step
        if step is not None and not self._best_weights and folder is not None:
            self._best_weights = folder.load_best(step)
        if step is not None:
            network.load_state_dict(self._best_weights)

    def _get_train_sampler(self, train_dataset: Any = None) -> LengthGroupedSampler:
        return self._sampler

    def _validate(self) -> tuple[float | None, float | None]:
        """Loss in nats a text and accuracy on the validation texts; None without any."""
        texts = self._data.validation
        if texts is None or texts.labels is None:
            return None, None
        logits = predict_logits(
            self.model,  # pyright: ignore[reportArgumentType] - is set by the constructor
            texts,
            pad_id=self._data.pad_id,
            device=self.args.device,
        )
        accuracy = float((logits.argmax(axis=1) == texts.labels).mean())
        return mean_loss(logits, texts.labels), accuracy

    def _choose(self, epoch: float, loss: float, accuracy: float) -> None:
        progress = self.progress
        if (accuracy, -loss) > (progress.best_accuracy, -progress.best_loss):
            progress.best_accuracy, progress.best_loss = accuracy, loss
            progress.best_epoch, progress.best_step = epoch, self.state.global_step
            state: dict[str, Tensor] = self.model.state_dict()  # pyright: ignore[reportOptionalMemberAccess]
            self._best_weights = {
                name: value.detach().to("cpu", copy=True).contiguous()
                for name, value in state.items()
            }
        elif self.settings.patience and epoch - progress.best_epoch >= self.settings.patience:
            progress.stopped = True


class _Steps(TrainerCallback):
    """Says when to evaluate, save and stop, and tells of every step."""

    def __init__(
        self,
        trainer: _NetworkTrainer,
        execution: Execution,
        folder: CheckpointFolder | None,
        seconds: float,
    ) -> None:
        self._trainer = trainer
        self._on_progress = execution.on_progress
        self._folder = folder
        self._seconds = seconds
        self._saved_at = time.monotonic()
        self._evaluated_at: frozenset[int] = frozenset()
        self._steps_per_epoch = 1

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        self._steps_per_epoch = max(state.max_steps // state.num_train_epochs, 1)
        self._evaluated_at = _evaluation_steps(
            self._steps_per_epoch, self._trainer.settings.evaluations
        )

    def on_epoch_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        self._trainer.set_epoch(state.global_step // self._steps_per_epoch)

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        if self._on_progress is not None:
            epoch = (state.global_step - 1) // self._steps_per_epoch + 1
            note = f"epoch {epoch}/{state.num_train_epochs}"
            self._on_progress(state.global_step, state.max_steps, note)
        within_epoch = (state.global_step - 1) % self._steps_per_epoch + 1
        control.should_evaluate = within_epoch in self._evaluated_at
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
            self._trainer.save_best(self._folder)
            self._folder.mark_complete(state.global_step, progress)
        self._saved_at = time.monotonic()

    def _save_is_due(self) -> bool:
        """Whether enough time has passed; by the clock of the first process, for all of them."""
        due = time.monotonic() - self._saved_at >= self._seconds
        if self._trainer.args.world_size == 1:
            return due
        from accelerate.utils import broadcast

        flag = torch.tensor([due], device=self._trainer.args.device, dtype=torch.int32)
        return bool(broadcast(flag).item())  # pyright: ignore[reportAttributeAccessIssue]


def _evaluation_steps(steps_per_epoch: int, evaluations: int) -> frozenset[int]:
    """Steps of an epoch after which to evaluate, evenly spread, the last one always."""
    parts = range(1, evaluations + 1)
    return frozenset(max(1, round(steps_per_epoch * part / evaluations)) for part in parts)


def _arguments(
    settings: NeuralSettings, execution: Execution, device: torch.device, output: Path
) -> TrainingArguments:
    precision = choose_precision(settings.precision, device)
    arguments = TrainingArguments(
        output_dir=str(output),
        per_device_train_batch_size=max(1, settings.batch_size // _world_size()),
        num_train_epochs=settings.epochs,
        learning_rate=settings.learning_rate,
        lr_scheduler_type="linear",
        warmup_steps=settings.warmup,
        weight_decay=settings.weight_decay,
        adam_epsilon=settings.adam_epsilon,
        max_grad_norm=settings.max_grad_norm,
        optim="adamw_torch_fused",
        bf16=precision == "bf16",
        fp16=precision == "fp16",
        use_cpu=device.type == "cpu",
        seed=execution.seed,
        eval_strategy="no",
        save_strategy="no",
        logging_strategy="no",
        logging_nan_inf_filter=False,
        report_to="none",
        disable_tqdm=True,
        log_level="critical",
        remove_unused_columns=False,
        dataloader_pin_memory=device.type == "cuda",
    )
    if device.type == "cuda" and _world_size() == 1:
        _keep_to_one_device(arguments, device)
    return arguments


def _keep_to_one_device(arguments: TrainingArguments, device: torch.device) -> None:
    """Train on the chosen CUDA device alone.

    Without a distributed launch the Trainer takes the first device and spreads every batch over all
    of them with DataParallel, which changes the batch and is slower than one.
    """
    torch.cuda.set_device(device)
    arguments.__dict__["_setup_devices"] = device
    arguments._n_gpu = 1


def _world_size() -> int:
    """How many processes a distributed launch has started."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def _is_main_process() -> bool:
    return int(os.environ.get("RANK", "0")) == 0


def _widest_float(device: torch.device) -> torch.dtype:
    """What sums of losses are kept in; MPS has no double precision."""
    return torch.float32 if device.type == "mps" else torch.float64
