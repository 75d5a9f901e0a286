"""Our training loop against the loop as the experiment wrote it, in real tokens a second.

    python benchmarks/bench_training.py [FOLDER] [--device D] [--random-weights bert-base] [--full]

FOLDER holds train.parquet with the columns text and label; without it the texts are made up. The
experiment's loop is plain PyTorch: every text padded to 512, batches of 16, single precision, AdamW
with its epsilon 1e-8, linear warm-up, gradients clipped at 1. Ours is `BertClassifier` by the
published recipe, so that both learn the same from the same texts, once in ``precision=fp32`` and
once in ``auto``. Padding counts as no token; tokenising is not timed. Without --full the texts are
some of the batches that our loop makes of 800 random texts or more. Then both loops train on the
same batches without dropout, and the weights are compared.

The row of a GPU: ``--device cuda --random-weights bert-base --full FOLDER``.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
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
    without_dropout,
)
from training_arms import BATCH, Job, loop_as_written, ours, train_as_written, train_ours, two

from sentiment_lab.models.device import choose_device, choose_precision
from sentiment_lab.models.sampling import POOL_BATCHES

REVIEWS_AN_EPOCH = 25_000
TEXTS = {"cpu": 160, "cuda": 3_200, "mps": 320}
STEPS_COMPARED = 4
WEIGHTS_MAY_DIFFER = 1e-4
AS_WRITTEN = "as written"


def main() -> None:
    """Train by turns, print rates, ratios and memory, then compare the weights."""
    options = parser("Our training loop against the experiment's")
    options.add_argument("--batch-size", type=int, default=BATCH, help="of our arms")
    arguments = options.parse_args()
    device = choose_device(arguments.device)
    n = arguments.texts or TEXTS[device.type]
    drawn = None if arguments.full else max(n, BATCH * POOL_BATCHES)
    texts, labels = read_texts(arguments.folder, "train", drawn, arguments.seed)
    precisions = ["fp32"]
    if choose_precision("auto", device) != "fp32":
        precisions.append(choose_precision("auto", device))
    print(describe(str(device)))
    with tempfile.TemporaryDirectory() as name:
        checkpoint = checkpoint_folder(arguments, Path(name))
        size, length = arguments.batch_size, arguments.max_length
        if not arguments.full:
            kept = sample_batches(checkpoint, texts, length, n)
            texts, labels = [texts[row] for row in kept], [labels[row] for row in kept]
        job = Job(checkpoint, texts, labels, length, size, str(device), arguments.seed)
        arms: dict[str, tuple[Arm, tuple[Any, ...]]] = {AS_WRITTEN: (train_as_written, (job,))}
        for each in precisions:
            arms[f"ours, {each}"] = (train_ours, (job, each))
        report(take_turns(arms, job.device), len(texts), checkpoint.name)
        few = min(BATCH * STEPS_COMPARED, len(texts))
        still = without_dropout(checkpoint, Path(name) / "still")
        job = replace(
            job,
            checkpoint=still,
            texts=texts[:: len(texts) // few][:few],
            labels=two(few),
            batch_size=BATCH,
        )
        compared = {each: (compare_weights, (job, each)) for each in precisions}
        for precision, outcome in take_turns(compared, job.device).items():
            largest, moved, share = outcome.result
            print(
                f"{precision}, {-(-few // BATCH)} steps on the same batches, no dropout: weights "
                f"differ by {largest:.1e} at most and {share:.2%} of their change in all; "
                f"the largest change is {moved:.1e}"
            )
            agree = largest < WEIGHTS_MAY_DIFFER
            assert agree or precision != "fp32", f"weights differ by {largest:.1e}"


def sample_batches(checkpoint: Path, texts: list[str], max_length: int, n: int) -> list[int]:
    """Which texts to train on so that few of them are batched as they are among many.

    Our loop sorts texts of fifty batches at a time by length. Of a small sample alone it would make
    batches of less like lengths; so all of fifty are sorted, and every so many batches one is kept.
    """
    from transformers import AutoTokenizer

    ids = AutoTokenizer.from_pretrained(checkpoint)(texts, truncation=True, max_length=max_length)
    order = np.argsort([len(each) for each in ids["input_ids"]], kind="stable")
    whole = len(order) // BATCH
    wanted = min(max(n // BATCH, 1), whole)
    kept = ((np.arange(wanted) + 0.5) * whole / wanted).astype(int)
    return np.concatenate([order[row * BATCH : (row + 1) * BATCH] for row in kept]).tolist()


def report(outcomes: dict[str, Outcome], n: int, checkpoint: str) -> None:
    """One line an arm; an epoch is 25,000 of such texts."""
    print(f"one epoch of {n:,} texts on {checkpoint}")
    print(
        f"{'':14}{'tokens/s':>10}{'ratio':>8}{'a CPU s':>10}{'ratio':>8}{'padding':>9}"
        f"{'epoch, s':>10}{'peak, MiB':>11}"
    )
    written = outcomes[AS_WRITTEN]
    for name, outcome in outcomes.items():
        tokens, places = outcome.result
        epoch = sum(turn.seconds for turn in outcome.turns) * REVIEWS_AN_EPOCH / n
        print(
            f"{name:14}{outcome.rate:10,.0f}{outcome.rate / written.rate:8.2f}"
            f"{outcome.cpu_rate:10,.0f}{outcome.cpu_rate / written.cpu_rate:8.2f}"
            f"{1 - tokens / places:9.1%}{epoch:10,.0f}{outcome.peak_bytes / MIB:11,.0f}",
            flush=True,
        )


class Recorder:
    """Keeps a network's first weights and all of its batches."""

    def __init__(self) -> None:
        self.first: dict[str, Any] = {}
        self.batches: list[dict[str, Any]] = []

    def begin(self, network: Any) -> None:
        """The network is there."""
        self.first = {name: each.clone() for name, each in network.state_dict().items()}

    def batch(self, _network: Any, _args: Any, batch: dict[str, Any]) -> None:
        """The network is handed a batch."""
        self.batches.append({name: each.cpu() for name, each in batch.items()})


