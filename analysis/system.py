"""A system under comparison: its predictions for each seed, and what they cost."""

from dataclasses import dataclass

from .predictions import Predictions


@dataclass(frozen=True)
class Cost:
    """What a trained model costs; None where it was not measured.

    Attributes:
        parameters: Numbers that the model holds: those of a frozen encoder count too.
        train_seconds: Wall-clock time of training.
        predict_reviews_per_second: Test rows predicted in a second.
        peak_memory_bytes: Highest memory while training: of the GPU on CUDA, else resident.
        size_bytes: The stored model on disk.
    """

    parameters: int | None = None
    train_seconds: float | None = None
    predict_reviews_per_second: float | None = None
    peak_memory_bytes: int | None = None
    size_bytes: int | None = None


@dataclass(frozen=True)
class Members:
    """What an ensemble is made of.

    Attributes:
        members: Their predictions on the test set, as they enter the ensemble of the first seed.
        best: Position of the one that is right most often on validation; None where no validation
            rows are known.
    """

    members: tuple[Predictions, ...]
    best: int | None


@dataclass(frozen=True)
class System:
    """One row of a comparison.

    Attributes:
        name: The row's name: ``logreg``, or the NAME of ``--predictions NAME=FILE``.
        runs: Predictions of each seed; the first is the trained artefact that is compared.
        cost: Cost of the first seed's run.
        checkpoint: The pretrained checkpoint, where there is one.
        title: How the row reads in a table, such as ``bert (all-MiniLM-L6-v2, 6 layers)``.
        validation: Validation predictions of each of ``runs``; empty where none are known.
        ensemble: What the row is made of, where it is an ensemble.
    """

    name: str
    runs: tuple[Predictions, ...]
    cost: Cost = Cost()
    checkpoint: str | None = None
    title: str | None = None
    validation: tuple[Predictions, ...] = ()
    ensemble: Members | None = None


@dataclass(frozen=True)
class DatasetDescription:
    """What stands above a table: enough to know what its figures are figures of.

    Attributes:
        name: Name or path of the data set.
        unit: What one row is, in the plural.
        n_test: Rows of the test set.
        n_train, n_validation: Rows of the others; None when only predictions were given.
        class_shares: Class name and its share of the test set, in class order.
        median_words: Of the test texts; None where the table has no text.
        n_groups: Groups of dependent rows in the test set; None where they are not named.
        published: What is published for this data set; None where unknown.
        group_unit: What a group of dependent rows is, in the plural, such as ``"films"``.
        refitted: Systems that learnt from the validation rows too, once all was chosen on them.
        trained_on: The data set that the systems were trained on, where it is another.
        renamed_labels: What labels of the test set are called here, such as
            ``"positive as fresh"``; None where all keep their names.
    """

    name: str
    unit: str
    n_test: int
    n_train: int | None
    n_validation: int | None
    class_shares: tuple[tuple[str, float], ...]
    median_words: float | None
    n_groups: int | None
    published: str | None
    group_unit: str = "groups"
    refitted: tuple[str, ...] = ()
    trained_on: str | None = None
    renamed_labels: str | None = None

    @property
    def title(self) -> str:
        """Name of the test set, and of what was trained on where that is another data set."""
        return f"{self.name}, trained on {self.trained_on}" if self.trained_on else self.name
