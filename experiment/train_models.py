"""Trains what a request asks for and has not been trained yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..data.dataset import Dataset
from ..data.label_map import parse_label_map
from ..data.other_test import load_test_set, with_other_test
from ..data.sources import load_dataset
from ..exceptions import UsageError
from .checkpoints import local_checkpoints
from .listener import Listener, Silent
from .other_test import predict_other_test, require_kept_model
from .plan import ModelPlan, plan_models
from .registry import MODELS
from .request import DEFAULT_DATASET, Request
from .run import Run
from .store import RunStore
from .train import find_run, train


@dataclass(frozen=True)
class TrainedModels:
    """The runs of a request, one tuple of seeds for each model, and the data they are on."""

    dataset: Dataset
    runs: tuple[tuple[Run, ...], ...]


def train_models(
    request: Request, store: RunStore, listener: Listener | None = None
) -> TrainedModels:
    """Train every model of a request that is not stored yet, baselines before BERT.

    Where the request names another data set to test on, its test rows stand in place of those of
    the data set that is trained on.

    Raises:
        SentimentLabError: Anything is wrong with data, settings or training.
    """
    name = request.dataset or DEFAULT_DATASET
    plans = plan_models(
        request.models, dataset=name, changes=request.changes, recipe=request.recipe
    )
    listener = listener or Silent()
    dataset = load_request_data(request, name)
    tested = _other_test(request, dataset)
    _say_findings(dataset, listener)
    if tested is not None:
        _say_findings(tested, listener)
    seeds = range(request.seed, request.seed + request.n_seeds)
    trainer = SeedTrainer(store, seeds, request.device, listener)
    for plan in plans:
        if tested is not None:
            require_kept_model(plan)
        trainer.require(plan, dataset)
    runs: dict[str, tuple[Run, ...]] = {}
    for plan in _cheapest_first(plans):
        found = trainer.runs(plan, dataset)
        runs[plan.name] = found if tested is None else trainer.on_other_test(found, plan, tested)
    return TrainedModels(tested or dataset, tuple(runs[plan.name] for plan in plans))


def load_request_data(request: Request, name: str) -> Dataset:
    """The data set of a request."""
    return load_dataset(
        name,
        columns=request.columns,
        # Of another test set, texts are left out there: this one is trained as it always is.
        drop_overlap=request.drop_overlap and request.test is None,
        positive=request.positive,
    )


@dataclass(frozen=True)
class SeedTrainer:
    """Trains plans with some seeds, or finds their runs.

    Attributes:
        store: Where runs are kept.
        seeds: Of weights, batches and dropout.
        device: ``"auto"`` or a torch device.
        listener: Told of the progress.
    """

    store: RunStore
    seeds: Sequence[int]
    device: str
    listener: Listener

    def require(self, plan: ModelPlan, dataset: Dataset) -> None:
        """Raise unless all is here that training needs, where a seed has yet to be trained.

        To be asked before the first of several models trains: an hour later is too late to hear
        what is missing.

        Raises:
            SentimentLabError: An extra, a device, a checkpoint or a file is missing.
        """
        if any(find_run(plan, dataset, self.store, seed) is None for seed in self.seeds):
            plan.require(self.device, local_checkpoints(plan, self.listener))

    def runs(self, plan: ModelPlan, dataset: Dataset) -> tuple[Run, ...]:
        """The runs of a plan, by seed.

        Raises:
            SentimentLabError: What the data, the model or its checkpoint raise.
        """
        return tuple(
            train(
                plan,
                dataset,
                self.store,
                seed=seed,
                device=self.device,
                listener=self.listener,
            )
            for seed in self.seeds
        )

    def on_other_test(
        self, runs: Sequence[Run], plan: ModelPlan, tested: Dataset
    ) -> tuple[Run, ...]:
        """The models of a plan's runs on the test rows of another data set, by seed.

        Args:
            runs: Of the plan, as `runs` gives them.
            plan: The model and its settings.
            tested: Their train and validation, with the test rows of the other.

        Raises:
            RunError: A run keeps no model.
        """
        return tuple(
            predict_other_test(
                run, plan, tested, self.store, device=self.device, listener=self.listener
            )
            for run in runs
        )


def _other_test(request: Request, dataset: Dataset) -> Dataset | None:
    """The data set with the rows of ``--test``; None where there are none."""
    if request.test is None:
        if request.map_labels:
            raise UsageError("--map-label needs --test: it says what the labels there are")
        return None
    if _are_one(request.test, dataset.name):
        raise UsageError(f"--test {request.test} is the data set itself: leave --test out")
    other = load_test_set(request.test)
    label_map = parse_label_map(request.map_labels)
    label_map.require_known([*other.classes, *dataset.classes])
    return with_other_test(dataset, other, label_map, drop_overlap=request.drop_overlap)


def _are_one(name: str, other: str) -> bool:
    """Whether two names are of one data set, however a path to it is written."""
    paths = [Path(each).expanduser() for each in (name, other)]
    return name == other or (all(path.exists() for path in paths) and paths[0].samefile(paths[1]))


def _say_findings(dataset: Dataset, listener: Listener) -> None:
    for finding in dataset.findings:
        listener.say(f"{dataset.name}: {finding.message}")


def _cheapest_first(plans: Sequence[ModelPlan]) -> list[ModelPlan]:
    """The known models in the order of their table, so that the first rows are there soon."""
    ranks = {name: rank for rank, name in enumerate(MODELS)}
    return sorted(plans, key=lambda plan: ranks.get(plan.name, 0))
