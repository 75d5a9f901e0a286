"""The folder of runs: finds finished ones, guards unfinished ones."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ..exceptions import RunError
from ..files import held
from .run import MANIFEST, Run

STAGING_PREFIX = ".training-"


@dataclass(frozen=True)
class RunAddress:
    """Where a run belongs: one folder a data set, one folder a run in it."""

    dataset: str
    model: str
    seed: int
    key: str

    @property
    def parent(self) -> str:
        """Folder name of the data set; long paths are cut to their last part."""
        return _slug(Path(self.dataset).name or self.dataset)

    @property
    def name(self) -> str:
        """Folder name of the run."""
        return f"{_slug(self.model)}-seed{self.seed}-{self.key}"


class RunStore:
    """Stored runs below one folder, which is made when the first run begins.

    Args:
        root: The folder, as given by ``--runs``.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def find(self, address: RunAddress) -> Run | None:
        """The finished run at an address; None where there is none.

        Raises:
            RunError: The run is damaged.
        """
        folder = self.folder(address)
        return Run.read(folder) if folder.is_dir() else None

    def runs(self) -> list[Run]:
        """Every finished run, oldest first."""
        found = [Run.read(path.parent) for path in self._manifests()]
        return sorted(found, key=lambda run: run.manifest.created)

    def readable_runs(self) -> list[Run]:
        """Every finished run that is not damaged, oldest first."""
        found = []
        for path in self._manifests():
            with suppress(RunError):
                found.append(Run.read(path.parent))
        return sorted(found, key=lambda run: run.manifest.created)

    def resolve(self, name: str) -> Run:
        """A run by its folder, its folder's name, its key, or its model's name.

        Of a model's runs it is the newest of default training: not a cell of an ablation, which has
        another setting or a part of the training rows, unless there are no others.

        Raises:
            RunError: Nothing fits.
        """
        if (Path(name) / MANIFEST).exists():
            return Run.read(Path(name))
        known = self.readable_runs()
        fitting = [
            run for run in known if name in {run.folder.name, run.manifest.key, run.manifest.model}
        ]
        if not fitting:
            names = ", ".join(run.folder.name for run in known) or "none"
            raise RunError(f"no run '{name}' in {self.root}: stored there: {names}")
        # One that only predicted another test set has the model of another run.
        fitting = [run for run in fitting if run.manifest.model_run is None] or fitting
        # A run that does not say counts before those that say that they are changed.
        by_training = (
            [run for run in fitting if run.manifest.changes == wanted] for wanted in ({}, None)
        )
        return next(filter(None, by_training), fitting)[-1]

    @contextmanager
    def staging(self, address: RunAddress) -> Iterator[Path]:
        """A folder of one's own to train in, which keeps its content if the block fails.

        Raises:
            RunError: Another process trains this run, or the folder cannot be written.
        """
        staged, lock = self.staging_folder(address), ExitStack()
        try:
            staged.mkdir(parents=True, exist_ok=True)
            lock.enter_context(held(staged.with_name(staged.name + ".lock")))
        except TimeoutError:
            raise RunError(
                f"the run {address.name} is being trained by another process: "
                "wait until it ends, or give another folder with --runs"
            ) from None
        except OSError as error:
            raise RunError(
                f"cannot write to the runs folder {self.root} ({error.strerror}): "
                "give another folder with --runs"
            ) from error
        try:
            yield staged
        finally:
            lock.close()
            for folder in (staged.parent, self.root):
                # A training that failed leaves no empty folders either.
                with suppress(OSError):
                    folder.rmdir()

    def finish(self, address: RunAddress, staged: Path) -> Run:
        """Give a complete staged run its final name, in one step."""
        folder = self.folder(address)
        staged.replace(folder)
        return Run.read(folder)

    def staging_folder(self, address: RunAddress) -> Path:
        """Where the run is trained until it is complete."""
        return self.folder(address).with_name(STAGING_PREFIX + address.name)

    def _manifests(self) -> list[Path]:
        return list(self.root.glob(f"*/[!.]*/{MANIFEST}"))

    def folder(self, address: RunAddress) -> Path:
        """Where the finished run stands."""
        return self.root / address.parent / address.name


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "data"
