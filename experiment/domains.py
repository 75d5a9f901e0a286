"""One model over several domains: trained on each data set, tested on each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations

import pandas as pd

from ..analysis.domain_matrix import (
    Domain,
    DomainCell,
    DomainMatrix,
    domain_cells,
    domain_differences,
)
from ..analysis.prediction_files import PROBABILITY_PREFIX
from ..analysis.predictions import Predictions
from ..data.dataset import Dataset
from ..data.label_map import LabelMap, parse_label_map, translate_labels
from ..data.other_test import own_test_set, with_other_test
from ..data.sources import load_dataset
from ..exceptions import DataError, UsageError
from .listener import Listener, Silent
from .other_test import require_kept_model
from .plan import ModelPlan, plan_models
from .request import Request
from .run import Run
from .store import RunStore
from .train_models import SeedTrainer

FEWEST_DOMAINS = 2

Cells = dict[tuple[str, str], tuple[Run, ...]]
"""Runs by the names of the data sets that they are trained and tested on."""


def domains(
    request: Request, names: Sequence[str], store: RunStore, listener: Listener | None = None
) -> DomainMatrix:
    """Train a model on each of several data sets and test each model on all of them.

    Cells are stored runs: those on the diagonal are the ones that `compare` and `train` make, and
    what is stored is neither trained nor predicted again.

    Args:
        request: One model with its settings and seeds; ``map_labels`` says which labels are the
            same; with ``drop_overlap`` a test text that stands in any train counts in no cell.
        names: Names or paths of the data sets; own files have the usual column names.
        store: Where runs are kept; the last comparison stays what it was.
        listener: Told of the progress.

    Raises:
        SentimentLabError: Anything is wrong with data, labels, settings or training; all that can
            be is checked before anything trains.
    """
    listener = listener or Silent()
    _require_several(names)
    plans = {name: _plan(request, name) for name in names}
    _require_one_model(plans)
    loaded = {name: load_dataset(name) for name in names}
    _require_different(loaded)
    label_map = parse_label_map(request.map_labels)
    label_map.require_known(label for data in loaded.values() for label in data.classes)
    tested = {
        (train, test): with_other_test(loaded[train], own_test_set(loaded[test]), label_map)
        for train, test in permutations(names, 2)
    }
    kept = _rows_to_score(loaded) if request.drop_overlap else None
    _say(loaded, listener)
    seeds = range(request.seed, request.seed + request.n_seeds)
    trainer = SeedTrainer(store, seeds, request.device, listener)
    runs = _train(trainer, plans, loaded, tested)
    cells = [
        _cell(found, loaded[train], loaded[test], label_map, kept)
        for (train, test), found in runs.items()
    ]
    return DomainMatrix(
        model=request.models[0],
        changes=request.changes,
        domains=tuple(_domain(data, kept) for data in loaded.values()),
        cells=domain_cells(cells),
        differences=domain_differences(cells, resamples=request.resamples, seed=request.seed),
        label_map=request.map_labels,
        dropped=None if kept is None else sum(int((~rows).sum()) for rows in kept.values()),
        refitted=all(run.manifest.refitted for found in runs.values() for run in found),
        resamples=request.resamples,
        seed=request.seed,
    )


def _require_several(names: Sequence[str]) -> None:
    for name in names:
        if list(names).count(name) > 1:
            raise UsageError(f"the data set {name} is named twice: name each once")
    if len(names) < FEWEST_DOMAINS:
        raise UsageError(f"domains needs {FEWEST_DOMAINS} data sets or more, not {len(names)}")


def _plan(request: Request, name: str) -> ModelPlan:
    (plan,) = plan_models(
        request.models, dataset=name, changes=request.changes, recipe=request.recipe
    )
    return plan


def _require_one_model(plans: Mapping[str, ModelPlan]) -> None:
    """Refuse settings that depend on the data set: rows would differ by more than the domain."""
    (first, reference), *others = plans.items()
    ours = reference.identity()["settings"]
    for name, plan in others:
        theirs = plan.identity()["settings"]
        for setting in (each for each in ours if ours[each] != theirs[each]):
            raise UsageError(
                f"{plan.name}.{setting} is {ours[setting]} on {first} and {theirs[setting]} on "
                f"{name}: for a difference of domains alone, give one with "
                f"--set {plan.name}.{setting}=VALUE"
            )


def _require_different(loaded: Mapping[str, Dataset]) -> None:
    seen: dict[str, str] = {}
    for name, dataset in loaded.items():
        if (twin := seen.setdefault(dataset.fingerprint, name)) != name:
            raise UsageError(f"{twin} and {name} hold the same rows: leave one of them out")


def _rows_to_score(loaded: Mapping[str, Dataset]) -> dict[str, pd.Series]:
    """For each test set which rows' text stands in no train and no validation."""
    learnt = {text for data in loaded.values() for text in _learnt(data)}
    kept = {name: ~data.test["text"].isin(learnt) for name, data in loaded.items()}
    for name, rows in kept.items():
        if not rows.any():
            raise DataError(f"every test text of {name} stands in a train: nothing is left to test")
    return kept


