"""How long the command line takes: --help, and compare on four files of 25,000 predictions.

Each command is started afresh five times, the commands taking turns; the median is printed with
the limit that it has to keep.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

REPEATS = 5
ROWS = 25_000
FILMS = 3_400


def main() -> None:
    """Time both commands and print their medians."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_predictions(Path(folder))
        named = [part for file in files for part in ("--predictions", str(file))]
        commands = {
            "--help (limit 0.7 s)": ["--help"],
            f"compare, 4 x {ROWS:,} rows, 10,000 resamples (limit 3 s)": ["compare", *named],
        }
        seconds: dict[str, list[float]] = {title: [] for title in commands}
        for _ in range(REPEATS):
            for title, arguments in commands.items():
                seconds[title].append(seconds_of(arguments, folder))
    for title, measured in seconds.items():
        print(f"{title}: {statistics.median(measured):.2f} s")


def write_predictions(folder: Path) -> list[Path]:
    """Four made-up systems over the same rows and films: two Parquet files, two CSV files."""
    rng = np.random.default_rng(0)
    truth = rng.random(ROWS) < 0.5
    films = rng.integers(0, FILMS, ROWS)
    files = []
    for number, skill in enumerate((1.2, 1.4, 1.6, 1.8)):
        positive = 1 / (1 + np.exp(-(skill * np.where(truth, 1, -1) + rng.normal(size=ROWS))))
        frame = pd.DataFrame(
            {
                "id": [f"review/{row}" for row in range(ROWS)],
                "group": [f"film{film}" for film in films],
                "label": np.where(truth, "positive", "negative"),
                "p_negative": 1 - positive,
                "p_positive": positive,
            }
        )
        path = folder / f"system{number}.{'csv' if number % 2 else 'parquet'}"
        frame.to_csv(path, index=False) if number % 2 else frame.to_parquet(path, index=False)
        files.append(path)
    return files


def seconds_of(arguments: list[str], folder: str) -> float:
    """Wall-clock seconds of one start of the command."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "sentiment_lab", *arguments]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
