"""Files that are either there in full or not there at all, and locks on them."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock


def write_beside(path: Path, write: Callable[[Path], object]) -> None:
    """Let a file be written under a name of its own, then give it its name in one step.

    Two processes may write the same file at once: each is complete, the later one stays.

    Args:
        path: What the file shall be called; its folder exists.
        write: Writes a file at the path it is given.

    Raises:
        OSError: It cannot be written; nothing is left behind.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}.new")
    try:
        write(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, in full or not at all.

    Raises:
        OSError: It cannot be written; nothing is left behind.
    """
    write_beside(path, lambda beside: beside.write_text(text, encoding="utf-8"))


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock file, which is made here and gone afterwards; a process that dies lets it go.

    Args:
        path: What the lock file is called; its folder exists.

    Raises:
        TimeoutError: It is held already, by another process or by this one.
        OSError: It cannot be written.
    """
    lock = _locked(path)
    try:
        yield
    finally:
        # While it is held: released first, another process could hold what is then unlinked.
        # Windows does not unlink what is open: the file stays there, and is no one's.
        with suppress(OSError):
            path.unlink()
        lock.release()


def _locked(path: Path) -> "BaseFileLock":
    """The lock, once it is on the file that has the name.

    Its last holder may have unlinked the file after we had opened it and before we locked it; what
    we hold then has no name, and the next process would make and lock a new one.
    """
    from filelock import FileLock, Timeout

    while True:
        with path.open("ab") as opened:
            lock = FileLock(path, timeout=0)
            try:
                lock.acquire()
            except Timeout:
                if _leads_to(path, opened):
                    raise
                continue
            # The name led to this file before and after, so that it is the one that was locked.
            if _leads_to(path, opened):
                return lock
            lock.release()


def _leads_to(path: Path, opened: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(opened.fileno()))
    except FileNotFoundError:
        return False
