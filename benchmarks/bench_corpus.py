"""Throughput and memory of ``sentiment-lab tag`` over a corpus, by both engines.

    python benchmarks/bench_corpus.py [ROWS]

makes a Parquet file of ROWS short texts (default 500,000) and one of a tenth of them, tags them in
all fast categories by ``--engine plain`` and by ``--engine ray --workers 2``, each in a process of
its own, and prints texts per second and the peak of memory, summed over the processes of the run.
The larger corpus must take at most 1.2 times the memory of the smaller. The texts are drawn from
the embedded snippets where they are on this disk, else from a list of words; ids are numbers.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from sentiment_lab.data.assets import cached_asset
from sentiment_lab.data.sources import load_dataset

ROWS = 500_000
CHUNK = 50_000
THINGS = ("plot", "cast", "film", "ending", "story", "camera", "music", "hero", "dialogue")
WORDS = ("is", "was", "feels", "has", "never", "not", "too", "but", "and", "of", "in", "the", "a")
VERDICTS = (
    "wonderful",
    "dull",
    "clumsy",
    "moving",
    "dreadful",
    "sharp",
    "slow",
    "great",
    "tedious",
)
ENGINES = {"plain": ("--engine", "plain"), "ray": ("--engine", "ray", "--workers", "2")}


def snippets(rng: np.random.Generator) -> list[str]:
    """Some thousands of texts to draw from."""
    if cached_asset("rotten-tomatoes") is not None:
        return load_dataset("rotten-tomatoes").train["text"].tolist()
    words = [*THINGS, *WORDS, *VERDICTS]
    return [" ".join(rng.choice(words, rng.integers(8, 35))) + "." for _ in range(10_000)]


def write_corpus(path: Path, n: int, texts: Sequence[str], rng: np.random.Generator) -> None:
    """Write ``n`` texts, a chunk at a time."""
    schema = pa.schema([("id", pa.string()), ("text", pa.string())])
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, n, CHUNK):
            numbers = range(start, min(start + CHUNK, n))
            drawn = [texts[place] for place in rng.integers(0, len(texts), len(numbers))]
            ids = [f"t{number}" for number in numbers]
            writer.write_table(pa.table([ids, drawn], schema=schema))


def measure(source: Path, target: Path, engine: str) -> tuple[float, float]:
    """Seconds of the clock, and megabytes at the peak of all processes of the run together."""
    command = [sys.executable, "-m", "sentiment_lab", "tag", str(source), "--output", str(target)]
    start, peak = time.perf_counter(), 0.0
    running = subprocess.Popen([*command, *ENGINES[engine]], stderr=subprocess.DEVNULL)
    while running.poll() is None:
        with suppress(psutil.NoSuchProcess):
            peak = max(peak, memory_of(psutil.Process(running.pid)))
        time.sleep(0.5)
    seconds = time.perf_counter() - start
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return seconds, peak / 2**20


def memory_of(process: psutil.Process) -> float:
    """Bytes of a process and all below it that are theirs alone, and their shares of the rest."""
    total = 0.0
    for each in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            total += each.memory_full_info().pss
    return total


def main() -> None:
    """Print one line for each engine and size, the smaller first, and one for each ratio."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    rng = np.random.default_rng(0)
    texts = snippets(rng)
    peaks: dict[str, list[float]] = {engine: [] for engine in ENGINES}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in (most // 10, most):
            write_corpus(folder / f"{n}.parquet", n, texts, rng)
            for engine in ENGINES:
                seconds, memory = measure(folder / f"{n}.parquet", folder / f"{engine}-{n}", engine)
                peaks[engine].append(memory)
                print(
                    f"{engine}: {n:,} texts in {seconds:.0f} s, {n / seconds:,.0f} texts a second, "
                    f"{memory:.0f} MB",
                    flush=True,
                )
        plain, ray = (read(folder / f"{engine}-{most}") for engine in ("plain", "ray"))
        pd.testing.assert_frame_equal(plain, ray)
    print("both engines wrote the same table")
    for engine, (small, large) in peaks.items():
        print(f"{engine}: memory of the larger corpus {large / small:.2f} times the smaller's")
        assert large < 1.2 * small, f"memory of {engine} grows with the corpus"


def read(folder: Path) -> pd.DataFrame:
    """A folder of part files, without the evidence, sorted by id."""
    frame = pd.read_parquet(folder)
    kept = [column for column in frame if not str(column).endswith("_evidence")]
    return frame[kept].sort_values("id", ignore_index=True)


if __name__ == "__main__":
    main()
