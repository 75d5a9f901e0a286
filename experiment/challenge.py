"""A contrast set from a file, and the predictions that stored runs or files hold for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..analysis import prediction_checks as checks
from ..analysis.contrast_sets import ContrastResults, contrast_results
from ..analysis.prediction_files import PROBABILITY_PREFIX, is_probability, read_frame
from ..analysis.predictions import Predictions, check_predictions
from ..class_order import usual_partner
from ..data.columns import Columns
from ..exceptions import PredictionsError, UsageError
from .challenge_set import ChallengeSet, class_labels, read_challenge
from .compare import USUAL_BASELINE
from .label import label_texts
from .last import recall, recall_runs
from .listener import Listener, Silent
from .request import NamedFile
from .run import Run
from .store import RunStore


@dataclass(frozen=True)
class Challenge:
    """What came of a contrast set.

    Attributes:
        set: The set.
        systems: Predictions of its rows.
        results: Figures and comparisons.
    """

    set: ChallengeSet
    systems: tuple[Predictions, ...]
    results: ContrastResults


def challenge(
    path: Path,
    store: RunStore,
    *,
    names: Sequence[str] = (),
    files: Sequence[NamedFile] = (),
    baseline: str | None = None,
    columns: Columns = Columns(),  # noqa: B008 - frozen, so one default serves all calls
    device: str = "auto",
    listener: Listener | None = None,
) -> Challenge:
    """Measure stored models, or files of predictions, on a contrast set.

    Args:
        path: The set, see `read_challenge`.
        store: Where runs are kept.
        names: Runs by folder, name, key or model; none and no files: those of the last comparison.
        files: Predictions of the set's rows, joined by id.
        baseline: The system that others are held against; None: ``logreg``, else the first.
        columns: Where the set's columns have other than the usual names.
        device: ``"auto"`` or a torch device.
        listener: Told of the progress.

    Raises:
        SentimentLabError: Anything is wrong with the set, the runs or the predictions.
    """
    listener = listener or Silent()
    contrast = read_challenge(path, columns)
    runs = _runs(store, names) if names or not files else []
    systems = [read_challenge_predictions(file, contrast) for file in files]
    for name, run in _named(runs):
        listener.say(f"run {run.folder.name}, trained on {run.manifest.data.train_name}")
        systems.append(_predicted(run, name, contrast, device, listener))
    called = [system.name for system in systems]
    for name in called:
        if called.count(name) > 1:
            raise UsageError(f"two systems are named '{name}': give each file its own NAME=FILE")
    against = baseline or (USUAL_BASELINE if USUAL_BASELINE in called else called[0])
    results = contrast_results(systems, contrast.frame[["id", "pair", "kind"]], against)
    return Challenge(contrast, tuple(systems), results)


def read_challenge_predictions(file: NamedFile, contrast: ChallengeSet) -> Predictions:
    """A file's predictions of a contrast set, joined by id; labels are the set's.

    Args:
        file: Parquet or CSV with ``id`` and ``p_<class>``, as ``sentiment-lab predict`` writes it.
        contrast: The set.

    Raises:
        PredictionsError: The file lacks a column or an id of the set, or names one twice.
        DataError: A label of the set is no class of the predictions.
    """
    raw = read_frame(file.path)
    where = str(file.path)
    if "id" not in raw:
        raise PredictionsError(f"{where}: no column 'id', by which predictions are joined")
    raw = raw.assign(id=checks.as_text(raw["id"]))
    doubled = raw.loc[raw["id"].duplicated(), "id"]
    if len(doubled):
        raise PredictionsError(f"{where}: the id '{doubled.iloc[0]}' stands there twice")
    ids = contrast.frame["id"]
    absent = ids[~ids.isin(raw["id"])]
    if len(absent):
        raise PredictionsError(
            f"{where}: {len(absent)} of the {len(ids)} rows of {contrast.name} are not predicted, "
            f"the first: id '{absent.iloc[0]}'"
        )
    raw = raw.set_index("id").loc[ids].reset_index()
    raw, classes = _both_classes(raw, where)
    kept = [f"{PROBABILITY_PREFIX}{name}" for name in classes]
    kept += ["predicted"] if "predicted" in raw else []
    return _system(raw[kept], file.name, classes, contrast)


def _both_classes(raw: pd.DataFrame, where: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The class names in order; the second of two probabilities is added where it is left out."""
    named = [str(each).removeprefix(PROBABILITY_PREFIX) for each in raw if is_probability(each)]
    if len(named) == 1:
        partner = usual_partner(named[0])
        if partner is None:
            raise PredictionsError(
                f"{where}: only one column of probabilities, {PROBABILITY_PREFIX}{named[0]}; add "
                "one for each class"
            )
        given = checks.numeric_probabilities(raw, [PROBABILITY_PREFIX + named[0]], where)[:, 0]
        raw = raw.assign(**{PROBABILITY_PREFIX + partner: 1 - given})
        named.append(partner)
    if not named:
        raise PredictionsError(f"{where}: no column {PROBABILITY_PREFIX}<class>")
    return raw, checks.order_classes(named, None)


def _runs(store: RunStore, names: Sequence[str]) -> list[Run]:
    if names:
        return [store.resolve(name) for name in names]
    last = recall(store.root)
    if not last.runs:
        raise UsageError(
            "the last comparison was of files of predictions, which hold none of this set: name "
            "runs with --model, or predictions of the set with --predictions NAME=FILE"
        )
    return [seeds[0] for seeds in recall_runs(store.root, last)]


def _named(runs: Sequence[Run]) -> list[tuple[str, Run]]:
    """Runs under their model's name, or their folder's where two are of one model."""
    models = [run.manifest.model for run in runs]
    return [
        (run.manifest.model if models.count(run.manifest.model) == 1 else run.folder.name, run)
        for run in runs
    ]


def _predicted(
    run: Run, name: str, contrast: ChallengeSet, device: str, listener: Listener
) -> Predictions:
    classes = run.manifest.data.classes
    class_labels(contrast, classes)  # before the model is loaded
    labelled = label_texts(run, contrast.frame[["id", "text"]], device=device, listener=listener)
    return _system(labelled.drop(columns="id"), name, classes, contrast)


def _system(
    predicted: pd.DataFrame, name: str, classes: Sequence[str], contrast: ChallengeSet
) -> Predictions:
    """Predictions beside the set's labels; rows are in its order."""
    kept = [each for each in ("id", "text", "group") if each in contrast.frame]
    frame = contrast.frame[kept].assign(label=class_labels(contrast, classes).to_numpy())
    joined = pd.concat([frame, predicted.reset_index(drop=True)], axis=1)
    return check_predictions(joined, name, classes)
