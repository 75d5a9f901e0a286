"""Remembers the last comparison, so that ``errors`` and ``report`` need no arguments."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ..exceptions import RunError
from ..files import write_text
from .ensemble_spec import parse_ensembles
from .request import NamedFile, Request
from .run import Run

FILE = "last-comparison.json"


@dataclass(frozen=True)
class LastComparison:
    """What was compared last.

    Attributes:
        runs: Folders of the runs of each system, by seed, relative to the runs folder.
        predictions: Files in place of runs.
        dataset: The data set that was named beside files of predictions; else None.
        baseline: As asked for.
        classes: In the order of the comparison.
        resamples: Bootstrap replicates.
        seed: The first seed, also of the resampling.
        ensembles: As ``--ensemble`` takes them.
        calibrate: Names of the systems that were calibrated.
    """

    runs: tuple[tuple[str, ...], ...]
    predictions: tuple[tuple[str, str], ...]
    dataset: str | None
    baseline: str | None
    classes: tuple[str, ...]
    resamples: int
    seed: int
    ensembles: tuple[str, ...] = ()
    calibrate: tuple[str, ...] = ()

    def request(self) -> Request:
        """The request that reads the same files of predictions again."""
        return Request(
            dataset=self.dataset,
            predictions=tuple(NamedFile(name, Path(path)) for name, path in self.predictions),
            baseline=self.baseline,
            positive=self.classes[1] if len(self.classes) == 2 else None,
            resamples=self.resamples,
            seed=self.seed,
            ensembles=parse_ensembles(self.ensembles),
            calibrate=self.calibrate,
        )


def remember(
    root: Path, request: Request, runs: Sequence[Sequence[Run]], classes: Sequence[str]
) -> None:
    """Write down what was compared.

    Args:
        root: The runs folder.
        request: What was asked for.
        runs: The runs of each system; empty for files of predictions.
        classes: In the order of the comparison.

    Raises:
        OSError: The runs folder cannot be written.
    """
    last = LastComparison(
        runs=tuple(
            tuple(str(run.folder.relative_to(root)) for run in each) for each in runs if each
        ),
        predictions=tuple((name, str(path.resolve())) for name, path in request.predictions),
        dataset=request.dataset if request.predictions else None,
        baseline=request.baseline,
        classes=tuple(classes),
        resamples=request.resamples,
        seed=request.seed,
        ensembles=tuple(str(spec) for spec in request.ensembles),
        calibrate=request.calibrate,
    )
    root.mkdir(parents=True, exist_ok=True)
    write_text(root / FILE, json.dumps(asdict(last), indent=2) + "\n")


def recall(root: Path) -> LastComparison:
    """What was compared last.

    Raises:
        RunError: Nothing has been compared, or the note is damaged.
    """
    path = root / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return LastComparison(
            runs=tuple(tuple(each) for each in content["runs"]),
            predictions=tuple((name, file) for name, file in content["predictions"]),
            dataset=content["dataset"],
            baseline=content["baseline"],
            classes=tuple(content["classes"]),
            resamples=content["resamples"],
            seed=content["seed"],
            # Notes of older versions know neither.
            ensembles=tuple(content.get("ensembles", ())),
            calibrate=tuple(content.get("calibrate", ())),
        )
    except FileNotFoundError:
        raise RunError(
            f"nothing has been compared in {root} yet: run 'sentiment-lab compare' first, "
            "or name a data set or --predictions NAME=FILE"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{path} is damaged ({error}): delete it and compare again") from error


def recall_runs(root: Path, last: LastComparison) -> list[list[Run]]:
    """The runs of the last comparison.

    Raises:
        RunError: A run is gone or damaged.
    """
    return [[Run.read(root / folder) for folder in seeds] for seeds in last.runs]
