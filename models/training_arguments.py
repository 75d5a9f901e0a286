"""What the Trainer itself is told, by every training here alike."""

from pathlib import Path
from typing import Any, Protocol

import torch
from transformers import TrainingArguments

from .neural_settings import Precision
from .processes import process_count


class StepSettings(Protocol):
    """The settings of the steps that every training has."""

    @property
    def learning_rate(self) -> float:
        """Peak rate of AdamW."""
        ...

    @property
    def epochs(self) -> int:
        """Passes over the texts."""
        ...

    @property
    def warmup(self) -> float:
        """A share of all steps below 1, a number of steps from 1 on."""
        ...

    @property
    def weight_decay(self) -> float:
        """Decoupled decay of weights."""
        ...


def training_arguments(
    settings: StepSettings,
    output: Path,
    *,
    seed: int,
    device: torch.device,
    precision: Precision,
    batch_size: int,
    **further: Any,
) -> TrainingArguments:
    """AdamW with a linear schedule; evaluation, checkpoints and log are the caller's affair.

    Args:
        settings: Of the steps.
        output: The folder of checkpoints.
        seed: Of the order of texts and of dropout.
        device: Where the network runs.
        precision: Number format, not ``"auto"``.
        batch_size: Texts a step of one process.
        further: Arguments of the Trainer that are not the same for all.
    """
    arguments = TrainingArguments(
        output_dir=str(output),
        per_device_train_batch_size=batch_size,
        num_train_epochs=settings.epochs,
        learning_rate=settings.learning_rate,
        lr_scheduler_type="linear",
        warmup_steps=settings.warmup,
        weight_decay=settings.weight_decay,
        optim="adamw_torch_fused",
        bf16=precision == "bf16",
        fp16=precision == "fp16",
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
        **further,
    )
    if device.type == "cuda" and process_count() == 1:
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
