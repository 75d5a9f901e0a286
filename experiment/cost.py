"""Measuring what training and prediction cost."""

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

SAMPLING_SECONDS = 0.05


class PeakMemory:
    """The highest memory in use while the block runs.

    ``bytes`` is the peak of the GPU's allocated memory where CUDA was used, else of the resident
    memory of this process, sampled twenty times a second.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Self:
        cuda = _cuda()
        if cuda is not None:
            cuda.reset_peak_memory_stats()
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
        if cuda is not None and cuda.max_memory_allocated() > 0:
            self.bytes = cuda.max_memory_allocated()

    def _sample(self) -> None:
        process = psutil.Process()
        self.bytes = process.memory_info().rss
        while not self._stop.wait(SAMPLING_SECONDS):
            self.bytes = max(self.bytes, process.memory_info().rss)


def _cuda() -> Any:
    """``torch.cuda`` where torch is in use and finds a GPU; asking never imports torch."""
    torch = sys.modules.get("torch")
    return torch.cuda if torch is not None and torch.cuda.is_available() else None


class Stopwatch:
    """Seconds of work on one run, summed over the sessions that an interruption splits it into.

    Args:
        file: Where the seconds so far are kept for the next session.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._earlier = float(file.read_text()) if file.exists() else 0.0
        self._began = time.perf_counter()
        self._written = self._began

    @property
    def seconds(self) -> float:
        """Seconds so far, earlier sessions included."""
        return self._earlier + time.perf_counter() - self._began

    def tick(self) -> None:
        """Keep the seconds so far, at most once a second."""
        now = time.perf_counter()
        if now - self._written >= 1:
            self._written = now
            beside = self._file.with_suffix(".new")
            beside.write_text(f"{self.seconds:.3f}")
            beside.replace(self._file)


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


def folder_bytes(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
