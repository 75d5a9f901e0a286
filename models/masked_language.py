"""Further pre-training of an encoder by masked language modelling on texts without labels.

Devlin et al. 2019 for the task; Sun et al. 2019, section 5.4, and Gururangan et al. 2020 for doing
it again on texts of the task or of its domain.
"""

from .classifier import EpochRecord, Execution
from .masked_checkpoint import MaskedCheckpoint
from .masked_settings import MaskedLanguageSettings
from .masking import HiddenTokens
from .pretraining import train_on_rows
from .pretraining_data import Objectives, PretrainingData


def train_masked_language(
    checkpoint: MaskedCheckpoint,
    data: PretrainingData,
    settings: MaskedLanguageSettings,
    execution: Execution,
) -> list[EpochRecord]:
    """Train an encoder in place to predict hidden tokens, as `train_on_rows` trains.

    Args:
        checkpoint: The encoder.
        data: Its texts.
        settings: Length, rate and number of the steps, and how much is hidden.
        execution: Device, seed, checkpoints, progress.

    Raises:
        TrainingError: The loss became infinite or undefined.
        RunError: A checkpoint cannot be written.
    """
    vocabulary = checkpoint.vocabulary()
    train, held_out = (HiddenTokens(vocabulary, settings.masked, execution.seed) for _ in range(2))
    return train_on_rows(checkpoint.network, data, Objectives(train, held_out), settings, execution)
