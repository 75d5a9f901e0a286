"""Labels texts with a stored run."""

import pandas as pd

from ..exceptions import RunError
from ..models.classifier import Classifier, Execution
from .listener import Listener, Silent
from .predict import label_frame
from .registry import MODELS
from .run import Run


def label_texts(
    run: Run, texts: pd.DataFrame, *, device: str = "auto", listener: Listener | None = None
) -> pd.DataFrame:
    """Predict texts.

    Args:
        run: A stored run with its model.
        texts: Columns ``id`` and ``text``.
        device: ``"auto"`` or a torch device.
        listener: Told of the progress.

    Returns:
        A frame with ``id``, ``p_<class>`` for each class, and ``predicted``, rows in the order of
        ``texts``.

    Raises:
        RunError: The run keeps no model, or a damaged one.
    """
    listener = listener or Silent()
    classifier = load_classifier(run, Execution(device=device, on_progress=listener.progress))
    return label_frame(classifier, texts, run.manifest.data.classes)


def load_classifier(run: Run, execution: Execution) -> Classifier:
    """The fitted model of a run.

    Raises:
        RunError: The run keeps no model.
        UsageError: The class of a user's own model cannot be imported from here.
    """
    folder = run.model_folder
    if folder is None and run.manifest.model_run:
        raise RunError(
            f"the run {run.folder.name} predicted with the model of {run.manifest.model_run}, "
            "which is gone: train it again"
        )
    if folder is None:
        raise RunError(
            f"the run {run.folder.name} keeps no model: its class has no save and load methods"
        )
    name = run.manifest.model
    if name in MODELS:
        return MODELS[name].classifier_class().load(folder, execution=execution)
    from ..models.custom import load_own

    return load_own(name, folder, execution)
