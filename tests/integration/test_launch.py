"""Two processes of a distributed launch make one run."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytestmark = pytest.mark.integration

WORDS = {"positive": ("superb", "moving", "great"), "negative": ("dull", "tedious", "bad")}


def test_a_launch_of_two_processes_trains_one_run_and_finds_it_again(
    tmp_path: Path, free_port: int
) -> None:
    rng = np.random.default_rng(0)
    labels = ["positive", "negative"] * 120
    texts = [
        " ".join(f"{rng.choice(WORDS[x])} {rng.integers(50)}" for _ in range(5)) for x in labels
    ]
    pd.DataFrame({"text": texts, "label": labels}).to_csv(tmp_path / "rows.csv", index=False)
    outputs = []
    for _ in range(2):
        done = subprocess.run(
            [
                *(sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"),
                *(
                    "--master-port",
                    str(free_port),
                    "-m",
                    "sentiment_lab",
                    "train",
                    "lstm",
                    "rows.csv",
                ),
                *("--device", "cpu", "--set", "lstm.hidden_size=16", "--set", "lstm.epochs=1"),
            ],
            cwd=tmp_path,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        outputs.append(done.stdout.strip())
    (run,) = (tmp_path / "runs").glob("*/*/run.json")
    assert outputs[0] == outputs[1] == str(run.parent.relative_to(tmp_path))
    predicted = pd.read_parquet(run.parent / "predictions.parquet")
    assert not predicted["id"].duplicated().any()
