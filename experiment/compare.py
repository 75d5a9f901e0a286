"""Compares models on a data set, or systems by their predictions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..analysis.comparison import Comparison, compare_systems
from ..analysis.system import System
from ..exceptions import unknown_name
from .collect import Collected, collect, collect_files, collect_runs, with_made_rows
from .last import recall, recall_runs, remember
from .listener import Listener, Silent
from .request import Request
from .store import RunStore

USUAL_BASELINE = "logreg"


@dataclass(frozen=True)
class Compared:
    """A comparison and what it was made of."""

    collected: Collected
    comparison: Comparison


def compare(request: Request, store: RunStore, listener: Listener | None = None) -> Compared:
    """Train what is missing and compare.

    Args:
        request: What is asked for.
        store: Where runs are kept; the comparison is remembered there as the last one.
        listener: Told of the progress.

    Raises:
        SentimentLabError: Anything is wrong with data, settings, training or predictions.
    """
    listener = listener or Silent()
    if request.baseline is not None and request.baseline not in request.row_names:
        # Before anything trains for hours.
        raise unknown_name("baseline", request.baseline, request.row_names)
    collected = collect(request, store, listener)
    compared = compare_collected(collected, request)
    try:
        remember(store.root, request, collected.runs, compared.comparison.classes)
    except OSError as error:
        listener.say(f"not remembered as the last comparison: {error}")
    return compared


def compare_collected(collected: Collected, request: Request) -> Compared:
    """Compare systems that are at hand."""
    comparison = compare_systems(
        collected.systems,
        baseline=request.baseline or usual_baseline(collected.systems),
        resamples=request.resamples,
        seed=request.seed,
    )
    return Compared(collected, comparison)


def last_collected(store: RunStore, asked: Request | None = None) -> tuple[Collected, Request]:
    """The systems of the last comparison, and the request that stands for it.

    Args:
        store: Where runs are kept.
        asked: Its ensembles and calibrated rows stand in place of those of the last comparison,
            where it has any.

    Raises:
        RunError: Nothing has been compared, or a run of it is gone.
    """
    last = recall(store.root)
    request = last.request()
    if asked is not None and (asked.ensembles or asked.calibrate):
        request = replace(request, ensembles=asked.ensembles, calibrate=asked.calibrate)
    if last.runs:
        collected = collect_runs(recall_runs(store.root, last), classes=last.classes)
    else:
        collected = collect_files(request)
    return with_made_rows(collected, request), request


def usual_baseline(systems: tuple[System, ...]) -> str:
    """``logreg`` where it takes part, else the first system."""
    names = [system.name for system in systems]
    return USUAL_BASELINE if USUAL_BASELINE in names else names[0]


def select_systems(collected: Collected, names: Sequence[str]) -> Collected:
    """Some of the systems, in the order named.

    Raises:
        UsageError: A name is not among the systems.
    """
    known = [system.name for system in collected.systems]
    for name in names:
        if name not in known:
            raise unknown_name("system", name, known)
    positions = [known.index(name) for name in names]
    return Collected(
        tuple(collected.systems[position] for position in positions),
        collected.description,
        tuple(collected.runs[position] for position in positions) if collected.runs else (),
        collected.train,
    )
