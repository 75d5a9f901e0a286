"""The one training loop of all neural models: transformers' Trainer, made to resume exactly."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import nn
from transformers import TrainingArguments

from ..exceptions import UsageError
from .checkpoints import Progress
from .classifier import EpochRecord, Execution
from .device import choose_device, choose_precision, fast_matmul
from .encoding import EncodedTexts
from .neural_settings import NeuralSettings
from .processes import draw_apart, leave_group_at_exit, process_count
from .quiet import quiet_transformers
from .resuming import open_checkpoints
from .trainer import NetworkTrainer
from .training_arguments import training_arguments
from .training_steps import TrainingSteps

SECONDS_BETWEEN_CHECKPOINTS = 60.0


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
    rate_factors: Mapping[str, float] | None = None,
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
        rate_factors: What the learning rate of each parameter is multiplied by, all of them by
            name; None: all by 1.
        seconds_between_checkpoints: Training time that a kill may cost.

    Returns:
        One record an evaluation; its training loss is the mean since the one before.

    Raises:
        TrainingError: The loss became infinite or undefined.
        UsageError: A launch has more processes than a batch has texts.
        RunError: The processes of a launch do not see the same checkpoints.
    """
    device = choose_device(execution.device)
    leave_group_at_exit()
    with ExitStack() as stack:
        stack.enter_context(quiet_transformers())
        stack.enter_context(fast_matmul(device))
        if device.type == "cuda":
            stack.enter_context(torch.cuda.device(device))
        folder, resumed = open_checkpoints(execution, data.key)
        output = folder.folder if folder else Path(stack.enter_context(TemporaryDirectory()))
        progress = resumed.progress if resumed else Progress()
        arguments = _arguments(settings, execution.seed, device, output)
        trainer = NetworkTrainer(
            network, data, arguments, settings, progress, rate_factors=rate_factors or {}
        )
        draw_apart(execution.seed)
        trainer.add_callback(
            TrainingSteps(trainer, folder, seconds_between_checkpoints, execution.on_progress)
        )
        if resumed:
            trainer.load_average(resumed.folder)
        if not progress.stopped:
            trainer.train(resume_from_checkpoint=str(resumed.folder) if resumed else None)
        trainer.restore_best(folder)
    return progress.history


def _arguments(
    settings: NeuralSettings, seed: int, device: torch.device, output: Path
) -> TrainingArguments:
    world_size = process_count()
    if settings.batch_size < world_size:
        raise UsageError(
            f"batch_size {settings.batch_size} is too small for {world_size} processes, each of "
            f"which reads a part of every batch: make it {world_size} or more"
        )
    return training_arguments(
        settings,
        output,
        seed=seed,
        device=device,
        precision=choose_precision(settings.precision, device),
        batch_size=-(-settings.batch_size // world_size),
        adam_epsilon=settings.adam_epsilon,
        max_grad_norm=settings.max_grad_norm,
    )
