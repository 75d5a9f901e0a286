"""kill -9 in the middle of training, then the same command."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

LOOP = {"epochs": 8, "evaluations": 2, "batch_size": 8, "patience": 0}
RECURRENT = {**LOOP, "embedding_size": 16, "hidden_size": 16}
COST = {
    "train_seconds",
    "predict_reviews_per_second",
    "peak_memory_bytes",
    "size_bytes",
}
PATIENCE_SECONDS = 90


def _command(data: Path, runs: Path, model: str, settings: Mapping[str, object]) -> list[str]:
    changes = [
        part for name, value in settings.items() for part in ("--set", f"{model}.{name}={value}")
    ]
    command = [sys.executable, "-m", "sentiment_lab", "compare", str(data), "--model", model]
    return [*command, *changes, "--runs", str(runs), "--format", "json"]


def _kill_after_a_checkpoint(command: list[str], runs: Path, folder: Path) -> None:
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(list(runs.glob("*/.training-*/checkpoints/checkpoint-*"))) == 0:
        assert process.poll() is None, "training ended before it could be killed"
        assert time.monotonic() < deadline, "no checkpoint appeared"
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def _predictions(runs: Path) -> pd.DataFrame:
    (path,) = runs.glob("*/*/predictions.parquet")
    return pd.read_parquet(path).sort_values(["split", "id"], ignore_index=True)


@pytest.mark.parametrize("model", ["lstm", "bilstm-attention", "bert"])
def test_a_killed_training_resumes_and_ends_where_an_uninterrupted_one_does(
    reviews_csv: Path, tmp_path: Path, tiny_checkpoint: Path, model: str
) -> None:
    settings = {**LOOP, "checkpoint": tiny_checkpoint} if model == "bert" else RECURRENT
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    _kill_after_a_checkpoint(_command(reviews_csv, killed, model, settings), killed, tmp_path)
    assert list(killed.glob("*/*/run.json")) == []
    tables = []
    for runs in (killed, whole):
        done = subprocess.run(
            _command(reviews_csv, runs, model, settings),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        tables.append(json.loads(done.stdout)["models"][0])
    resumed, uninterrupted = _predictions(killed), _predictions(whole)
    assert resumed["id"].equals(uninterrupted["id"])
    assert (resumed["p_positive"] - uninterrupted["p_positive"]).abs().max() < 1e-5
    first, second = ({k: v for k, v in table.items() if k not in COST} for table in tables)
    assert first == pytest.approx(second, abs=1e-5)
    assert list(killed.glob("*/.training-*")) == []
