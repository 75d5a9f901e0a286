"""What resampling cells in place of rows saves, and what a whole comparison takes.

Run it with ``python benchmarks/bench_statistics.py``; everything is made up, nothing is read.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import pandas as pd

from sentiment_lab.analysis.cells import bootstrap_metrics, pool_units
from sentiment_lab.analysis.comparison import compare_systems
from sentiment_lab.analysis.metrics import confusion, f1
from sentiment_lab.analysis.predictions import (
    Predictions,
    check_predictions,
    read_predictions,
    write_predictions,
)
from sentiment_lab.analysis.system import System

ROWS = 25_000
FILMS = 3_400
RESAMPLES = 10_000
SCIPY_RESAMPLES = 1_000
LOOP_RESAMPLES = 50
CLASSES = ("negative", "positive")


def made_up_system(name: str, strength: float, seed: int) -> Predictions:
    """25,000 reviews of 3,400 films; systems share labels and films."""
    labels = np.random.default_rng(0).integers(2, size=ROWS)
    logits = np.random.default_rng(seed).normal(scale=1.5, size=ROWS) + strength * (2 * labels - 1)
    positive = 1 / (1 + np.exp(-2 * logits))
    frame = pd.DataFrame(
        {
            "id": [f"test/{i}" for i in range(ROWS)],
            "label": np.array(CLASSES)[labels],
            "p_negative": 1 - positive,
            "p_positive": positive,
            "group": [
                f"film {film}" for film in np.random.default_rng(1).integers(FILMS, size=ROWS)
            ],
        }
    )
    return check_predictions(frame, name, CLASSES)


def cells(labels: np.ndarray, predicted: np.ndarray, groups: np.ndarray | None) -> np.ndarray:
    """Replicates of the difference of F1 by cells."""
    pools = pool_units(labels, predicted, 2, groups)
    replicates = bootstrap_metrics(pools, RESAMPLES, np.random.default_rng(0))["f1"]
    return replicates[:, 0] - replicates[:, 1]


def scipy_rows(labels: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """The same by scipy.stats.bootstrap over rows, with a fast statistic."""
    from scipy.stats import bootstrap

    def difference(rows: np.ndarray) -> float:
        counts = [confusion(labels[rows], codes[rows], 2) for codes in predicted]
        return float(f1(counts[0]) - f1(counts[1]))

    return bootstrap(
        (np.arange(len(labels)),),
        difference,
        n_resamples=SCIPY_RESAMPLES,
        method="percentile",
        vectorized=False,
        rng=np.random.default_rng(0),
    ).bootstrap_distribution


def sklearn_rows(labels: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """The same by a loop over scikit-learn's F1."""
    from sklearn.metrics import f1_score

    rng = np.random.default_rng(0)
    replicates = []
    for _ in range(LOOP_RESAMPLES):
        rows = rng.integers(len(labels), size=len(labels))
        scores = [f1_score(labels[rows], codes[rows]) for codes in predicted]
        replicates.append(scores[0] - scores[1])
    return np.array(replicates)


def timed(work: Callable[[], np.ndarray], resamples: int) -> tuple[float, np.ndarray]:
    """Seconds for ``RESAMPLES`` replicates, scaled from the best of three runs, and the result."""
    runs = [_run(work) for _ in range(3)]
    return min(seconds for seconds, _ in runs) * RESAMPLES / resamples, runs[0][1]


def _run(work: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


def bench_bootstrap(systems: list[Predictions]) -> None:
    """Four ways to one distribution."""
    labels = systems[0].labels
    predicted = np.stack([system.predicted for system in systems[:2]])
    ways = {
        "cells": (lambda: cells(labels, predicted, None), RESAMPLES),
        f"cells of {FILMS:,} films": (
            lambda: cells(labels, predicted, systems[0].groups),
            RESAMPLES,
        ),
        "scipy.stats.bootstrap": (lambda: scipy_rows(labels, predicted), SCIPY_RESAMPLES),
        "loop over sklearn f1_score": (lambda: sklearn_rows(labels, predicted), LOOP_RESAMPLES),
    }
    print(f"difference of F1, {ROWS:,} rows, seconds for {RESAMPLES:,} replicates")
    base = None
    for name, (work, resamples) in ways.items():
        seconds, replicates = timed(work, resamples)
        base = base or seconds
        low, high = np.quantile(replicates, [0.025, 0.975])
        scaled = "" if resamples == RESAMPLES else f", scaled from {resamples:,}"
        print(
            f"  {name:28} {seconds:9.3f} s  {seconds / base:7.0f} x  "
            f"95 %: {low:.4f} to {high:.4f}{scaled}"
        )


def bench_comparison(systems: list[Predictions]) -> None:
    """Read four files and compare them, films and all."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{system.name}.parquet" for system in systems]
        for path, system in zip(paths, systems, strict=True):
            write_predictions(system, path)
        start = perf_counter()
        read = [System(path.stem, (read_predictions(path, path.stem),)) for path in paths]
        reading = perf_counter() - start
        size = paths[0].stat().st_size
    start = perf_counter()
    comparison = compare_systems(read, baseline=read[0].name, resamples=RESAMPLES)
    comparing = perf_counter() - start
    print(f"{len(read)} systems, {comparison.n:,} rows, {comparison.n_groups:,} films")
    print(f"  read 4 Parquet files of {size / 1e6:.2f} MB  {reading:.3f} s")
    print(f"  compare_systems, {RESAMPLES:,} resamples    {comparing:.3f} s")


if __name__ == "__main__":
    made_up = [made_up_system(f"system-{i}", 1.5 + 0.4 * i, seed=i + 2) for i in range(4)]
    bench_bootstrap(made_up)
    bench_comparison(made_up)
