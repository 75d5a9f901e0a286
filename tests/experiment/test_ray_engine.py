"""What is asked of Ray, seen by a stand-in; tests/integration runs the real one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from sentiment_lab.data.columns import Columns
from sentiment_lab.data.corpus import Part
from sentiment_lab.exceptions import DataError, MissingExtraError, RunError, UsageError
from sentiment_lab.experiment import ray_engine as module
from sentiment_lab.experiment.ray_engine import map_parts

PARTS = [Part(number, Path("a.parquet"), range(3), 0, Columns()) for number in range(5)]


class Writer:
    """Stands for a `PartWriter`."""

    def __init__(self, device: str | None = None, error: Exception | None = None) -> None:
        self.function = SimpleNamespace(device=device)
        self.error = error

    def __call__(self, part: Part) -> int:
        if self.error is not None and part.number == 3:
            raise self.error
        return len(part.rows)


class StandIn:
    """As much of Ray as is used, in this process; keeps what ``map_batches`` was asked."""

    def __init__(self, **resources: float) -> None:
        self.resources = resources
        self.asked: dict[str, Any] = {}
        self.data = SimpleNamespace(
            from_items=self._from_items,
            ActorPoolStrategy=SimpleNamespace,
            exceptions=SimpleNamespace(SystemException=KeyError),
        )
        self.exceptions = SimpleNamespace(RayError=ArithmeticError)

    def cluster_resources(self) -> dict[str, float]:
        return self.resources

    def _from_items(self, items: Sequence[dict[str, int]], override_num_blocks: int) -> Any:
        assert override_num_blocks == len(items)

        def map_batches(kind: Any, **asked: Any) -> Any:
            self.asked = asked
            worker = kind(*asked["fn_constructor_args"])
            made = (worker(pd.DataFrame([item])) for item in items)
            return SimpleNamespace(iter_batches=lambda **_: made)

        return SimpleNamespace(map_batches=map_batches)


def start(monkeypatch: pytest.MonkeyPatch, **resources: float) -> StandIn:
    ray = StandIn(**resources)

    @contextmanager
    def cluster(workers: int | None) -> Iterator[StandIn]:
        yield ray

    monkeypatch.setattr(module, "_cluster", cluster)
    monkeypatch.setattr(module, "find_spec", lambda name: name)
    return ray


def rows(writer: Writer, workers: int | None = None) -> list[int]:
    return list(map_parts(writer, PARTS, workers))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("device", "resources", "workers", "size", "gpus"),
    [
        (None, {"CPU": 4.0, "GPU": 2.0}, None, 4, 0),
        ("auto", {"CPU": 4.0, "GPU": 2.0}, None, 2, 1),
        ("cuda", {"CPU": 4.0, "GPU": 2.0}, 1, 1, 1),
        ("cpu", {"CPU": 4.0, "GPU": 2.0}, 3, 3, 0),
        ("auto", {"CPU": 64.0}, None, 5, 0),
    ],
)
def test_workers_are_one_a_gpu_or_a_processor_and_no_more_than_parts(
    monkeypatch: pytest.MonkeyPatch,
    device: str | None,
    resources: dict[str, float],
    workers: int | None,
    size: int,
    gpus: int,
):
    ray = start(monkeypatch, **resources)
    assert rows(Writer(device), workers) == [3] * 5
    assert (ray.asked["compute"].size, ray.asked["num_gpus"]) == (size, gpus)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (DataError("no file"), DataError),
        (UsageError("no file"), UsageError),
        (MissingExtraError("no file", "train"), RunError),
        (ArithmeticError("no file"), RunError),
    ],
)
def test_what_goes_wrong_in_a_worker_is_raised_here(
    monkeypatch: pytest.MonkeyPatch, error: Exception, kind: type[Exception]
):
    start(monkeypatch, CPU=2)
    with pytest.raises(kind, match="no file"):
        rows(Writer(error=error))


def test_without_ray_its_extra_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'sentiment-lab\[ray\]'"):
        rows(Writer())
