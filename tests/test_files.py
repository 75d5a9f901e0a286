"""Files that are there in full or not at all, and locks that one process holds at a time."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sentiment_lab.files import held


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "here.lock"


@pytest.fixture
def other(lock: Path) -> Iterator[ExitStack]:
    """Another holder of the lock, until it is closed."""
    with ExitStack() as stack:
        stack.enter_context(held(lock))
        yield stack


def test_a_held_lock_is_refused_and_can_be_had_afterwards(lock: Path) -> None:
    with held(lock), pytest.raises(TimeoutError), held(lock):
        pytest.fail("two hold it")
    assert not lock.exists()
    with held(lock), pytest.raises(TimeoutError), held(lock):
        pytest.fail("two hold it")


def test_a_block_that_fails_gives_the_lock_back(lock: Path) -> None:
    with pytest.raises(KeyError), held(lock):
        raise KeyError
    assert not lock.exists()


@pytest.mark.parametrize("third", [False, True])
def test_a_lock_on_a_file_that_lost_its_name_is_no_lock(
    lock: Path, other: ExitStack, monkeypatch: pytest.MonkeyPatch, third: bool
) -> None:
    """Another process ends, and a third one may begin, between our opening the file and locking it.

    With a library that does not look itself whether the file still has a name.
    """
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr("filelock.UnixFileLock._finalize_locked_fd", _finalized)
    flock, late = fcntl.flock, ExitStack()

    def ends_before(fd: int, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", flock)
        other.close()
        if third:
            late.enter_context(held(lock))
        flock(fd, operation)

    monkeypatch.setattr(fcntl, "flock", ends_before)
    with late:
        if third:
            with pytest.raises(TimeoutError), held(lock):
                pytest.fail("two hold it")
        else:
            with held(lock), pytest.raises(TimeoutError), held(lock):
                pytest.fail("two hold it")
    assert not lock.exists()


def _finalized(self: object, fd: int) -> bool:
    """As filelock did before it looked: every lock counts."""
    stat = os.fstat(fd)
    self._mark_descriptor_owned(fd, (stat.st_dev, stat.st_ino))  # pyright: ignore[reportAttributeAccessIssue]
    return True
