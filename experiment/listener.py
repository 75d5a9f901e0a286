"""Who is told how far an experiment has come."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .run import Run


class Listener(Protocol):
    """Told of every run of an experiment, in order."""

    def started(self, title: str) -> None:
        """Training of a run begins or resumes."""
        ...

    def progress(self, done: int, total: int, note: str) -> None:
        """``done`` of ``total`` steps of the current phase, named by ``note``."""
        ...

    def finished(self, run: "Run", *, trained: bool) -> None:
        """A run is there; ``trained`` is False where it had been stored already."""
        ...

    def say(self, line: str) -> None:
        """Something that the user should know, in one line."""
        ...


class Silent:
    """A listener that drops what it is told."""

    def started(self, title: str) -> None:
        """Drop it."""

    def progress(self, done: int, total: int, note: str) -> None:
        """Drop it."""

    def finished(self, run: "Run", *, trained: bool) -> None:
        """Drop it."""

    def say(self, line: str) -> None:
        """Drop it."""
