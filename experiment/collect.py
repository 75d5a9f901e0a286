"""Brings together the systems of a comparison: trained, found in store, or read from files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ..analysis.predictions import Predictions, read_predictions, require_same_rows, test_rows
from ..analysis.system import DatasetDescription, System
from ..data.dataset import Dataset
from ..data.sources import load_dataset
from ..exceptions import PredictionsError
from .checkpoints import local_checkpoints
from .describe import describe_test_set
from .listener import Listener, Silent
from .plan import ModelPlan, plan_models
from .registry import MODELS
from .request import DEFAULT_DATASET, Request
from .run import Run
from .store import RunStore
from .train import find_run, train


@dataclass(frozen=True)
class Collected:
    """Systems over the same test rows, and what they are figures of.

    Attributes:
        systems: In the order asked for.
        description: Of the test set.
        runs: The stored runs behind each system, by seed; empty for files of predictions.
        train: ``text`` and perhaps ``group`` of the training rows, where a data set was named.
    """

    systems: tuple[System, ...]
    description: DatasetDescription
    runs: tuple[tuple[Run, ...], ...]
    train: pd.DataFrame | None = None

    @property
    def artefacts(self) -> list[Predictions]:
        """The test predictions of each system's first seed."""
        return [system.runs[0] for system in self.systems]


def collect(request: Request, store: RunStore, listener: Listener | None = None) -> Collected:
    """Train what is missing, or read the files of predictions, and check that all belong together.

    Args:
        request: What is asked for.
        store: Where runs are kept.
        listener: Told of the progress.

    Raises:
        SentimentLabError: Anything is wrong with data, settings, training or predictions.
    """
    if request.predictions:
        return collect_files(request, listener)
    trained = train_models(request, store, listener)
    collected = collect_runs(trained.runs, classes=trained.dataset.classes)
    return replace(collected, train=_training_texts(trained.dataset))


@dataclass(frozen=True)
class TrainedModels:
    """The runs of a request, one tuple of seeds for each model, and the data they are on."""

    dataset: Dataset
    runs: tuple[tuple[Run, ...], ...]


def train_models(
    request: Request, store: RunStore, listener: Listener | None = None
) -> TrainedModels:
    """Train every model of a request that is not stored yet, baselines before BERT.

    Raises:
        SentimentLabError: Anything is wrong with data, settings or training.
    """
    name = request.dataset or DEFAULT_DATASET
    plans = plan_models(
        request.models, dataset=name, changes=request.changes, recipe=request.recipe
    )
    dataset = load_request_data(request, name)
    listener = listener or Silent()
    for finding in dataset.findings:
        listener.say(f"{dataset.name}: {finding.message}")
    seeds = range(request.seed, request.seed + request.n_seeds)
    for plan in plans:
        # Before the first of them trains: an hour later is too late to hear what is missing.
        if any(find_run(plan, dataset, store, seed) is None for seed in seeds):
            plan.require(request.device, local_checkpoints(plan, listener))
    runs = {
        plan.name: tuple(
            train(plan, dataset, store, seed=seed, device=request.device, listener=listener)
            for seed in seeds
        )
        for plan in _cheapest_first(plans)
    }
    return TrainedModels(dataset, tuple(runs[plan.name] for plan in plans))


def load_request_data(request: Request, name: str) -> Dataset:
    """The data set of a request."""
    return load_dataset(
        name,
        columns=request.columns,
        drop_overlap=request.drop_overlap,
        positive=request.positive,
    )


