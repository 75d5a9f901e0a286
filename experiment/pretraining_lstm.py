"""Trains a language model over words on texts without labels, for lstm and bilstm-attention."""

from pathlib import Path

from ..baselines.language_model_settings import LanguageModelSettings
from ..baselines.word_vectors import read_word_vectors
from ..data.text_batches import TextFile
from .listener import Listener, Silent
from .pretraining_run import (
    PretrainingRecord,
    PretrainingRequest,
    pretrain_learner,
    require_pretraining,
)


def pretrain_lstm(
    request: PretrainingRequest[LanguageModelSettings],
    file: TextFile,
    output: Path,
    listener: Listener | None = None,
) -> PretrainingRecord:
    """Train two LSTMs to predict the next word, one in each direction, and write them to a folder.

    The folder is what ``lstm.language_model`` and ``bilstm-attention.language_model`` take. For
    resuming and repeating see `pretrain_learner`.

    Args:
        request: A file of word vectors, as `pretrain_words` writes it, whose words become the
            vocabulary, and how to train.
        file: The texts. Neither they nor their words are held in memory.
        output: The folder.
        listener: Told of the progress.

    Raises:
        DataError: Vectors or texts cannot be read, or the texts are too few.
        RunError: The folder holds something else, or cannot be written.
        TrainingError: The loss became infinite or undefined.
        UsageError: A setting does not fit the device, or several processes run.
        MissingExtraError: The extra ``train`` is not installed.
    """
    listener = listener or Silent()
    require_pretraining(request, output)
    listener.started(output.name)
    from ..baselines.language_model_training import LanguageModelLearner

    learner = LanguageModelLearner(read_word_vectors(Path(request.start)), request.settings)
    return pretrain_learner(learner, request, file, output, listener)
