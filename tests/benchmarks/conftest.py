"""The scripts of benchmarks/ find one another by their folder, and so do their tests."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.predictions import check_predictions, write_predictions
from sentiment_lab.analysis.system import Cost
from sentiment_lab.experiment.run import DataRecord, RunManifest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

CLASSES = ("negative", "positive")
N_TEST, N_VALIDATION = 400, 200
DATA = DataRecord("made up", "f" * 8, CLASSES, "texts", None, 100, N_VALIDATION, N_TEST)

ROWS_TOML = """
baseline = "counts"
resamples = 500
trials = "trials.json"
ensembles = ["both=stacking(counts+network)"]
pairs = [["network", "counts"]]

[[row]]
name = "counts"
family = "logreg"
predictions = ["counts.parquet"]
command = "sentiment-lab train logreg texts"
looks = 1
published = [{ accuracy = 80.0, source = "the experiment" }]

[[row]]
name = "network"
family = "lstm"
predictions = ["network-0.parquet", "network-1.parquet"]
command = "sentiment-lab train lstm texts --seeds 2"
looks = 1

[errors]
file = "errors.json"
readings = "readings.csv"
reading_facts = "readings.json"
baseline = "counts"
"""


@pytest.fixture
def write_row(tmp_path: Path) -> Callable[..., None]:
    """Writes a predictions table that is right so often, and its manifest."""

    def write(name: str, share_right: float, *, seed: int = 0, settings: Sequence[int] = (1,)):
        n = N_VALIDATION + N_TEST
        labels = np.array(CLASSES)[np.arange(n) % 2]
        rank = np.random.default_rng(seed + len(name)).permuted(np.arange(N_TEST))
        right = np.concatenate([np.arange(N_VALIDATION) % 10 > 1, rank < share_right * N_TEST])
        positive = np.where((labels == "positive") == right, 0.8, 0.2)
        frame = pd.DataFrame(
            {
                "id": [f"t{number}" for number in range(n)],
                "split": np.repeat(["validation", "test"], [N_VALIDATION, N_TEST]),
                "label": labels,
                "p_negative": 1 - positive,
                "p_positive": positive,
            }
        )
        write_predictions(check_predictions(frame, name, CLASSES), tmp_path / f"{name}.parquet")
        manifest = RunManifest(
            key=name,
            model=name,
            title=name,
            checkpoint=None,
            identity={"settings": list(settings)},
            seed=seed,
            data=DATA,
            versions={"torch": "2.13.0"},
            device="a CPU",
            created="2026-01-01",
            cost=Cost(parameters=10, train_seconds=60.0 + seed),
            history=(),
        )
        (tmp_path / f"{name}.json").write_text(manifest.to_json())

    return write


@pytest.fixture
def folder(tmp_path: Path, write_row: Callable[..., None]) -> Path:
    """A made-up docs/results: two rows, one of them with two seeds."""
    write_row("counts", 0.8)
    write_row("network-0", 0.9)
    write_row("network-1", 0.95, seed=1)
    (tmp_path / "rows.toml").write_text(ROWS_TOML)
    experiment = ROOT / "docs" / "results" / "experiment.toml"
    (tmp_path / "experiment.toml").write_text(experiment.read_text())
    for name in ("trials.json", "readings.json"):
        (tmp_path / name).write_text(json.dumps([]))
    return tmp_path


@pytest.fixture
def rewrite(folder: Path) -> Callable[[str, str], None]:
    """Changes the declarations of the made-up folder."""

    def change(old: str, new: str) -> None:
        text = (folder / "rows.toml").read_text()
        assert old in text
        (folder / "rows.toml").write_text(text.replace(old, new))

    return change
