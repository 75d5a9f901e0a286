"""The systems that `errors` and `report` are asked for."""

from typing import TYPE_CHECKING

from ..exceptions import UsageError

if TYPE_CHECKING:
    from ..experiment.collect import Collected
    from ..experiment.request import Request
    from ..experiment.store import RunStore
    from .progress import ProgressBars


def systems_asked_for(
    request: "Request", store: "RunStore", bars: "ProgressBars"
) -> "tuple[Collected, Request]":
    """The systems of a request; without a data set or predictions, of the last comparison.

    Raises:
        SentimentLabError: Anything is wrong with data, training, predictions or stored runs.
    """
    from dataclasses import replace

    from ..experiment.collect import collect
    from ..experiment.compare import last_collected, select_systems

    if request.dataset is None and not request.predictions:
        _refuse_what_only_training_needs(request)
        collected, last = last_collected(store)
        if request.models != type(request).models:
            collected = select_systems(collected, request.models)
        names = ", ".join(system.name for system in collected.systems)
        bars.say(f"last comparison: {names} on {collected.description.name}")
        baseline = request.baseline or last.baseline
        kept = baseline if baseline in {system.name for system in collected.systems} else None
        return collected, replace(last, baseline=request.baseline or kept)
    collected = collect(request, store, bars)
    if request.predictions and request.models != type(request).models:
        collected = select_systems(collected, request.models)
    return collected, request


def _refuse_what_only_training_needs(request: "Request") -> None:
    usual = type(request)()
    given = {
        "--set": request.changes != usual.changes,
        "--recipe": request.recipe != usual.recipe,
        "--seed": request.seed != usual.seed,
        "--seeds": request.n_seeds != usual.n_seeds,
        "--positive": request.positive != usual.positive,
        "--drop-overlap": request.drop_overlap,
    }
    for option, is_given in given.items():
        if is_given:
            raise UsageError(
                f"{option} needs a data set or --predictions: without them the last comparison "
                "is shown as it was"
            )
