"""What a user asks to be compared: models on a data set, or files of predictions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..data.columns import Columns
from ..exceptions import UsageError, unknown_name
from .ensemble_spec import EnsembleSpec, calibrated_name, require_members
from .plan import Recipe
from .registry import DEFAULT_MODELS

DEFAULT_DATASET = "rotten-tomatoes"


class NamedFile(NamedTuple):
    """A predictions table and the name of the system that made it."""

    name: str
    path: Path


@dataclass(frozen=True)
class Request:
    """The same words for `compare`, `errors` and `report`.

    Attributes:
        dataset: Name or path; None: the default, or none where predictions are given.
        predictions: Tables of the user's own, in place of runs.
        models: Names of known models, or ``package.module:object``.
        changes: ``MODEL.SETTING=VALUE``, as after ``--set``.
        recipe: Where settings start from.
        seed: The first seed.
        n_seeds: How many seeds of each model are trained.
        device: ``"auto"`` or a torch device.
        columns: Which columns hold what, where the usual names do not tell.
        drop_overlap: Leave out test texts that stand in train.
        positive: The positive class of two.
        test: Another data set whose test rows are predicted in place of the data set's own.
        map_labels: ``LABEL=NAME``, as after ``--map-label``: what its labels are called.
        baseline: The system that others are measured against; None: ``logreg``, else the first.
        resamples: Bootstrap replicates.
        ensembles: Rows made of several others.
        calibrate: Names of systems, ensembles among them, that get a row at the temperature of
            least log-loss on validation.
    """

    dataset: str | None = None
    predictions: tuple[NamedFile, ...] = ()
    models: tuple[str, ...] = DEFAULT_MODELS
    changes: tuple[str, ...] = ()
    recipe: Recipe = "default"
    seed: int = 0
    n_seeds: int = 1
    device: str = "auto"
    columns: Columns = field(default_factory=Columns)
    drop_overlap: bool = False
    positive: str | None = None
    test: str | None = None
    map_labels: tuple[str, ...] = ()
    baseline: str | None = None
    resamples: int = 10_000
    ensembles: tuple[EnsembleSpec, ...] = ()
    calibrate: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.n_seeds < 1:
            raise UsageError(f"--seeds must be 1 or more, not {self.n_seeds}")
        if self.resamples < 100:
            raise UsageError(f"--resamples must be 100 or more, not {self.resamples}")
        if self.predictions:
            self._refuse_what_only_training_needs()

    @property
    def names(self) -> tuple[str, ...]:
        """What the systems will be called."""
        if self.predictions:
            return tuple(file.name for file in self.predictions)
        return self.models

    @property
    def row_names(self) -> tuple[str, ...]:
        """What the rows will be called: the systems, their ensembles and the calibrated ones."""
        made = (*self.names, *(spec.name for spec in self.ensembles))
        return (*made, *(calibrated_name(name) for name in self.calibrate))

    def require_known_members(self) -> None:
        """Refuse ensembles and calibrated rows of systems that are not asked for.

        Raises:
            UsageError: A name is unknown or taken, one is calibrated twice, or a calibrated row
                would have the name of another row.
        """
        require_members(self.ensembles, self.names)
        known = (*self.names, *(spec.name for spec in self.ensembles))
        for name in self.calibrate:
            if name not in known:
                raise unknown_name("system to calibrate", name, known)
            if self.calibrate.count(name) > 1:
                raise UsageError(f"--calibrate {name} stands twice: give each name once")
            if (made := calibrated_name(name)) in known:
                raise UsageError(
                    f"--calibrate {name} makes a row '{made}', and another row has that name: "
                    "give that one a name of its own"
                )

    def _refuse_what_only_training_needs(self) -> None:
        given = {
            "--set": bool(self.changes),
            "--recipe": self.recipe != "default",
            "--seeds": self.n_seeds != 1,
            "--drop-overlap": self.drop_overlap,
            "--test": self.test is not None,
            "--map-label": bool(self.map_labels),
        }
        for option, is_given in given.items():
            if is_given:
                raise UsageError(
                    f"{option} says how to train and --predictions that nothing is trained: "
                    "leave one of them out"
                )


def parse_named_files(items: Sequence[str]) -> tuple[NamedFile, ...]:
    """Files of predictions from ``NAME=FILE``; a file alone is named after its stem.

    Raises:
        UsageError: Two files under one name, or a name or file left empty.
    """
    files = []
    for item in items:
        name, equals, path = item.partition("=")
        if not equals:
            name, path = Path(item).stem, item
        if not name or not path:
            raise UsageError(f"--predictions takes NAME=FILE, not '{item}'")
        files.append(NamedFile(name, Path(path)))
    names = [file.name for file in files]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"two predictions are named '{name}': give each its own NAME=FILE")
    return tuple(files)
