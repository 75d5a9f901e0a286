"""Progress on standard error: a bar for each run, and a line when it is finished."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from ..models.processes import process_rank

if TYPE_CHECKING:
    from ..experiment.run import Run


class ProgressBars:
    """Draws what an experiment reports; use as a context manager."""

    def __init__(self) -> None:
        # In a distributed launch the first process speaks for all.
        self._console = Console(stderr=True, highlight=False, quiet=process_rank() > 0)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
            console=self._console,
            transient=True,
        )
        self._task: TaskID | None = None
        self._title = ""
        self._tenths = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress.live.is_started:
            self._progress.stop()

    def say(self, line: str) -> None:
        """A line of its own, above the bars."""
        self._console.print(line, markup=False, soft_wrap=True)

    def started(self, title: str) -> None:
        """A run begins: its bar appears."""
        self._title = title
        self._clear()

    def progress(self, done: int, total: int, note: str) -> None:
        """The bar of the present phase moves; where there is no terminal, a line each tenth."""
        if not self._console.is_terminal:
            self._log(done, total, note)
            return
        # Not before there is something to draw: an idle display leaves an empty line.
        self._progress.start()
        if self._task is None:
            self._task = self._progress.add_task(self._title, total=total, note=note)
        self._progress.update(self._task, completed=done, total=total, note=note)

    def finished(self, run: "Run", *, trained: bool) -> None:
        """The bar gives way to the run's figures."""
        from ..experiment.glance import glance

        self._clear()
        self._title = ""
        self.say(glance(run, trained=trained))

    def _log(self, done: int, total: int, note: str) -> None:
        tenths = 10 * done // max(total, 1)
        if tenths != self._tenths:
            self._tenths = tenths
            self.say(f"{self._title or 'progress'}: {note}, {10 * tenths} %")

    def _clear(self) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None
