"""Ablation tables of docs/results.md, from the JSON of ``sentiment-lab ablate --format json``."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from results_declared import AblationFile, Declared, ExperimentTable

from sentiment_lab.exceptions import UsageError

CURVE = "learning_curve"
"""The section of the JSON that is a curve and no table of values."""


@dataclass(frozen=True)
class Value:
    """One value of a setting: figures of the rows that the ablation scored.

    Attributes:
        value: As ``ablate`` names it.
        is_default: Whether the others are held against it.
        failure: Why it has no figures; None where it has.
        accuracy, low, high: With its 95 % interval; None after a failure.
        difference, difference_low, difference_high: To the default's, paired; None of the default.
        p_holm: Of that difference, over the table.
        mean, sd: Accuracy over seeds; ``sd`` None with one seed.
        seconds_per_epoch, train_seconds: Wall clock; None where not known.
        memory: Peak bytes of training.
        published: Accuracy in % and note that the experiment reports for the value.
    """

    value: str
    is_default: bool
    failure: str | None
    accuracy: float | None
    low: float | None
    high: float | None
    difference: float | None
    difference_low: float | None
    difference_high: float | None
    p_holm: float | None
    mean: float | None
    sd: float | None
    seconds_per_epoch: float | None
    train_seconds: float | None
    memory: int | None
    published: str | None

    def names(self, value: str | None) -> bool:
        """Whether a text names this value; numbers are the same however they are written."""
        return value is not None and same_value(self.value, value)


@dataclass(frozen=True)
class SettingTable:
    """The values of one setting of one model.

    Attributes:
        ablation: Where it comes from.
        setting: What was varied.
        split: The rows that were scored.
        n: How many they are; None where every value failed.
        seeds: Seeds of each value.
        values: In the order of the file.
    """

    ablation: AblationFile
    setting: str
    split: str
    n: int | None
    seeds: int
    values: tuple[Value, ...]

    @property
    def default(self) -> Value | None:
        """The value that the others are held against."""
        return next((each for each in self.values if each.is_default), None)

    def value(self, text: str) -> Value | None:
        """A value by its name; numbers are found however they are written."""
        return next((each for each in self.values if each.names(text)), None)


def ablation_tables(declared: Declared) -> tuple[SettingTable, ...]:
    """All tables of all declared files, in order.

    Raises:
        UsageError: A file is not what ``ablate --format json`` writes.
    """
    return tuple(table for ablation in declared.ablations for table in _tables(declared, ablation))


def same_value(one: str, other: str) -> bool:
    """Whether two texts name the same value: ``2e-05`` and ``2e-5`` do."""
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other


def _tables(declared: Declared, ablation: AblationFile) -> list[SettingTable]:
    path = declared.path(ablation.file, f"an ablation of {ablation.model}")
    try:
        content: Mapping[str, Sequence[Mapping[str, Any]]] = json.loads(
            path.read_text(encoding="utf-8")
        )
        return [
            _table(ablation, setting, rows, declared.experiment.table(setting))
            for setting, rows in content.items()
            if setting != CURVE
        ]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise UsageError(
            f"{path} is not what 'ablate --format json' writes ({error!r}): write it anew"
        ) from error


def _table(
    ablation: AblationFile,
    setting: str,
    rows: Sequence[Mapping[str, Any]],
    published: ExperimentTable | None,
) -> SettingTable:
    counted = [row["n"] for row in rows if row["n"] is not None]
    return SettingTable(
        ablation=ablation,
        setting=setting,
        split=rows[0]["split"],
        n=max(counted, default=None),
        seeds=max((row["seeds"] or 0 for row in rows), default=0),
        values=tuple(_value(row, published) for row in rows),
    )


def _value(row: Mapping[str, Any], published: ExperimentTable | None) -> Value:
    return Value(
        value=row["value"],
        is_default=bool(row["is_default"]),
        failure=row["failure"],
        accuracy=row["accuracy"],
        low=row["accuracy_low"],
        high=row["accuracy_high"],
        difference=row["difference"],
        difference_low=row["difference_low"],
        difference_high=row["difference_high"],
        p_holm=row["p_holm"],
        mean=row["accuracy_mean"],
        sd=row["accuracy_sd"],
        seconds_per_epoch=row["seconds_per_epoch"],
        train_seconds=row["train_seconds"],
        memory=row["peak_memory_bytes"],
        published=_published(row["value"], published),
    )


def _published(value: str, table: ExperimentTable | None) -> str | None:
    cells = table.cells if table else ()
    cell = next((each for each in cells if same_value(each.value, value)), None)
    if cell is None:
        return None
    return f"{cell.accuracy}, {cell.note}" if cell.note else str(cell.accuracy)
