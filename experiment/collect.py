"""Brings together the systems of a comparison: trained, found in store, or read from files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ..analysis.predictions import Predictions, read_predictions, require_same_rows, test_rows
from ..analysis.system import DatasetDescription, System
from ..data.dataset import Dataset
from ..exceptions import PredictionsError
from .describe import describe_runs, describe_test_set
from .ensembles import add_calibrated, add_ensembles
from .listener import Listener, Silent
from .request import Request
from .run import Run
from .store import RunStore
from .train_models import load_request_data, train_models


@dataclass(frozen=True)
class Collected:
    """Systems over the same test rows, and what they are figures of.

    Attributes:
        systems: In the order asked for.
        description: Of the test set.
        runs: The stored runs behind each system, by seed, none behind rows that are made of other
            rows; empty for files of predictions.
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
    request.require_known_members()
    if request.predictions:
        return with_made_rows(collect_files(request, listener), request)
    trained = train_models(request, store, listener)
    collected = collect_runs(trained.runs, classes=trained.dataset.classes)
    return with_made_rows(replace(collected, train=_training_texts(trained.dataset)), request)


def with_made_rows(collected: Collected, request: Request) -> Collected:
    """Add the ensembles and the calibrated rows that a request asks for.

    Raises:
        UsageError: A member is unknown, or there are no validation rows to fit on.
        PredictionsError: Validation rows of an ensemble's members do not belong together.
    """
    costs = {runs[0].manifest.model: [run.manifest.cost for run in runs] for runs in collected.runs}
    systems = add_ensembles(collected.systems, request.ensembles, costs)
    systems = add_calibrated(systems, request.calibrate)
    made = len(systems) - len(collected.systems)
    runs = (*collected.runs, *((),) * made) if collected.runs else ()
    return replace(collected, systems=systems, runs=runs)


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
    tables = [[run.predictions(classes) for run in seeds] for seeds in runs]
    tests = [table.split("test") for seeds in tables for table in seeds]
    aligned = iter(require_same_rows(tests))
    systems = tuple(
        System(
            name=seeds[0].manifest.model,
            runs=tuple(next(aligned) for _ in seeds),
            cost=seeds[0].manifest.cost,
            checkpoint=seeds[0].manifest.checkpoint,
            title=seeds[0].manifest.title,
            validation=_validation_rows(read, tests[0].classes),
        )
        for seeds, read in zip(runs, tables, strict=True)
    )
    description = describe_runs(systems[0].runs[0], [seeds[0].manifest for seeds in runs])
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
        read_predictions(path, name, positive=request.positive)
        for name, path in request.predictions
    ]
    tests = [
        test_rows(table, str(file.path))
        for table, file in zip(tables, request.predictions, strict=True)
    ]
    aligned = require_same_rows(tests)
    validation = [_validation_rows([table], aligned[0].classes) for table in tables]
    files = ", ".join(path.name for _, path in request.predictions)
    if request.dataset is None:
        return _from_tables(aligned, validation, describe_test_set(aligned[0], None, files))
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
        validation,
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
    validation: Sequence[tuple[Predictions, ...]],
    description: DatasetDescription,
    train: pd.DataFrame | None = None,
) -> Collected:
    systems = tuple(
        System(table.name, (table,), validation=rows)
        for table, rows in zip(tables, validation, strict=True)
    )
    return Collected(systems, description, (), train)


def _validation_rows(
    tables: Sequence[Predictions], classes: tuple[str, ...]
) -> tuple[Predictions, ...]:
    """Validation rows of each table, in the class order of the test rows; none where one has none.

    Columns are found by name, so that another order of the classes is another order of reading.
    """
    rows = [Predictions(each.name, each.split("validation").frame, classes) for each in tables]
    return () if any(each.frame.empty for each in rows) else tuple(rows)


def _training_texts(dataset: Dataset) -> pd.DataFrame:
    return dataset.train[[name for name in ("text", "group") if name in dataset.train]]


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
