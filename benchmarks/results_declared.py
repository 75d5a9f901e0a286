"""The types of what docs/results.md is made of: rows, ensembles, ablations, claims, the experiment.

docs/results/rows.toml and experiment.toml hold them; `results_rows` reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sentiment_lab.exceptions import UsageError, unknown_name

ROWS = "rows.toml"
EXPERIMENT_SOURCE = "the experiment"
"""How a published figure of the experiment itself names its source."""


@dataclass(frozen=True)
class Published:
    """An accuracy in %, as its source prints it."""

    accuracy: float
    source: str


@dataclass(frozen=True)
class Row:
    """One trained model on the page.

    Attributes:
        name: Of the row; each stands once.
        family: Which of the families of models it belongs to.
        predictions: Predictions tables below docs/results, one a seed; a manifest of the same name
            (``.json``) lies beside each.
        command: What trains it.
        looks: How often the test labels were read for it.
        published: Accuracies of comparable models.
        busy: Whether other work ran on the machine, so that times are upper bounds.
        command_seconds: Wall clock of the whole command by ``time``, which no manifest holds.
        published_parameters: As the experiment gives them, such as ``"2M"``.
        note: What a reader has to know of it.
    """

    name: str
    family: str
    predictions: tuple[str, ...]
    command: str
    looks: int
    published: tuple[Published, ...] = ()
    busy: bool = False
    command_seconds: float | None = None
    published_parameters: str | None = None
    note: str | None = None

    @property
    def of_experiment(self) -> Published | None:
        """The experiment's own figure for such a model, where it has one."""
        own = (each for each in self.published if each.source == EXPERIMENT_SOURCE)
        return next(own, None)


@dataclass(frozen=True)
class Pretraining:
    """What was learnt from texts without labels before a row was trained.

    Attributes:
        what: In a few words.
        command: What trains it.
        log: File below docs/results: what the command said, and its wall clock by ``time``.
        busy: Whether other work ran on the machine, so that the time is an upper bound.
    """

    what: str
    command: str
    log: str
    busy: bool = False


@dataclass(frozen=True)
class Elsewhere:
    """A published row that was not had here: what, its figure, and why not."""

    family: str
    what: str
    accuracy: str
    source: str
    why: str


@dataclass(frozen=True)
class AblationFile:
    """The output of ``ablate --format json``: whose, of which data, by which command."""

    model: str
    data: str
    file: str
    command: str
    note: str | None = None


@dataclass(frozen=True)
class Claim:
    """What the experiment says, and by which rule it is decided.

    Attributes:
        says: The claim.
        why: Why it cannot be tested, where there is nothing to decide it from.
        rule: A name of `results_claims.RULES`; None: never decided here.
        rows: Rows that the rule reads, in the order claimed.
        setting: Setting of an ablation of ``bert`` that the rule reads.
        values: Its values that the claim is about.
        category: Category of errors that the rule reads.
    """

    says: str
    why: str
    rule: str | None = None
    rows: tuple[str, ...] = ()
    setting: str | None = None
    values: tuple[str, ...] = ()
    category: str | None = None


@dataclass(frozen=True)
class Errors:
    """The files that the section on errors is made of.

    Attributes:
        file: Output of ``errors --limit 0 --format json``.
        readings: The gold: grades and inclusion probabilities.
        reading_facts: JSON of what the readings alone do not say.
        baseline: The row that the others are held against there.
        wider: Rows whose errors decided, beside those of the models, which reviews were drawn.
    """

    file: str
    readings: str
    reading_facts: str
    baseline: str
    wider: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotRun:
    """What was not run, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Cell:
    """One value of a setting in a table of the experiment; notes such as ``12 min an epoch``."""

    value: str
    accuracy: float
    note: str | None = None


@dataclass(frozen=True)
class ExperimentTable:
    """One ablation table of the experiment."""

    setting: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Experiment:
    """The experiment's own report, as it prints it.

    Attributes:
        accuracy: On test, in %.
        f1, precision, recall: On test, as fractions.
        validation: Validation accuracy in % after each epoch.
        recipe: Setting and the value that it settled on.
        errors: Category and its share of the errors in %.
        tables: Its ablations.
        readers: Main cause and its shares in % in the errors of an n-gram model and a small BERT,
            as read in ``imdb_errors``.
    """

    accuracy: float
    f1: float
    precision: float
    recall: float
    validation: tuple[float, ...]
    recipe: Mapping[str, str]
    errors: Mapping[str, float]
    tables: tuple[ExperimentTable, ...]
    readers: Mapping[str, tuple[float, float]]

    def table(self, setting: str) -> ExperimentTable | None:
        """Its table of a setting; None where it has none."""
        return next((each for each in self.tables if each.setting == setting), None)


@dataclass(frozen=True)
class Declared:
    """All that the page is made of; files are relative to ``folder``.

    Attributes:
        baseline: The row that all others are compared with.
        resamples: Resampled test sets behind the intervals.
        trials: JSON of trainings that were looked at on validation alone.
        ensembles: As ``--ensemble`` takes them, of rows by name.
        pairs: Rows whose difference is spoken of, each less the other.
    """

    folder: Path
    baseline: str
    resamples: int
    trials: str
    rows: tuple[Row, ...]
    pretraining: tuple[Pretraining, ...]
    ensembles: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    ablations: tuple[AblationFile, ...]
    elsewhere: tuple[Elsewhere, ...]
    claims: tuple[Claim, ...]
    errors: Errors
    not_run: tuple[NotRun, ...]
    experiment: Experiment

    def row(self, name: str) -> Row:
        """A row by its name.

        Raises:
            UsageError: None is named so.
        """
        found = next((row for row in self.rows if row.name == name), None)
        if found is None:
            raise unknown_name(f"row of {ROWS}", name, [row.name for row in self.rows])
        return found

    def path(self, file: str, what: str) -> Path:
        """A declared file.

        Raises:
            UsageError: It is not there.
        """
        path = self.folder / file
        if not path.is_file():
            raise UsageError(f"{ROWS}: {what} needs {path}, which is missing: add it, or the entry")
        return path


def manifest_of(predictions: str) -> str:
    """The manifest that lies beside a predictions table."""
    return str(Path(predictions).with_suffix(".json"))
