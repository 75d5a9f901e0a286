"""Measuring what training and prediction cost."""

import gc
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from ..files import write_text

SAMPLING_SECONDS = 0.05


class PeakMemory:
    """The highest memory that the block takes beyond what was in use before it.

    ``bytes`` is the peak of the GPUs' allocated memory where CUDA was used, else of the resident
    memory of this process, sampled twenty times a second. The data set, the libraries and what an
    earlier model left behind do not count.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._before = 0
        self._before_cuda = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Self:
        gc.collect()
        cuda = _cuda()
        if cuda is not None:
            for device in range(cuda.device_count()):
                cuda.reset_peak_memory_stats(device)
            self._before_cuda = _peak(cuda)
        self._before = psutil.Process().memory_info().rss
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        cuda = _cuda()
        if cuda is not None and _peak(cuda) > self._before_cuda:
            self.bytes = _peak(cuda) - self._before_cuda

    def _sample(self) -> None:
        process = psutil.Process()
        while not self._stop.wait(SAMPLING_SECONDS):
            self.bytes = max(self.bytes, process.memory_info().rss - self._before)


def _cuda() -> Any:
    """``torch.cuda`` where torch is in use and finds a GPU; asking never imports torch."""
    torch = sys.modules.get("torch")
    return torch.cuda if torch is not None and torch.cuda.is_available() else None


def _peak(cuda: Any) -> int:
    """Peak of allocated memory, summed over the GPUs that this process sees."""
    return sum(cuda.max_memory_allocated(device) for device in range(cuda.device_count()))


class Stopwatch:
    """Seconds of work on one run, summed over the sessions that an interruption splits it into.

    Args:
        file: Where the seconds so far are kept for the next session.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._earlier = _seconds_in(file)
        self._began: float | None = None
        self._written = 0.0

    def start(self) -> None:
        """Begin to count; until then there are the seconds of earlier sessions alone."""
        self._began = self._written = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Seconds so far, earlier sessions included."""
        return self._earlier + (0.0 if self._began is None else time.perf_counter() - self._began)

    def tick(self) -> None:
        """Keep the seconds so far, at most once a second."""
        now = time.perf_counter()
        if self._began is not None and now - self._written >= 1:
            self._written = now
            write_text(self._file, f"{self.seconds:.3f}")


@dataclass
class Elapsed:
    """Seconds that a block took, known when it ends."""

    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Elapsed]:
    """Measure the wall-clock seconds of a block."""
    elapsed, began = Elapsed(), time.perf_counter()
    try:
        yield elapsed
    finally:
        elapsed.seconds = time.perf_counter() - began


def _seconds_in(file: Path) -> float:
    try:
        return float(file.read_text())
    except (FileNotFoundError, ValueError):
        # Absent in a first session, or empty after a power cut: only the cost is less exact.
        return 0.0


def folder_bytes(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
