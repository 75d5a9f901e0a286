"""Time and memory of ``sentiment-lab tag`` as a file of reviews grows tenfold.

    python benchmarks/bench_tagging.py DATA_FOLDER

tags 2,500 and all 25,000 IMDB test reviews with every fast tagger, CSV to CSV, each in a process of
its own, and prints seconds of the clock, seconds of processor time and the peak of resident memory.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd


def measure(reviews: pd.DataFrame, folder: Path) -> tuple[float, float, float]:
    """Seconds of the clock and of the processor, and megabytes at the peak of all runs so far."""
    source, target = folder / "reviews.csv", folder / "tags.csv"
    reviews.to_csv(source, index=False)
    command = [sys.executable, "-m", "sentiment_lab", "tag", str(source)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        [*command, "--format", "csv", "--output", str(target)], check=True, capture_output=True
    )
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, busy, after.ru_maxrss / 1024


def main() -> None:
    """Print one line for each size, the smaller first."""
    reviews = pd.read_parquet(
        Path(sys.argv[1]) / "imdb" / "test.parquet", columns=["id", "text"]
    ).sample(frac=1, random_state=0)
    for n in (2_500, 25_000):
        part = reviews.head(n)
        words = sum(len(text.split()) for text in part["text"])
        with tempfile.TemporaryDirectory() as folder:
            seconds, busy, memory = measure(part, Path(folder))
        print(
            f"{n:,} reviews, {words:,} words: {seconds:.1f} s, {busy:.1f} s of processor time, "
            f"{memory:.0f} MB"
        )


if __name__ == "__main__":
    main()
