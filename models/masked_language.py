"""Further pre-training of an encoder by masked language modelling on texts without labels.

Devlin et al. 2019 for the task; Sun et al. 2019, section 5.4, and Gururangan et al. 2020 for doing
it again on texts of the task or of its domain.
"""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from transformers import TrainingArguments

from .checkpoints import CheckpointFolder, Progress
from .classifier import EpochRecord, Execution
from .device import choose_device, choose_precision, fast_matmul
from .masked_checkpoint import MaskedCheckpoint
from .masked_settings import MaskedLanguageSettings
from .masked_trainer import MaskedTrainer, PretrainingSteps
from .masking import HiddenTokens
from .quiet import quiet_transformers
from .randomness import isolated_randomness
from .token_file import TokenFile

SECONDS_BETWEEN_CHECKPOINTS = 60.0


@dataclass(frozen=True)
class MaskedLanguageData:
    """What an encoder learns from and is scored on.

    Attributes:
        train: Rows to learn from, special tokens included.
        held_out: Rows of other texts.
        key: Tells this training from every other, so that none resumes another's checkpoint.
    """

    train: TokenFile
    held_out: TokenFile
    key: str


def train_masked_language(
    checkpoint: MaskedCheckpoint,
    data: MaskedLanguageData,
    settings: MaskedLanguageSettings,
    execution: Execution,
    *,
    seconds_between_checkpoints: float = SECONDS_BETWEEN_CHECKPOINTS,
) -> list[EpochRecord]:
    """Train an encoder in place to predict hidden tokens, on one device.

    With ``execution.checkpoint_dir`` an interrupted training goes on from its newest complete
    checkpoint and ends with the weights it would have had without the interruption.

    Args:
        checkpoint: The encoder.
        data: Its texts.
        settings: Length, rate and number of the steps.
        execution: Device, seed, checkpoints, progress.
        seconds_between_checkpoints: Training time that a kill may cost.

    Returns:
        A record before training and one after each epoch. Losses are means over hidden tokens, in
        nats; the validation loss is that of the rows held out.

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
        arguments = _arguments(settings, execution.seed, device, output)
        trainer = _trainer(checkpoint, data, settings, arguments, progress)
        if not progress.history:
            trainer.evaluate()
        kept = folder if execution.checkpoint_dir else None
        trainer.add_callback(
            PretrainingSteps(trainer, kept, seconds_between_checkpoints, execution.on_progress)
        )
        trainer.train(resume_from_checkpoint=str(newest.folder) if newest else None)
        # Mixed precision leaves a wrapper around the network.
        trainer.accelerator.unwrap_model(checkpoint.network, keep_fp32_wrapper=False)
    return progress.history


def _trainer(
    checkpoint: MaskedCheckpoint,
    data: MaskedLanguageData,
    settings: MaskedLanguageSettings,
    arguments: TrainingArguments,
    progress: Progress,
) -> MaskedTrainer:
    vocabulary, seed = checkpoint.vocabulary(), arguments.seed
    return MaskedTrainer(
        checkpoint.network,
        data.train,
        data.held_out,
        batches=HiddenTokens(vocabulary, settings.masked, seed),
        held_out_batches=HiddenTokens(vocabulary, settings.masked, seed),
        arguments=arguments,
        precision=settings.precision,
        progress=progress,
    )


def _arguments(
    settings: MaskedLanguageSettings, seed: int, device: torch.device, output: Path
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
