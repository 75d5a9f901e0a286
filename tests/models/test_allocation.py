import ctypes
import sys
from pathlib import Path

import pytest
import torch

from sentiment_lab.models import allocation
from sentiment_lab.models.allocation import reuse_freed_memory

CPU = torch.device("cpu")
LARGE = 64 * 2**20


class Calls:
    """A C library that notes what it is asked for."""

    def __init__(self) -> None:
        self.made: list[tuple[int, ...]] = []

    def mallopt(self, *arguments: int) -> int:
        self.made.append(arguments)
        return 1

    def malloc_trim(self, *arguments: int) -> int:
        self.made.append(arguments)
        return 1


def resident_bytes() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = (line for line in lines if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def has_glibc() -> bool:
    try:
        return sys.platform == "linux" and hasattr(ctypes.CDLL(None), "gnu_get_libc_version")
    except OSError:
        return False


@pytest.mark.skipif(not has_glibc(), reason="needs Linux with glibc")
def test_freed_memory_stays_inside_and_is_given_back_afterwards() -> None:
    before = resident_bytes()
    with reuse_freed_memory(CPU):
        torch.ones(LARGE // 4)
        assert resident_bytes() - before > LARGE * 0.9
    assert resident_bytes() - before < LARGE * 0.5
    torch.ones(LARGE // 4)
    assert resident_bytes() - before < LARGE * 0.5


def test_what_was_set_is_undone_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Calls()
    monkeypatch.setattr(allocation, "_glibc", lambda: library)
    with pytest.raises(KeyboardInterrupt), reuse_freed_memory(CPU):
        assert library.made == [(-4, 0), (-1, -1)]
        raise KeyboardInterrupt
    assert library.made[2:] == [(-4, 65_536), (-1, 64 * 2**20), (0,)]


@pytest.mark.parametrize("device", ["cuda:0", "mps"])
def test_nothing_is_set_where_the_network_runs_on_another_device(
    device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Calls()
    monkeypatch.setattr(allocation, "_glibc", lambda: library)
    with reuse_freed_memory(torch.device(device)):
        pass
    assert library.made == []


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", absent)
    with reuse_freed_memory(CPU):
        torch.ones(1)
