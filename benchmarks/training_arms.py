"""What bench_training.py times: our loop, and the loop as the experiment wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from arms import Stopwatch

from sentiment_lab.models.bert import BertClassifier, BertSettings
from sentiment_lab.models.classifier import Execution

BATCH = 16
STEPS_A_TURN = {"cpu": 1, "cuda": 20, "mps": 2}


@dataclass(frozen=True)
class Job:
    """What every arm trains on."""

    checkpoint: Path
    texts: Sequence[str]
    labels: Sequence[str]
    max_length: int
    batch_size: int
    device: str
    seed: int

    @property
    def steps_a_turn(self) -> int:
        """So many that a turn takes some seconds."""
        return STEPS_A_TURN[self.device.partition(":")[0]]


class Watched(BertClassifier):
    """Ours, telling a watcher of every batch and its first weights."""

    watcher: Any = None

    def _build(self, texts: Sequence[str]) -> None:
        super()._build(texts)
        if self.watcher is not None:
            self.watcher.begin(self.network_)
            self.network_.register_forward_pre_hook(self.watcher.batch, with_kwargs=True)


class Counter:
    """Counts the tokens of a network's batches and ends a turn after some steps."""

    def __init__(self, stopwatch: Stopwatch, job: Job, batch_size: int) -> None:
        self._stopwatch, self._job = stopwatch, job
        self._steps = -(-len(job.texts) // batch_size)
        self._running, self._step = False, 0
        self._masks: list[Any] = []
        self.tokens, self.places = 0, 0

    def begin(self, network: Any) -> None:
        """The network is there; nothing to keep of it."""

    def batch(self, _network: Any, _args: Any, batch: dict[str, Any]) -> None:
        """The network is handed a batch; the first of a turn waits for it."""
        if not self._running:
            self._running = True
            self._stopwatch.start()
        self._masks.append(batch["attention_mask"])

    def step(self, *_: Any) -> None:
        """A step is over."""
        self._step += 1
        if self._step % self._job.steps_a_turn and self._step < self._steps:
            return
        done = sum(int(mask.sum()) for mask in self._masks)
        self._stopwatch.stop(done)
        self.tokens += done
        self.places += sum(mask.numel() for mask in self._masks)
        self._masks.clear()
        self._running = False


def train_ours(stopwatch: Stopwatch, job: Job, precision: str) -> tuple[int, int]:
    """An epoch of our loop; how many tokens and padded places it came to."""
    counter = Counter(stopwatch, job, job.batch_size)
    warm = replace(job, texts=job.texts[:BATCH], labels=two(BATCH))
    for part, watcher in ((warm, None), (job, counter)):
        model = ours(part, precision, on_progress=watcher and watcher.step)
        model.watcher = watcher
        model.fit(part.texts, part.labels)
    return counter.tokens, counter.places


def ours(job: Job, precision: str, on_progress: Any = None, **changes: Any) -> Watched:
    """Our classifier by the published recipe, for one epoch."""
    recipe = BertSettings.published().values() | {
        "checkpoint": str(job.checkpoint),
        "max_length": job.max_length,
        "batch_size": job.batch_size,
        "epochs": 1,
        "precision": precision,
    }
    execution = Execution(seed=job.seed, device=job.device, on_progress=on_progress)
    return Watched(execution=execution, **(recipe | changes))


def two(n: int) -> list[str]:
    """Labels of two classes for so many texts."""
    return [str(number % 2) for number in range(n)]


def train_as_written(stopwatch: Stopwatch, job: Job) -> tuple[int, int]:
    """An epoch of the experiment's loop."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    torch.manual_seed(job.seed)
    tokenizer = AutoTokenizer.from_pretrained(job.checkpoint)
    network = AutoModelForSequenceClassification.from_pretrained(job.checkpoint, num_labels=2)
    encoded = tokenizer(
        list(job.texts), truncation=True, padding="max_length", max_length=job.max_length
    )
    classes = sorted(set(job.labels))
    labels = [classes.index(each) for each in job.labels]
    data = torch.utils.data.TensorDataset(
        torch.tensor(encoded["input_ids"]),
        torch.tensor(encoded["attention_mask"]),
        torch.tensor(labels),
    )
    warm = torch.utils.data.Subset(data, range(min(BATCH, len(data))))
    loop_as_written(network, torch.utils.data.DataLoader(warm, BATCH), job.device, warmup=500)
    counter = Counter(stopwatch, job, BATCH)
    network.register_forward_pre_hook(counter.batch, with_kwargs=True)
    loader = torch.utils.data.DataLoader(data, BATCH, shuffle=True)
    loop_as_written(network, loader, job.device, warmup=500, on_step=counter.step)
    return counter.tokens, counter.places


def loop_as_written(
    network: Any, batches: Any, device: str, *, warmup: int, on_step: Any = None
) -> None:
    """What one writes by hand: one epoch over batches of ids, masks and labels."""
    import torch
    from transformers import get_linear_schedule_with_warmup

    network.to(device).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-5, eps=1e-8, weight_decay=0.0)
    schedule = get_linear_schedule_with_warmup(optimizer, warmup, len(batches))
    total = 0.0
    for ids, mask, labels in batches:
        batch = {"input_ids": ids, "attention_mask": mask, "labels": labels}
        batch = {name: tensor.to(device) for name, tensor in batch.items()}
        network.zero_grad()
        loss = network(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
        if on_step is not None:
            on_step()
