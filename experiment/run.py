"""A stored run: settings, provenance, cost, history, predictions and the model, in one folder."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from ..analysis.predictions import Predictions, read_predictions
from ..analysis.system import Cost
from ..exceptions import PredictionsError, RunError
from ..models.classifier import EpochRecord

FORMAT = 1
MANIFEST = "run.json"
PREDICTIONS = "predictions.parquet"
MODEL = "model"


@dataclass(frozen=True)
class DataRecord:
    """The data set of a run, as far as a later reader needs it.

    Attributes:
        name: What was tested on, and trained on unless ``trained_on`` says otherwise.
        trained_on: The data set of train and validation, where test is of another.
        renamed_labels: What labels of the other are called here.
    """

    name: str
    fingerprint: str
    classes: tuple[str, ...]
    unit: str
    published: str | None
    n_train: int
    n_validation: int
    n_test: int
    group_unit: str = "groups"
    trained_on: str | None = None
    renamed_labels: str | None = None

    @property
    def train_name(self) -> str:
        """Name of the data set that was trained on."""
        return self.trained_on or self.name


@dataclass(frozen=True)
class RunManifest:
    """What stands in ``run.json``.

    Attributes:
        key: Key of the run; equal settings, data and seed give the same one.
        model: What the row is called.
        title: How the row reads in a table.
        checkpoint: The pretrained checkpoint, where there is one.
        identity: Model, settings and, for a user's own model, the digest of its source.
        seed: Of weights, batches and dropout.
        data: The data set.
        versions: Installed packages by name.
        device: The device in words.
        created: When training ended, ISO 8601 in UTC.
        cost: What training and prediction cost.
        history: One record for each evaluation on the validation split.
        refitted: Whether it learnt from the validation rows too, once all was chosen on them.
        model_run: Where the run is whose model predicted another test set, in the folder of runs;
            None where the model is in this one.
        changes: What it was trained with other than a model's defaults, such as a setting or a part
            of the training rows, as text; None in runs of a time when this was not kept.
    """

    key: str
    model: str
    title: str
    checkpoint: str | None
    identity: Mapping[str, Any]
    seed: int
    data: DataRecord
    versions: Mapping[str, str]
    device: str
    created: str
    cost: Cost
    history: tuple[EpochRecord, ...]
    refitted: bool = False
    model_run: str | None = None
    changes: Mapping[str, str] | None = None

    def to_json(self) -> str:
        """The manifest as indented JSON."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The manifest that `to_json` wrote.

        Raises:
            ValueError, KeyError, TypeError: The text is something else.
        """
        content = json.loads(text)
        if content.pop("format") != FORMAT:
            raise ValueError("another format")
        data = content.pop("data")
        data["classes"] = tuple(data["classes"])
        cost, history = Cost(**content.pop("cost")), content.pop("history")
        records = tuple(EpochRecord(**record) for record in history)
        return cls(**content, data=DataRecord(**data), cost=cost, history=records)


@dataclass(frozen=True)
class Run:
    """A finished run on disk."""

    folder: Path
    manifest: RunManifest

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a run's manifest; predictions and model are read when asked for.

        Raises:
            RunError: The folder holds no run, or a damaged one.
        """
        path = folder / MANIFEST
        try:
            return cls(folder, RunManifest.from_json(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise RunError(f"{folder} is no stored run: it holds no {MANIFEST}") from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise RunError(
                f"{path} is damaged ({error}): delete the folder {folder} and run the command again"
            ) from error

    def predictions(self, classes: Sequence[str] | None = None) -> Predictions:
        """The predictions for validation and test, named after the row.

        Args:
            classes: Another order of the classes than the run was made with.

        Raises:
            RunError: They are missing or damaged.
        """
        order = tuple(classes or self.manifest.data.classes)
        path = self.folder / PREDICTIONS
        try:
            return read_predictions(path, self.manifest.model, classes=order)
        except PredictionsError as error:
            raise RunError(
                f"the run {self.folder.name} is damaged ({error}): "
                f"delete the folder {self.folder} and run the command again"
            ) from error

    @property
    def model_folder(self) -> Path | None:
        """Where the model is stored; None for an own model that cannot be saved."""
        elsewhere = self.manifest.model_run
        home = self.folder.resolve().parents[1] / elsewhere if elsewhere else self.folder
        folder = home / MODEL
        return folder if folder.is_dir() else None