def _learnt(dataset: Dataset) -> pd.Series:
    return pd.concat([dataset.train["text"], dataset.validation["text"]])


def _say(loaded: Mapping[str, Dataset], listener: Listener) -> None:
    for name, dataset in loaded.items():
        for finding in dataset.findings:
            listener.say(f"{name}: {finding.message}")


def _train(
    trainer: SeedTrainer,
    plans: Mapping[str, ModelPlan],
    loaded: Mapping[str, Dataset],
    tested: Mapping[tuple[str, str], Dataset],
) -> Cells:
    """The runs of every cell, row by row."""
    for name, plan in plans.items():
        require_kept_model(plan)
        trainer.require(plan, loaded[name])
    found: Cells = {}
    for train, plan in plans.items():
        own = trainer.runs(plan, loaded[train])
        for test in loaded:
            data = tested.get((train, test))
            runs = own if data is None else trainer.on_other_test(own, plan, data)
            found[train, test] = runs
    return found


def _cell(
    runs: Sequence[Run],
    train: Dataset,
    test: Dataset,
    label_map: LabelMap,
    kept: Mapping[str, pd.Series] | None,
) -> DomainCell:
    """The test predictions of a cell, in the class names and the row order of the test set."""
    names = translate_labels(
        label_map,
        train.classes,
        test.classes,
        labels_of=train.name,
        classes_of=test.name,
    )
    rows = test.test if kept is None else test.test[kept[test.name]]
    predictions = tuple(
        _renamed(run.predictions(train.classes), names, test.classes, rows["id"]) for run in runs
    )
    overlap = int(rows["text"].isin(set(_learnt(train))).sum())
    return DomainCell(train.name, test.name, predictions, overlap)


def _renamed(
    predictions: Predictions, names: Mapping[str, str], classes: tuple[str, ...], ids: pd.Series
) -> Predictions:
    frame = predictions.split("test").frame.set_index("id", drop=False).loc[ids.to_numpy()]
    columns = {PROBABILITY_PREFIX + old: PROBABILITY_PREFIX + new for old, new in names.items()}
    frame = frame.rename(columns=columns).reset_index(drop=True)
    renamed = {name: frame[name].map(dict(names)).astype("str") for name in ("label", "predicted")}
    return replace(predictions, frame=frame.assign(**renamed), classes=classes)


def _domain(dataset: Dataset, kept: Mapping[str, pd.Series] | None) -> Domain:
    test = dataset.test if kept is None else dataset.test[kept[dataset.name]]
    return Domain(
        name=dataset.name,
        unit=dataset.unit,
        n_train=len(dataset.train),
        n_validation=len(dataset.validation),
        n_test=len(test),
        n_groups=int(test["group"].nunique()) if "group" in test else None,
        group_unit=dataset.group_unit,
    )
