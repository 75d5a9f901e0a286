"""Ablations: one setting of a model at a time, each cell an ordinary stored run."""

from collections.abc import Mapping, Sequence

from ..analysis.ablation import Ablation, AblationTable, CellResult, ScoredSplit, ablation_frame
from ..analysis.learning_curve import learning_curve
from ..data.dataset import Dataset
from ..exceptions import UsageError
from .ablation_cells import CellTrainer
from .ablation_plan import (
    Base,
    Cell,
    CellTable,
    plan_settings,
    plan_sizes,
    require_counted_rows,
)
from .ablation_sample import TRAIN_SIZE
from .ablation_search import SEARCH, require_search, search_cells
from .ablation_values import Variation
from .listener import Listener, Silent
from .request import DEFAULT_DATASET, Request
from .store import RunStore
from .train_models import load_request_data


def ablate(
    request: Request,
    variations: Sequence[Variation],
    store: RunStore,
    listener: Listener | None = None,
    *,
    split: ScoredSplit = "validation",
    trials: int | None = None,
) -> Ablation:
    """Train a model with one setting changed at a time, and hold every cell against the base.

    A cell is a stored run like any other: what has been trained is not trained again, and what was
    interrupted resumes. A cell that runs out of memory, or whose loss is no longer a number, is a
    row that says so; it is tried anew next time.

    Args:
        request: One model, with the settings that every cell starts from.
        variations: What is varied.
        store: Where runs are kept; the last comparison stays what it was.
        listener: Told of the progress, and of each cell as soon as it is finished.
        split: The rows that the figures are of; nothing should be chosen on ``"test"``.
        trials: So many combinations of the values, proposed by Optuna, in place of one setting at a
            time; None: one at a time.

    Raises:
        SentimentLabError: Anything is wrong with data, settings or training; names and values are
            checked before anything trains.
    """
    listener = listener or Silent()
    (model,) = request.models
    name = request.dataset or DEFAULT_DATASET
    base = Base(model, name, request.changes, request.recipe)
    planned = plan_settings(base, variations)
    if trials is not None:
        require_search(variations, trials, split)
    if split == "test" and any(each.setting == TRAIN_SIZE for each in variations):
        require_counted_rows(base)
    dataset = load_request_data(request, name)
    for finding in dataset.findings:
        listener.say(f"{dataset.name}: {finding.message}")
    planned += _plan_sizes(base, variations, len(dataset.train), listener)
    order = [variation.setting for variation in variations]
    tables = sorted(planned, key=lambda table: order.index(table.setting))
    seeds = range(request.seed, request.seed + request.n_seeds)
    trainer = CellTrainer(dataset, store, seeds, request.device, split, listener)
    if trials is None:
        return _analyse(request, trainer, _train(trainer, tables))
    trainer.require([cell for table in tables for cell in table.cells])
    found = search_cells(base, variations, trainer.result, trials=trials, seed=request.seed)
    return _analyse(request, trainer, {SEARCH: found})


def _plan_sizes(
    base: Base, variations: Sequence[Variation], n_train: int, listener: Listener
) -> list[CellTable]:
    """The cells of the learning curve, where one is asked for; says which sizes are left out."""
    asked = [each for each in variations if each.setting == TRAIN_SIZE]
    tables = [plan_sizes(base, each, n_train) for each in asked]
    for variation, table in zip(asked, tables, strict=True):
        kept = {cell.value for cell in table.cells}
        if left_out := [size for size in variation.values if size not in kept]:
            listener.say(f"left out: {TRAIN_SIZE}={','.join(left_out)}, of {n_train} training rows")
    return tables


def _train(trainer: CellTrainer, tables: Sequence[CellTable]) -> dict[str, list[CellResult]]:
    """The results of each table's cells; the default is trained first, and once for all tables."""
    cells = {cell.identity: cell for table in tables for cell in table.cells}
    ordered = sorted(cells.values(), key=lambda cell: not cell.is_default)
    _require_all_classes(trainer, ordered)
    trainer.require(ordered)
    results = {cell.identity: trainer.result(cell) for cell in ordered}
    return {
        table.setting: [results[cell.identity].named(cell.value) for cell in table.cells]
        for table in tables
    }


def _require_all_classes(trainer: CellTrainer, cells: Sequence[Cell]) -> None:
    """Refuse a sample that lacks a class, before anything trains."""
    classes = trainer.dataset.classes
    for cell in cells:
        for seed in trainer.seeds:
            if trainer.data(cell, seed).train["label"].nunique() < len(classes):
                raise UsageError(
                    f"{TRAIN_SIZE}={cell.value} holds not all of the {len(classes)} classes: "
                    "name larger sizes"
                )


def _analyse(
    request: Request, trainer: CellTrainer, results: Mapping[str, Sequence[CellResult]]
) -> Ablation:
    dataset: Dataset = trainer.dataset
    scored = dataset.split(trainer.split)
    draws, seed = request.resamples, request.seed
    sized = results.get(TRAIN_SIZE)
    return Ablation(
        model=request.models[0],
        changes=request.changes,
        split=trainer.split,
        data=dataset.name,
        unit=dataset.unit,
        n=len(scored),
        n_groups=int(scored["group"].nunique()) if "group" in scored else None,
        group_unit=dataset.group_unit,
        n_train=len(dataset.train),
        tables=tuple(
            AblationTable(setting, ablation_frame(cells, resamples=draws, seed=seed))
            for setting, cells in results.items()
        ),
        curve=learning_curve(sized, seed=seed) if sized else None,
        resamples=draws,
        seed=seed,
    )
