"""The engine ``ray``: parts of a corpus written by the workers of Ray Data."""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..data.corpus import Part
from ..exceptions import MissingExtraError, RunError, SentimentLabError

if TYPE_CHECKING:
    from .corpus import PartWriter

_ADDRESS = "RAY_ADDRESS"
_STORE_BYTES = 100 * 2**20
"""Between processes go names of parts and counts of rows: the least that Ray allows will do."""


class PartsOfABatch:
    """What Ray Data calls: lives as long as its process, so that the model is loaded once.

    Args:
        writer: Writes one part.
        parts: All that there are to write.
    """

    def __init__(self, writer: "PartWriter", parts: Sequence[Part]) -> None:
        self._writer = writer
        self._parts = parts

    def __call__(self, batch: pd.DataFrame) -> pd.DataFrame:
        """From places in the list of parts to ``rows`` written of each, or ``error`` and why."""
        return pd.DataFrame([self._write(place) for place in batch["place"]]).astype(
            {"rows": "int64", "error": "str", "why": "str"}
        )

    def _write(self, place: int) -> dict[str, object]:
        try:
            return {"rows": self._writer(self._parts[place]), "error": "", "why": ""}
        except SentimentLabError as error:
            # As data: Ray would wrap an exception in a page of its own frames.
            return {"rows": 0, "error": type(error).__name__, "why": str(error)}


def map_parts(writer: "PartWriter", parts: Sequence[Part], workers: int | None) -> Iterator[int]:
    """Write parts by Ray Data's ``map_batches``, in any order.

    Args:
        writer: Writes one part, in the process of a worker.
        parts: One or more.
        workers: None: one a processor of the cluster, or one a GPU where a device is used.

    Yields:
        How many rows a part has, once it is written.

    Raises:
        MissingExtraError: Ray is not installed.
        RunError: Ray stopped, such as for a worker that died; parts that are written stay.
    """
    if find_spec("ray") is None:
        raise MissingExtraError("--engine ray", "ray")
    with _cluster(workers) as ray:
        gpus = ray.cluster_resources().get("GPU", 0) if _uses_gpu(writer) else 0
        most = workers or int(gpus or ray.cluster_resources().get("CPU", 1))
        # Blocks made here: a source that reads by tasks would wait for processors of the workers.
        places = [{"place": place} for place in range(len(parts))]
        results = ray.data.from_items(places, override_num_blocks=len(places)).map_batches(
            PartsOfABatch,
            fn_constructor_args=(writer, list(parts)),
            batch_format="pandas",
            batch_size=1,
            num_gpus=1 if gpus else 0,
            compute=ray.data.ActorPoolStrategy(size=min(most, len(parts))),
        )
        try:
            for batch in results.iter_batches(batch_format="pandas", batch_size=None):
                yield from map(_rows_of, batch.itertuples(index=False, name=None))
        except (ray.exceptions.RayError, ray.data.exceptions.SystemException) as error:
            line = " ".join(str(error).split())[:300]
            raise RunError(
                f"Ray stopped ({type(error).__name__}: {line}): parts that are written stay; "
                "give the same command again"
            ) from error


def _uses_gpu(writer: "PartWriter") -> bool:
    device = writer.function.device
    return device is not None and (device == "auto" or device.startswith("cuda"))


@contextmanager
def _cluster(workers: int | None) -> Iterator[Any]:
    """Ray, connected: to the cluster in use, that of ``RAY_ADDRESS``, or one on this machine.

    That on this machine is reached by loopback alone, draws no dashboard and ends with the block.
    Statistics of use are not sent.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if _ADDRESS not in os.environ:
        # Ray's word for: this machine alone. All its servers then listen on 127.0.0.1.
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
        # Errors come back as exceptions; the rest is about Ray's own affairs.
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    import ray
    import ray.data

    begun = not ray.is_initialized()
    if begun:
        _start(ray, workers)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    try:
        yield ray
    finally:
        if begun:
            ray.shutdown()


def _start(ray: Any, workers: int | None) -> None:
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
    if _ADDRESS in os.environ:
        ray.init(**quiet)
        return
    ray.init(
        num_cpus=workers or os.cpu_count() or 1,
        include_dashboard=False,
        object_store_memory=_STORE_BYTES,
        **quiet,
    )


def _rows_of(row: tuple[int, str, str]) -> int:
    rows, name, why = row
    if name:
        kinds = {kind.__name__: kind for kind in SentimentLabError.__subclasses__()}
        kinds.pop(MissingExtraError.__name__)  # made from other words than its message
        raise kinds.get(name, RunError)(why)
    return int(rows)