def compare_weights(stopwatch: Stopwatch, job: Job, precision: str) -> tuple[float, float, float]:
    """How far both loops move the weights from the same start by the same batches.

    Returns:
        The largest difference of a weight between the loops; the largest change of a weight; the
        length of the difference over that of the change, both over all weights.
    """
    import torch
    from transformers import AutoModelForSequenceClassification

    recorder = Recorder()
    model = ours(job, precision, warmup=0.0)
    model.watcher = recorder
    stopwatch.start()
    model.fit(job.texts, job.labels)
    network = AutoModelForSequenceClassification.from_pretrained(job.checkpoint, num_labels=2)
    network.load_state_dict(recorder.first)
    batches = list(_padded(recorder.batches, job.max_length, model.encoder_.pad_id))
    loop_as_written(network, batches, job.device, warmup=0)
    stopwatch.stop(len(batches))
    weights = {name: each.cpu() for name, each in network.state_dict().items()}
    trained = model.network_.cpu().state_dict()
    between = torch.cat([(weights[name] - trained[name]).flatten() for name in weights])
    moved = torch.cat([(weights[name] - recorder.first[name]).flatten() for name in weights])
    ratio = float(between.norm() / moved.norm())
    return float(between.abs().max()), float(moved.abs().max()), ratio


def _padded(batches: list[dict[str, Any]], length: int, pad_id: int) -> Iterator[tuple[Any, ...]]:
    from torch.nn.functional import pad

    for batch in batches:
        more = (0, length - batch["input_ids"].shape[1])
        ids, mask = batch["input_ids"], batch["attention_mask"]
        yield pad(ids, more, value=pad_id), pad(mask, more), batch["labels"]


if __name__ == "__main__":
    main()
