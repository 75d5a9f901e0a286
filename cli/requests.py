"""The options that say what to train and compare, and the `Request` they make."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..exceptions import UsageError
from .gathered import gathers
from .options import (
    BaselineOption,
    CalibrateOption,
    DatasetArgument,
    DeviceOption,
    DropOverlapOption,
    EnsembleOption,
    GroupOption,
    IdOption,
    LabelOption,
    MapLabelOption,
    ModelOption,
    PositiveOption,
    PredictionsOption,
    RatingOption,
    RecipeOption,
    SeedOption,
    SeedsOption,
    SetOption,
    TestOption,
    TextOption,
)

if TYPE_CHECKING:
    from ..experiment.collect import Collected
    from ..experiment.request import Request
    from ..experiment.store import RunStore
    from .progress import ProgressBars


def _asked(
    dataset: DatasetArgument = None,
    model: ModelOption = None,
    predictions: PredictionsOption = None,
    baseline: BaselineOption = None,
    ensemble: EnsembleOption = None,
    calibrate: CalibrateOption = None,
    set_: SetOption = None,
    recipe: RecipeOption = "default",
    seed: SeedOption = 0,
    seeds: SeedsOption = 1,
    device: DeviceOption = "auto",
    positive: PositiveOption = None,
    drop_overlap: DropOverlapOption = False,
    test: TestOption = None,
    map_label: MapLabelOption = None,
    text: TextOption = None,
    label: LabelOption = None,
    id_: IdOption = None,
    group: GroupOption = None,
    rating: RatingOption = None,
) -> "Request":
    from ..data.columns import Columns
    from ..experiment.ensemble_spec import parse_ensembles
    from ..experiment.request import Request, parse_named_files

    return Request(
        dataset=dataset,
        predictions=parse_named_files(predictions or ()),
        models=tuple(model) if model else Request.models,
        changes=tuple(set_ or ()),
        recipe=recipe,
        seed=seed,
        n_seeds=seeds,
        device=device,
        positive=positive,
        columns=Columns(text=text, label=label, id=id_, group=group, rating=rating),
        drop_overlap=drop_overlap,
        test=test,
        map_labels=tuple(map_label or ()),
        baseline=baseline,
        ensembles=parse_ensembles(ensemble or ()),
        calibrate=tuple(calibrate or ()),
    )


def takes_request(*, without: tuple[str, ...] = ()) -> Callable[[Callable], Callable]:
    """Give a command the options of a `Request`, handed to it as ``request``.

    Args:
        without: Parameters of the request that this command does not take.
    """
    return gathers("request", _asked, without=without)


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
        collected, last = last_collected(store, request)
        if request.models != type(request).models:
            collected = select_systems(collected, request.models)
        names = ", ".join(system.name for system in collected.systems)
        bars.say(f"last comparison: {names} on {collected.description.title}")
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
        "--test": request.test is not None,
        "--map-label": bool(request.map_labels),
    }
    for option, is_given in given.items():
        if is_given:
            raise UsageError(
                f"{option} needs a data set or --predictions: without them the last comparison "
                "is shown as it was"
            )
