"""torch.compile against plain torch: steps of training and batches of prediction, texts a second.

    python benchmarks/bench_compile.py [--device D] [--checkpoint FOLDER] [--random-weights M]

Both arms take the same batches of like length, as our loop makes them, of lengths that IMDB has.
Compiling is not timed: each arm sees every batch once before the clock runs. Training computes in
the number format that ``precision=auto`` takes on the device, prediction as `predict_proba` does.
"""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from arms import MIB, Arm, Stopwatch, checkpoint_folder, describe, parser, take_turns
from transformers import AutoModelForSequenceClassification

from sentiment_lab.models.device import choose_device, choose_precision, prediction_precision
from sentiment_lab.models.neural_settings import Precision

LENGTHS = (90, 130, 170, 220, 300, 512)
BATCH = {"cpu": 8, "cuda": 64, "mps": 16}
ROUNDS = 3

Batches = Sequence[dict[str, torch.Tensor]]


def main() -> None:
    """Compute by turns and print rates and ratios."""
    arguments = parser("torch.compile against plain torch").parse_args()
    device = choose_device(arguments.device)
    print(describe(str(device)))
    with tempfile.TemporaryDirectory() as name:
        folder = checkpoint_folder(arguments, Path(name))
        for what in (train_by_turns, predict_by_turns):
            arms: dict[str, tuple[Arm, tuple[Any, ...]]] = {
                "plain": (what, (folder, str(device), False)),
                "compiled": (what, (folder, str(device), True)),
            }
            print(f"\n{what.__name__.partition('_')[0]}, {folder.name}")
            outcomes = take_turns(arms, str(device))
            for arm, outcome in outcomes.items():
                print(
                    f"{arm:10}{outcome.rate:10.2f} texts/s"
                    f"{outcome.rate / outcomes['plain'].rate:7.2f} by the clock"
                    f"{outcome.cpu_rate / outcomes['plain'].cpu_rate:7.2f} by CPU time"
                    f"{outcome.peak_bytes / MIB:10,.0f} MiB"
                )


def train_by_turns(stopwatch: Stopwatch, folder: Path, name: str, compiled: bool) -> None:
    """Steps of AdamW on batches of every length."""
    device = torch.device(name)
    network, batches = _prepared(folder, device)
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-5, fused=True)
    run = torch.compile(network, dynamic=True) if compiled else network
    precision = choose_precision("auto", device)

    def step(batch: dict[str, torch.Tensor]) -> None:
        with _autocast(device, precision):
            loss = run(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()

    _by_turns(stopwatch, batches, step)


def predict_by_turns(stopwatch: Stopwatch, folder: Path, name: str, compiled: bool) -> None:
    """Logits of batches of every length."""
    device = torch.device(name)
    network, batches = _prepared(folder, device)
    run = torch.compile(network.eval(), dynamic=True) if compiled else network.eval()
    precision = prediction_precision("auto", device)

    def predict(batch: dict[str, torch.Tensor]) -> None:
        with torch.inference_mode(), _autocast(device, precision):
            run(**batch)

    _by_turns(stopwatch, batches, predict)


def _prepared(folder: Path, device: torch.device) -> tuple[Any, Batches]:
    """A network in training, and batches without padding."""
    torch.manual_seed(0)
    network: Any = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=2)
    vocabulary, size = network.config.vocab_size, BATCH[device.type]
    batches = []
    for length in LENGTHS:
        ids = torch.randint(vocabulary, (size, length))
        parts = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        labels = torch.arange(size) % 2
        batches.append({key: each.to(device) for key, each in (parts | {"labels": labels}).items()})
    return network.to(device).train(), batches


def _by_turns(
    stopwatch: Stopwatch, batches: Batches, work: Callable[[dict[str, torch.Tensor]], None]
) -> None:
    """Every batch once, then timed, a round a turn."""
    for batch in batches:
        work(batch)
    for _ in range(ROUNDS):
        stopwatch.start()
        for batch in batches:
            work(batch)
        stopwatch.stop(sum(len(batch["labels"]) for batch in batches))


def _autocast(device: torch.device, precision: Precision) -> torch.autocast:
    dtype = torch.float16 if precision == "fp16" else torch.bfloat16
    return torch.autocast(device.type, dtype, enabled=precision != "fp32")


if __name__ == "__main__":
    main()
