"""Keeps the memory that a network's steps free, so that the next step need not ask for it anew.

glibc hands large blocks back to the operating system as soon as they are freed, and every step of
a training on a CPU then spends a share of its time on having fresh pages cleared.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import torch

# Parameters of mallopt(3), and the values that glibc itself comes to after freeing large blocks.
_TRIM_THRESHOLD, _MMAP_MAX = -1, -4
_USUAL_MMAP_MAX = 65_536
_USUAL_TRIM_THRESHOLD = 64 * 2**20
_NEVER = -1


@contextmanager
def reuse_freed_memory(device: torch.device) -> Iterator[None]:
    """Let freed memory stay with this process inside; give back what is free afterwards.

    Does nothing where the network runs elsewhere than on the CPU, or where the C library is not
    glibc. The peak of memory stays the same: only what lies between peaks is no longer given back.

    Args:
        device: Where the network runs.
    """
    library = _glibc() if device.type == "cpu" else None
    if library is None:
        yield
        return
    library.mallopt(_MMAP_MAX, 0)
    library.mallopt(_TRIM_THRESHOLD, _NEVER)
    try:
        yield
    finally:
        library.mallopt(_MMAP_MAX, _USUAL_MMAP_MAX)
        library.mallopt(_TRIM_THRESHOLD, _USUAL_TRIM_THRESHOLD)
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    """The C library of this process, where it is glibc."""
    try:
        library = ctypes.CDLL("libc.so.6")
    except OSError:
        return None
    return library if hasattr(library, "gnu_get_libc_version") else None
