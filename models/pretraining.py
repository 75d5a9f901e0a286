"""Training on texts without labels: a network learns to predict tokens of rows of them."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from torch import nn

from .checkpoints import Progress
from .classifier import EpochRecord, Execution
from .device import choose_device, choose_precision, fast_matmul
from .pretraining_data import Objectives, PretrainingData
from .pretraining_settings import PretrainingSettings
from .pretraining_trainer import PretrainingTrainer
from .quiet import quiet_transformers
from .randomness import isolated_randomness
from .resuming import open_checkpoints
from .training_arguments import training_arguments
from .training_steps import TrainingSteps

SECONDS_BETWEEN_CHECKPOINTS = 60.0


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
        folder, resumed = open_checkpoints(execution, data.key)
        output = folder.folder if folder else Path(stack.enter_context(TemporaryDirectory()))
        progress = resumed.progress if resumed else Progress()
        precision = choose_precision(settings.precision, device)
        arguments = training_arguments(
            settings,
            output,
            seed=execution.seed,
            device=device,
            precision=precision,
            batch_size=settings.batch_size,
        )
        trainer = PretrainingTrainer(
            network, data, objectives, arguments, precision=precision, progress=progress
        )
        if not progress.history:
            trainer.evaluate()
        trainer.add_callback(
            TrainingSteps(trainer, folder, seconds_between_checkpoints, execution.on_progress)
        )
        trainer.train(resume_from_checkpoint=str(resumed.folder) if resumed else None)
        # Mixed precision leaves a wrapper around the network.
        trainer.accelerator.unwrap_model(network, keep_fp32_wrapper=False)
    return progress.history
