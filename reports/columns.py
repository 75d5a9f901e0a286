"""Which columns a comparison table can show, and how each of them reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..analysis.metrics import METRICS
from ..exceptions import unknown_name
from . import units

Source = Literal["models", "pairs"]
Kind = Literal[
    "percent", "score", "points", "p", "count", "parameters", "duration", "rate", "bytes"
]

RENDERERS: dict[Kind, units.Render] = {
    "percent": units.percent,
    "score": units.score,
    "points": units.points,
    "p": units.p_value,
    "count": units.whole,
    "parameters": units.parameters,
    "duration": units.duration,
    "rate": units.rate,
    "bytes": units.memory,
}


@dataclass(frozen=True)
class Column:
    """One column of the comparison.

    Attributes:
        key: Its name in JSON, in CSV and in a request.
        heading: How it is titled; ``{baseline}`` stands for the baseline's name.
        kind: How its numbers read; None for text.
        source: Whether it belongs to a model or to the pair of a model and the baseline.
        low, high: Keys of the ends of its interval, where it has one.
        rank: 0 always stands; the highest rank gives way first on a narrow terminal. None: shown
            only when it is asked for.
    """

    key: str
    heading: str
    kind: Kind | None
    source: Source = "models"
    low: str | None = None
    high: str | None = None
    rank: int | None = None


MODEL_KEYS = (
    "model",
    "checkpoint",
    "seeds",
    "n",
    *(key + end for key in METRICS for end in ("", "_low", "_high")),
    "accuracy_sd",
    "parameters",
    "train_seconds",
    "predict_reviews_per_second",
    "peak_memory_bytes",
    "size_bytes",
)
"""Keys of ``models[]`` in the JSON of ``compare``, in order."""


def _metric(key: str, heading: str, kind: Kind, rank: int | None = None) -> list[Column]:
    """A metric's column, and one for each end of its interval."""
    return [
        Column(key, heading, kind, "models", f"{key}_low", f"{key}_high", rank),
        Column(f"{key}_low", f"{heading},\nlow", kind),
        Column(f"{key}_high", f"{heading},\nhigh", kind),
    ]


_ALL = [
    Column("model", "Model", None, rank=0),
    Column("checkpoint", "Checkpoint", None),
    Column("seeds", "Seeds", "count"),
    Column("n", "Test rows", "count"),
    *_metric("accuracy", "Accuracy %", "percent", 0),
    Column("accuracy_sd", "Mean ± sd\nof seeds", "percent", rank=0),
    *_metric("f1", "F1 %", "percent", 2),
    *_metric("precision", "Precision %", "percent"),
    *_metric("recall", "Recall %", "percent"),
    *_metric("mcc", "MCC", "score"),
    Column("difference", "vs {baseline},\npoints", "points", "pairs", "low", "high", 0),
    Column("low", "Difference,\nlow", "points", "pairs"),
    Column("high", "Difference,\nhigh", "points", "pairs"),
    Column("p", "p", "p", "pairs"),
    Column("p_holm", "p (Holm)", "p", "pairs", rank=0),
    Column("resolvable_difference", "Resolvable,\npoints", "percent", "pairs"),
    Column("only_model_right", "Only this\none right", "count", "pairs"),
    Column("only_baseline_right", "Only {baseline}\nright", "count", "pairs"),
    Column("baseline", "Baseline", None, "pairs"),
    Column("metric", "Compared on", None, "pairs"),
    *_metric("auc", "AUC", "score", 5),
    *_metric("log_loss", "Log-loss", "score"),
    *_metric("brier", "Brier", "score"),
    *_metric("calibration_error", "Calibration\nerror %", "percent", 6),
    Column("calibration_error_expected", "Calibration error,\nif calibrated %", "percent"),
    Column("train_seconds", "Training", "duration", rank=1),
    Column("predict_reviews_per_second", "Speed", "rate", rank=3),
    Column("parameters", "Parameters", "parameters", rank=4),
    Column("peak_memory_bytes", "Peak\nmemory", "bytes"),
    Column("size_bytes", "Size", "bytes", rank=7),
]

COLUMNS = {column.key: column for column in _ALL}
"""Every column by its key, in the order in which a table shows them."""

EVERY_COLUMN = "all"

DEFAULT_COLUMNS = tuple(column for column in _ALL if column.rank is not None)


def choose_columns(names: Sequence[str]) -> tuple[Column, ...]:
    """The columns of these names in the order given, the model's first; ``all`` names every one.

    Raises:
        UsageError: If a name is unknown; the message offers the nearest and lists all.
    """
    for name in names:
        if name != EVERY_COLUMN and name not in COLUMNS:
            raise unknown_name("column", name, [*COLUMNS, EVERY_COLUMN])
    wanted = [key for name in names for key in (COLUMNS if name == EVERY_COLUMN else [name])]
    keys = dict.fromkeys(["model", *wanted])
    return tuple(COLUMNS[key] for key in keys)
