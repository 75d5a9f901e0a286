"""Trains a tagger of the level ``accurate``, or finds that it has been trained."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from ..exceptions import RunError
from ..files import held
from ..taggers.encoder import MODEL
from ..taggers.encoder_record import RECORD, EncoderRecord
from ..taggers.levels import FOLDER
from .checkpoints import local_checkpoints
from .gold import read_gold_texts
from .listener import Listener, Silent
from .plan import plan_models
from .tagger_folds import TaggerRequest, TaggerTraining

BERT = "bert"
STAGING_PREFIX = ".training-"


class TrainedTagger(NamedTuple):
    """A tagger on disk, and whether it was trained just now."""

    folder: Path
    record: EncoderRecord
    trained: bool


def train_tagger(
    request: TaggerRequest, runs: Path, listener: Listener | None = None
) -> TrainedTagger:
    """Train a tagger, or return the one that the same gold and settings gave already.

    Each part of the gold is scored by an encoder that was fine-tuned on the others; the threshold
    is the one of the best F1 on these scores. A last training on all of the gold gives the tagger.
    An interrupted training goes on from its last checkpoint.

    Args:
        request: Category, gold and settings.
        runs: The runs folder; the tagger is stored below it, in place of an older one of its name.
        listener: Told of the progress.

    Raises:
        UsageError: A column or setting is wrong.
        DataError: The gold cannot be read, or has fewer than two rows of a side.
        RunError: Another process trains this tagger, or its folder cannot be written.
        SentimentLabError: What the checkpoint or the training raise.
    """
    listener = listener or Silent()
    gold = read_gold_texts(
        request.gold, label=request.label_column(), columns=request.columns, texts=request.texts
    )
    (plan,) = plan_models(
        [BERT],
        dataset="gold",
        changes=[f"{BERT}.checkpoint={request.checkpoint}", *request.changes],
    )
    training = TaggerTraining(request, gold, plan, listener)
    folder = runs / FOLDER / request.category
    stored = _stored(folder, training)
    if stored is not None:
        return TrainedTagger(folder, stored, trained=False)
    plan.require(request.device, local_checkpoints(plan, listener))
    with _staging(folder, training.key) as staged:
        record = training.run(staged)
        _put_in_place(staged, folder)
    return TrainedTagger(folder, record, trained=True)


def _stored(folder: Path, training: TaggerTraining) -> EncoderRecord | None:
    """The tagger that stands there, if it is the one that was asked for."""
    if not (folder / RECORD).exists():
        return None
    record = EncoderRecord.read(folder)
    return record if record.key == training.key else None


@contextmanager
def _staging(folder: Path, key: str) -> Iterator[Path]:
    """A folder to train in, which keeps its content if the block fails."""
    staged = folder.with_name(f"{STAGING_PREFIX}{folder.name}-{key}")
    lock = ExitStack()
    try:
        staged.mkdir(parents=True, exist_ok=True)
        lock.enter_context(held(staged.with_name(staged.name + ".lock")))
    except TimeoutError:
        raise RunError(
            f"the tagger {folder.name} is being trained by another process: wait until it ends, "
            "or give another folder with --runs"
        ) from None
    except OSError as error:
        raise RunError(
            f"cannot write to {folder.parent} ({error.strerror}): give another folder with --runs"
        ) from error
    with lock:
        yield staged


def _put_in_place(staged: Path, folder: Path) -> None:
    """Give a complete tagger its name; an older one makes way first."""
    for path in staged.iterdir():
        if path.name not in {RECORD, MODEL}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    older = folder.with_name(f"{STAGING_PREFIX}{folder.name}-older")
    shutil.rmtree(older, ignore_errors=True)
    if folder.exists():
        folder.replace(older)
    staged.replace(folder)
    shutil.rmtree(older, ignore_errors=True)