def collect_runs(
    runs: Sequence[Sequence[Run]], *, classes: Sequence[str] | None = None
) -> Collected:
    """Systems from stored runs, one sequence of seeds for each.

    Args:
        runs: Each system's runs, by seed.
        classes: Another order of the classes than the runs were made with.

    Raises:
        RunError: A run is damaged.
        PredictionsError: The runs are over different test sets.
    """
    tables = [[run.predictions(classes).split("test") for run in seeds] for seeds in runs]
    aligned = iter(require_same_rows([table for seeds in tables for table in seeds]))
    systems = tuple(
        System(
            name=seeds[0].manifest.model,
            runs=tuple(next(aligned) for _ in seeds),
            cost=seeds[0].manifest.cost,
            checkpoint=seeds[0].manifest.checkpoint,
            title=seeds[0].manifest.title,
        )
        for seeds in runs
    )
    data = runs[0][0].manifest.data
    description = describe_test_set(systems[0].runs[0], data, data.name)
    return Collected(systems, description, tuple(tuple(seeds) for seeds in runs))


def collect_files(request: Request, listener: Listener | None = None) -> Collected:
    """Systems from files of predictions; texts come from the data set where one is named.

    Args:
        request: Files, and perhaps the data set.
        listener: Told how many test rows of the data set the files leave out.

    Raises:
        PredictionsError: A file is malformed, or the files are over different rows.
    """
    tables = [
        test_rows(read_predictions(path, name, positive=request.positive), str(path))
        for name, path in request.predictions
    ]
    aligned = require_same_rows(tables)
    files = ", ".join(path.name for _, path in request.predictions)
    if request.dataset is None:
        return _from_tables(aligned, describe_test_set(aligned[0], None, files))
    dataset = load_request_data(request, request.dataset)
    aligned = [_with_texts(table, dataset) for table in aligned]
    left_out = len(dataset.test) - len(aligned[0].frame)
    if left_out:
        (listener or Silent()).say(
            f"the predictions leave out {left_out} of {len(dataset.test)} test rows"
        )
    described = describe_test_set(aligned[0], None, dataset.name)
    return _from_tables(
        aligned,
        replace(
            described,
            unit=dataset.unit,
            published=dataset.published,
            group_unit=dataset.group_unit,
        ),
        _training_texts(dataset),
    )


def _from_tables(
    tables: Sequence[Predictions],
    description: DatasetDescription,
    train: pd.DataFrame | None = None,
) -> Collected:
    systems = tuple(System(table.name, (table,)) for table in tables)
    return Collected(systems, description, (), train)


def _training_texts(dataset: Dataset) -> pd.DataFrame:
    return dataset.train[[name for name in ("text", "group") if name in dataset.train]]


def _cheapest_first(plans: Sequence[ModelPlan]) -> list[ModelPlan]:
    """The known models in the order of their table, so that the first rows are there soon."""
    ranks = {name: rank for rank, name in enumerate(MODELS)}
    return sorted(plans, key=lambda plan: ranks.get(plan.name, 0))


def _require_same_labels(table: Predictions, labels: pd.Series, name: str) -> None:
    """Refuse a table whose labels are not those of the data set; ``labels`` is indexed by id."""
    ours, theirs = table.frame["label"].to_numpy(), labels.loc[table.frame["id"]].to_numpy()
    differs = ours != theirs
    if differs.any():
        first = int(differs.argmax())
        raise PredictionsError(
            f"{differs.sum()} labels of '{table.name}' are not those of {name}, the first: "
            f"{table.frame['id'].iloc[first]} is '{ours[first]}' here and '{theirs[first]}' there"
        )


def _with_texts(table: Predictions, dataset: Dataset) -> Predictions:
    """The table with text, film and rating of the data set's test rows, joined by id."""
    extra = [name for name in ("text", "group", "rating") if name in dataset.test]
    fresh = [name for name in extra if name not in table.frame]
    known = dataset.test.set_index("id")
    absent = table.frame.loc[~table.frame["id"].isin(known.index), "id"]
    if len(absent):
        raise PredictionsError(
            f"{len(absent)} ids of '{table.name}' are not in the test set of {dataset.name}, "
            f"the first: {absent.iloc[0]}"
        )
    _require_same_labels(table, known["label"], dataset.name)
    joined = known.loc[table.frame["id"], fresh].reset_index(drop=True)
    frame = pd.concat([table.frame.reset_index(drop=True), joined], axis=1)
    return Predictions(table.name, frame, table.classes)
