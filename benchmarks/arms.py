"""Arms of a benchmark of networks: each in a process of its own, all of them taking turns.

Only one arm computes at a time, in short turns, so that a machine which other work keeps busy is
not counted against one of them alone; and what a process has in memory is its own arm's.
"""

import argparse
import json
import multiprocessing
import os
import platform
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

KIB, MIB = 2**10, 2**20
RANDOM_WEIGHTS = ("bert-base", "tiny")
WORDS = (
    *("the", "a", "of", "and", "to", "is", "in", "it", "this", "that", "was", "film", "with"),
    *("but", "not", "one", "he", "she", "they", "at", "all", "so", "plot", "cast", "story"),
    *("camera", "music", "hero", "scene", "actor", "director", "script", "wonderful", "dull"),
    *("clumsy", "moving", "dreadful", "sharp", "slow", "great", "never", "too", "very", "just"),
)


class Turn(NamedTuple):
    """One turn of an arm; what it got done is counted in tokens or texts."""

    seconds: float
    cpu_seconds: float
    done: int


class Outcome(NamedTuple):
    """What all turns of an arm came to; the peak is that of its process, or of it on the GPU."""

    turns: list[Turn]
    peak_bytes: int
    result: Any

    @property
    def rate(self) -> float:
        """Tokens or texts a second."""
        return sum(turn.done for turn in self.turns) / sum(turn.seconds for turn in self.turns)

    @property
    def cpu_rate(self) -> float:
        """The same in a second of computing, which other work on a CPU does not lengthen."""
        return sum(turn.done for turn in self.turns) / sum(turn.cpu_seconds for turn in self.turns)


class Stopwatch:
    """Waits until it is an arm's turn, and tells how long that took.

    Args:
        connection: To the process that hands out the turns.
        device: Name of the device whose work must be over when a turn ends.
    """

    def __init__(self, connection: Any, device: str) -> None:
        self._connection = connection
        self._device = device
        self._since = self._cpu_since = 0.0

    def start(self) -> None:
        """Wait for the turn."""
        self._connection.send(None)
        self._connection.recv()
        self._since, self._cpu_since = time.perf_counter(), time.process_time()

    def stop(self, done: int) -> None:
        """End the turn."""
        if self._device.startswith("cuda"):
            import torch

            torch.cuda.synchronize(self._device)
        seconds = time.perf_counter() - self._since
        self._connection.send(Turn(seconds, time.process_time() - self._cpu_since, done))


Arm = Callable[..., Any]
"""Takes a stopwatch and further arguments, prepares itself, then does its work turn by turn."""


def take_turns(arms: Mapping[str, tuple[Arm, tuple[Any, ...]]], device: str) -> dict[str, Outcome]:
    """Run all arms to their ends, every second round in the opposite order."""
    context = multiprocessing.get_context("spawn")
    waiting: dict[str, Any] = {}
    outcomes: dict[str, Outcome] = {}
    turns: dict[str, list[Turn]] = {name: [] for name in arms}
    for name, (arm, arguments) in arms.items():
        waiting[name], inner = context.Pipe()
        target = (inner, device, arm, arguments)
        context.Process(target=_work, args=target, name=name, daemon=True).start()
        inner.close()
    for connection in waiting.values():
        connection.recv()  # it is ready for its first turn
    order = list(arms)
    while waiting:
        for name in [each for each in order if each in waiting]:
            waiting[name].send(None)
            turns[name].append(waiting[name].recv())
            end = waiting[name].recv()
            if end is not None:
                outcomes[name] = Outcome(turns[name], *end)
                waiting.pop(name).close()
        order.reverse()
    return {name: outcomes[name] for name in arms}


def _work(connection: Any, device: str, arm: Arm, arguments: tuple[Any, ...]) -> None:
    from sentiment_lab.models.quiet import quiet_transformers

    with quiet_transformers():
        result = arm(Stopwatch(connection, device), *arguments)
    connection.send((_peak_bytes(device), result))


def _peak_bytes(device: str) -> int:
    if device.startswith("cuda"):
        import torch

        return torch.cuda.max_memory_allocated(device)
    # What getrusage tells would count the process that started this one.
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    peaks = [int(line.split()[1]) * KIB for line in lines if line.startswith("VmHWM")]
    return peaks[0] if peaks else 0


def parser(description: str) -> argparse.ArgumentParser:
    """The options that the benchmarks of networks share."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("folder", nargs="?", type=Path, help="holds train and test .parquet")
    options.add_argument("--device", default="auto")
    options.add_argument("--texts", type=int, help="how many, drawn at random")
    options.add_argument("--full", action="store_true", help="all texts of the folder")
    options.add_argument("--max-length", type=int, default=512)
    options.add_argument("--checkpoint", type=Path, help="a folder; else all-MiniLM-L6-v2")
    options.add_argument("--random-weights", choices=RANDOM_WEIGHTS, help="of an encoder so built")
    options.add_argument("--seed", type=int, default=0)
    return options


def describe(device: str) -> str:
    """One line on the machine and what runs on it."""
    import torch
    import transformers

    name = torch.cuda.get_device_name(device) if device.startswith("cuda") else _cpu_name()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{device}: {name}; {os.cpu_count()} cores, {torch.get_num_threads()} threads, load {load};"
        f" torch {torch.__version__}, transformers {transformers.__version__}"
    )


def _cpu_name() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def read_texts(folder: Path | None, split: str, n: int | None, seed: int) -> tuple[list, list]:
    """Texts and labels of a split, a random part of them; made-up ones without a folder."""
    rng = np.random.default_rng(seed)
    if folder is None:
        lengths = np.clip(rng.lognormal(5.2, 0.6, n or 25_000), 10, 1_500).astype(int)
        texts = [" ".join(rng.choice(WORDS, length)) for length in lengths]
        return texts, [str(each) for each in np.arange(len(texts)) % 2]
    import pandas as pd

    frame = pd.read_parquet(folder / f"{split}.parquet", columns=["text", "label"])
    kept = frame.iloc[rng.permutation(len(frame))[:n]]
    return kept["text"].tolist(), kept["label"].astype(str).tolist()


def checkpoint_folder(arguments: argparse.Namespace, scratch: Path) -> Path:
    """The checkpoint that was asked for; random weights take the other checkpoint's tokenizer."""
    from sentiment_lab.data.assets import fetch_asset

    source = arguments.checkpoint or fetch_asset("all-MiniLM-L6-v2")
    if arguments.random_weights is None:
        return source
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    from sentiment_lab.models.quiet import quiet_transformers

    tokenizer = AutoTokenizer.from_pretrained(source)
    tiny: dict[str, Any] = {
        "hidden_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 64,
    }
    shape = tiny if arguments.random_weights == "tiny" else {}  # bert-base is BertConfig's default
    torch.manual_seed(arguments.seed)
    network = BertForSequenceClassification(BertConfig(vocab_size=len(tokenizer), **shape))
    folder = scratch / arguments.random_weights
    with quiet_transformers():
        network.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def without_dropout(source: Path, target: Path) -> Path:
    """A copy of a checkpoint that drops nothing in training."""
    shutil.copytree(source, target)
    path = target / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    dropouts = {name: 0.0 for name in config if "dropout" in name}
    path.write_text(json.dumps(config | dropouts), encoding="utf-8")
    return target
