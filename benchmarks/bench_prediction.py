"""Our prediction against transformers' text-classification pipeline, in reviews a second.

    python benchmarks/bench_prediction.py [FOLDER] [--device D] [--random-weights M] [--full]

FOLDER holds test.parquet with the columns text and label; without it the texts are made up. Both
read the same stored network, whose head knows nothing, and at most 512 tokens of a text, from its
start; tokenising is timed. The pipeline gets the texts as they come, in batches of 32 and of other
sizes; of these the fastest counts as its best. On a GPU ours is timed in single precision too, and
the pipeline in bfloat16 too. Probabilities are compared with those of the pipeline's batches of 32
in single precision.

The row of a GPU: ``--device cuda --random-weights bert-base --full FOLDER``.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from arms import (
    MIB,
    Arm,
    Outcome,
    Stopwatch,
    checkpoint_folder,
    describe,
    parser,
    read_texts,
    take_turns,
)
from numpy.typing import NDArray

from sentiment_lab.models.bert import BertClassifier
from sentiment_lab.models.classifier import Execution
from sentiment_lab.models.device import choose_device, prediction_precision

TEXTS = {"cpu": 256, "cuda": 10_000, "mps": 512}
TEXTS_A_TURN = {"cpu": 64, "cuda": 5_000, "mps": 256}
BATCH_SIZES = {"cpu": (1, 2, 4, 8), "cuda": (8, 64, 128, 256), "mps": (1, 8, 64)}
USUAL = 32
MAY_DIFFER = 1e-4


@dataclass(frozen=True)
class Job:
    """What every arm predicts, a chunk a turn."""

    folder: Path
    chunks: Sequence[Sequence[str]]
    max_length: int
    device: str


def main() -> None:
    """Predict by turns and print rates, ratios, memory and differences."""
    options = parser("Our prediction against the text-classification pipeline")
    arguments = options.parse_args()
    device = choose_device(arguments.device)
    n = None if arguments.full else arguments.texts or TEXTS[device.type]
    texts, _ = read_texts(arguments.folder, "test", n, arguments.seed)
    size = TEXTS_A_TURN[device.type]
    chunks = [texts[start : start + size] for start in range(0, len(texts), size)]
    precisions = list(dict.fromkeys(("fp32", prediction_precision("auto", device))))
    print(describe(str(device)))
    with tempfile.TemporaryDirectory() as name:
        checkpoint, folder = checkpoint_folder(arguments, Path(name)), Path(name) / "stored"
        store(checkpoint, arguments.max_length, folder)
        job = Job(folder, chunks, arguments.max_length, str(device))
        arms: dict[str, tuple[Arm, tuple[Any, ...]]] = {}
        for each in precisions:
            arms[f"ours, {each}"] = (predict_ours, (job, each))
            for batch in sorted((USUAL, *BATCH_SIZES[device.type])):
                arms[f"pipeline {batch}, {each}"] = (predict_by_pipeline, (job, batch, each))
        outcomes = take_turns(arms, job.device)
    print(f"{len(texts):,} texts, {checkpoint.name}")
    report(outcomes)


def report(outcomes: dict[str, Outcome]) -> None:
    """One line an arm, then the ratios of our fastest arm."""
    usual = f"pipeline {USUAL}, fp32"
    print(f"{'':22}{'reviews/s':>10}{'a CPU s':>9}{'peak, MiB':>11}{'largest difference':>20}")
    for name, outcome in outcomes.items():
        difference = np.abs(outcome.result - outcomes[usual].result).max()
        print(
            f"{name:22}{outcome.rate:10.1f}{outcome.cpu_rate:9.1f}"
            f"{outcome.peak_bytes / MIB:11,.0f}{difference:20.1e}"
        )
        exact = difference < MAY_DIFFER
        assert exact or "fp32" not in name, f"{name}: probabilities differ by {difference:.1e}"
    for unit, rates in (
        ("seconds", {name: outcome.rate for name, outcome in outcomes.items()}),
        ("CPU seconds", {name: outcome.cpu_rate for name, outcome in outcomes.items()}),
    ):
        mine = max((name for name in rates if name.startswith("ours")), key=rates.__getitem__)
        best = max((name for name in rates if name.startswith("pipe")), key=rates.__getitem__)
        print(f"by {unit}, {mine} is {rates[mine] / rates[usual]:.2f} times {usual}")
        print(f"by {unit}, {mine} is {rates[mine] / rates[best]:.2f} times the best, {best}")


def store(checkpoint: Path, max_length: int, folder: Path) -> None:
    """Write a classifier that ours and the pipeline can both load."""
    model = BertClassifier(
        checkpoint=str(checkpoint),
        max_length=max_length,
        truncation="head",
        epochs=1,
        execution=Execution(device="cpu"),
    )
    model.fit(["a good film", "a bad film"], ["yes", "no"]).save(folder)


def predict_ours(stopwatch: Stopwatch, job: Job, precision: str) -> NDArray[np.float64]:
    """Probabilities by `BertClassifier.predict_proba`."""
    model = BertClassifier.load(job.folder, execution=Execution(device=job.device))
    model.settings = replace(model.settings, precision=precision)
    model.predict_proba(job.chunks[0][:USUAL])
    rows = []
    for chunk in job.chunks:
        stopwatch.start()
        rows.append(model.predict_proba(chunk))
        stopwatch.stop(len(chunk))
    return np.concatenate(rows)


def predict_by_pipeline(
    stopwatch: Stopwatch, job: Job, batch_size: int, precision: str
) -> NDArray[np.float64]:
    """Probabilities by the pipeline, classes in the order of ours."""
    from transformers import pipeline

    dtype = {"fp32": "float32", "bf16": "bfloat16", "fp16": "float16"}[precision]
    classify: Any = pipeline(
        "text-classification", model=str(job.folder), device=job.device, dtype=dtype, top_k=None
    )
    options = {"batch_size": batch_size, "truncation": True, "max_length": job.max_length}
    classify(list(job.chunks[0][:USUAL]), **options)
    rows = []
    for chunk in job.chunks:
        stopwatch.start()
        found = classify(list(chunk), **options)
        stopwatch.stop(len(chunk))
        rows += [[each["score"] for each in sorted(one, key=_label)] for one in found]
    return np.array(rows)


def _label(found: dict[str, Any]) -> str:
    return found["label"]


if __name__ == "__main__":
    main()
