"""How often a slice search reports what is not there, and finds what was planted.

python benchmarks/simulate_slices.py [FOLDER] [--runs 200]

FOLDER holds IMDB's test set as ``imdb/test.parquet`` (default ../shared/data). The errors are those
of the stored predictions of ``logreg``, shuffled among films of the same size, so that errors stay
clustered by film and belong to no slice; and then errors at random, 10 % of all rows and 20 % of a
slice of 2 % of them that was drawn at random.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sentiment_lab.analysis.intervals import wilson_interval
from sentiment_lab.analysis.predictions import Predictions, read_predictions
from sentiment_lab.analysis.slice_candidates import (
    Candidate,
    Candidates,
    from_masks,
    join_candidates,
    slice_candidates,
)
from sentiment_lab.analysis.slice_power import needed_slice_size
from sentiment_lab.analysis.slices import find_slices

ROOT = Path(__file__).parents[1]
STORED = ROOT / "docs" / "results" / "imdb"


def shuffled_by_film(
    values: NDArray[np.float64], films: NDArray[np.intp], rng: np.random.Generator
) -> NDArray[np.float64]:
    """The values of whole films handed to other films of the same size, each of shape (n,)."""
    order = np.argsort(films, kind="stable")
    starts = np.searchsorted(films[order], np.arange(films.max() + 2))
    sizes = np.diff(starts)
    result = values.copy()
    for size in np.unique(sizes[sizes > 0]):
        rows = order[starts[:-1][sizes == size, None] + np.arange(size)]  # (films, size)
        result[rows] = values[rows[rng.permutation(len(rows))]]
    return result


def with_errors(system: Predictions, wrong: NDArray[np.bool_]) -> Predictions:
    """The system as if it erred on other rows."""
    negative, positive = system.classes
    label = system.frame["label"]
    other = np.where(label == positive, negative, positive)
    return replace(system, frame=system.frame.assign(predicted=np.where(wrong, other, label)))


def read_system(folder: Path, name: str) -> Predictions:
    """Stored test predictions with text, film and stars."""
    system = read_predictions(STORED / f"{name}.parquet", name).split("test")
    reviews = pd.read_parquet(folder / "imdb" / "test.parquet").set_index("id")
    known = reviews.loc[system.frame["id"], ["text", "movie", "rating"]].reset_index(drop=True)
    kept = system.frame.drop(columns=["text", "group", "rating"], errors="ignore")
    frame = pd.concat([kept, known.rename(columns={"movie": "group"})], axis=1)
    return replace(system, frame=frame)


def report(title: str, hits: int, runs: int) -> None:
    """Print a share with its interval."""
    low, high = wilson_interval(hits, runs)
    print(f"{title}: {hits} of {runs} ({hits / runs:.1%}, {low:.1%} to {high:.1%})", flush=True)


def null_runs(systems: list[Predictions], candidates: Candidates, runs: int) -> None:
    """Searches among errors shuffled by film, of one system and of the difference of two."""
    films = systems[0].groups
    assert films is not None
    wrong = [(each.predicted != each.labels).astype(float) for each in systems]
    codes = wrong[0] + 2 * wrong[1]
    silent = {"one system": 0, "difference of two": 0}
    for seed in range(runs):
        moved = shuffled_by_film(codes, films, np.random.default_rng(seed)).astype(int)
        one = with_errors(systems[0], (moved & 1).astype(bool))
        two = with_errors(systems[1], (moved & 2).astype(bool))
        silent["one system"] += find_slices(one, candidates, seed=seed).empty
        silent["difference of two"] += find_slices([one, two], candidates, seed=seed).empty
    for title, hits in silent.items():
        report(f"errors shuffled by film, {title}: nothing reported", hits, runs)


def planted_runs(system: Predictions, candidates: Candidates, runs: int) -> None:
    """Searches for a slice of 2 % of the rows with twice the error rate."""
    n = len(system.frame)
    found = others = 0
    for seed in range(runs):
        rng = np.random.default_rng([seed, 1])
        inside = np.zeros(n, dtype=bool)
        inside[rng.choice(n, n // 50, replace=False)] = True
        planted = from_masks([Candidate("own", "planted", inside)], n)
        wrong = rng.random(n) < np.where(inside, 0.2, 0.1)
        table = find_slices(
            with_errors(system, wrong), join_candidates([candidates, planted]), seed=seed
        )
        found += "planted" in set(table["slice"])
        others += (table["slice"] != "planted").sum()
    report("planted slice of 2 %, 10 % errors outside and 20 % inside: found", found, runs)
    print(f"other slices reported beside it: {others / runs:.2f} a run")
    size = needed_slice_size(n, outside=0.1, inside=0.2, candidates=len(candidates.names))
    print(f"rows needed for 80 % power, as the function says: {size}, planted: {n // 50}")


def main() -> None:
    """Run both simulations."""
    arguments = sys.argv[1:]
    runs = int(arguments[arguments.index("--runs") + 1]) if "--runs" in arguments else 200
    named = [each for each in arguments[:1] if not each.startswith("--")]
    folder = Path(named[0]) if named else ROOT.parent / "shared" / "data"
    systems = [read_system(folder, name) for name in ("logreg", "bert")]
    start = time.perf_counter()
    candidates = slice_candidates(systems[0].frame)
    print(f"{len(candidates.names)} candidates in {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    find_slices(systems[0], candidates, seed=0)
    print(f"one search in {time.perf_counter() - start:.2f} s")
    planted_runs(systems[0], candidates, runs)
    null_runs(systems, candidates, runs)


if __name__ == "__main__":
    main()
