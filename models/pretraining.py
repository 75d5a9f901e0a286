"""Training on texts without labels: a network learns to predict tokens of rows of them."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import torch
from torch import nn
from transformers import TrainingArguments

from .checkpoints import CheckpointFolder, Progress
from .classifier import EpochRecord, Execution
from .device import choose_device, choose_precision, fast_matmul
from .pretraining_settings import PretrainingSettings
from .pretraining_trainer import Objective, PretrainingSteps, PretrainingTrainer
from .quiet import quiet_transformers
from .randomness import isolated_randomness
from .token_file import TokenFile

SECONDS_BETWEEN_CHECKPOINTS = 60.0


@dataclass(frozen=True)
class PretrainingData:
    """What a network learns from and is scored on.

    Attributes:
        train: Rows to learn from, special tokens included.
        held_out: Rows of other texts.
        key: Tells this training from every other, so that none resumes another's checkpoint.
    """

    train: TokenFile
    held_out: TokenFile
    key: str


class Objectives(NamedTuple):
    """What is predicted of the rows to learn from, and of those held out."""

    train: Objective
    held_out: Objective


def train_on_rows(
    network: nn.Module,
    data: PretrainingData,
    objectives: Objectives,
    settings: PretrainingSettings,
    execution: Execution,
    *,
    seconds_between_checkpoints: float = SECONDS_BETWEEN_CHECKPOINTS,
) -> list[EpochRecord]:
    """Train a network in place on one device.

    With ``execution.checkpoint_dir`` an interrupted training goes on from its newest complete
    checkpoint and ends with the weights it would have had without the interruption.

    Args:
        network: What is trained.
        data: Its texts.
        objectives: What is predicted of them.
        settings: Rate, size and number of the steps.
        execution: Device, seed, checkpoints, progress.
        seconds_between_checkpoints: Training time that a kill may cost.

    Returns:
        A record before training and one after each epoch. Losses are means over what is predicted,
        in nats; the validation loss is that of the rows held out.

    Raises:
        TrainingError: The loss became infinite or undefined.
        RunError: A checkpoint cannot be written.
    """
    device = choose_device(execution.device)
    with ExitStack() as stack:
        stack.enter_context(isolated_randomness(execution.seed))
        stack.enter_context(quiet_transformers())
        stack.enter_context(fast_matmul(device))
        output = execution.checkpoint_dir or Path(stack.enter_context(TemporaryDirectory()))
        folder = CheckpointFolder(output, data.key)
        newest = folder.newest()
        folder.drop_all_but(newest)
        progress = newest.progress if newest else Progress()
        settings = replace(settings, precision=choose_precision(settings.precision, device))
        trainer = PretrainingTrainer(
            network,
            data.train,
            data.held_out,
            objective=objectives.train,
            held_out_objective=objectives.held_out,
            arguments=_arguments(settings, execution.seed, device, output),
            precision=settings.precision,
            progress=progress,
        )
        if not progress.history:
            trainer.evaluate()
        kept = folder if execution.checkpoint_dir else None
        trainer.add_callback(
            PretrainingSteps(trainer, kept, seconds_between_checkpoints, execution.on_progress)
        )
        trainer.train(resume_from_checkpoint=str(newest.folder) if newest else None)
        # Mixed precision leaves a wrapper around the network.
        trainer.accelerator.unwrap_model(network, keep_fp32_wrapper=False)
    return progress.history


def _arguments(
    settings: PretrainingSettings, seed: int, device: torch.device, output: Path
) -> TrainingArguments:
    # The precision has been chosen: "auto" would be taken for single precision.
    arguments = TrainingArguments(
        output_dir=str(output),
        per_device_train_batch_size=settings.batch_size,
        num_train_epochs=settings.epochs,
        learning_rate=settings.learning_rate,
        lr_scheduler_type="linear",
        warmup_steps=settings.warmup,
        weight_decay=settings.weight_decay,
        max_grad_norm=1.0,
        optim="adamw_torch_fused",
        bf16=settings.precision == "bf16",
        fp16=settings.precision == "fp16",
        use_cpu=device.type == "cpu",
        seed=seed,
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
    if device.type == "cuda":
        # The Trainer would spread each batch over all devices with DataParallel, which is slower.
        torch.cuda.set_device(device)
        arguments.__dict__["_setup_devices"] = device
        arguments._n_gpu = 1
    return arguments
