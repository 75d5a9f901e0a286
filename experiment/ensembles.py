"""Rows of a comparison that are made of other rows: ensembles, and calibrated systems."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..analysis.ensembles import Combined, best_member, combine
from ..analysis.predictions import Predictions
from ..analysis.system import Cost, Members, System
from ..analysis.temperature import fit_temperature, require_validation, with_temperature
from ..exceptions import UsageError, unknown_name
from .ensemble_spec import ALL_SEEDS, EnsembleSpec, calibrated_name, require_members

SeedCosts = Mapping[str, Sequence[Cost]]


class _Member(NamedTuple):
    """One trained model, or one file of predictions."""

    name: str
    test: Predictions
    validation: Predictions | None
    cost: Cost


def add_ensembles(
    systems: Sequence[System], specs: Sequence[EnsembleSpec], costs: SeedCosts
) -> tuple[System, ...]:
    """The systems, and behind them their ensembles.

    Where every member has several seeds, there is an ensemble for each seed. One with a member
    ``seeds:NAME`` is made once: of all seeds of that model and the first of the others.

    Args:
        systems: Over the same test rows.
        specs: Which ensembles.
        costs: Of each seed of each system, where they are known.

    Raises:
        UsageError: A member is unknown, a name is taken, or validation rows are missing that an
            ensemble is fitted on.
        PredictionsError: Validation rows of the members do not belong together.
    """
    known = {system.name: system for system in systems}
    require_members(specs, tuple(known))
    return (*systems, *(_ensemble(spec, known, costs) for spec in specs))


def add_calibrated(systems: Sequence[System], names: Sequence[str]) -> tuple[System, ...]:
    """The systems, and behind them those named, each at a temperature fitted on validation.

    Args:
        systems: Over the same test rows; ensembles among them.
        names: Which of them.

    Raises:
        UsageError: A name is unknown or stands twice, or a system has no validation rows.
    """
    known = {system.name: system for system in systems}
    for name in names:
        if name not in known:
            raise unknown_name("system to calibrate", name, known)
        if list(names).count(name) > 1:
            raise UsageError(f"--calibrate {name} stands twice")
    return (*systems, *(_calibrated(known[name]) for name in names))


def summed_cost(costs: Sequence[Cost]) -> Cost:
    """What it takes to train and to ask several models, one after the other.

    Parameters, bytes on disk and seconds of training add up, and so do the seconds that a review
    takes; of peak memory the highest counts. A figure that one member lacks is not known of all.
    """
    rates = _known([cost.predict_reviews_per_second for cost in costs])
    parameters = _known([cost.parameters for cost in costs])
    seconds = _known([cost.train_seconds for cost in costs])
    memory = _known([cost.peak_memory_bytes for cost in costs])
    sizes = _known([cost.size_bytes for cost in costs])
    return Cost(
        parameters=int(sum(parameters)) if parameters else None,
        train_seconds=sum(seconds) if seconds else None,
        predict_reviews_per_second=1 / sum(1 / rate for rate in rates) if rates else None,
        peak_memory_bytes=int(max(memory)) if memory else None,
        size_bytes=int(sum(sizes)) if sizes else None,
    )


def _known(values: Sequence[float | None]) -> list[float]:
    """The values, or none at all where one is missing."""
    found = [value for value in values if value is not None]
    return found if len(found) == len(values) else []


def _ensemble(spec: EnsembleSpec, known: Mapping[str, System], costs: SeedCosts) -> System:
    once = any(member.startswith(ALL_SEEDS) for member in spec.members)
    seeds = 1 if once else min(len(known[name].runs) for name in spec.systems)
    members = [_members(spec, known, costs, seed) for seed in range(seeds)]
    made = [_combined(spec, each) for each in members]
    first = members[0]
    held_out = [each.validation for each in made]
    return System(
        name=spec.name,
        runs=tuple(each.test for each in made),
        cost=summed_cost([member.cost for member in first]),
        title=_title(spec, first, made[0].weights),
        validation=tuple(each for each in held_out if each is not None),
        ensemble=Members(
            members=tuple(member.test for member in first),
            best=best_member(_validation(first)) if held_out[0] is not None else None,
        ),
    )


def _combined(spec: EnsembleSpec, members: Sequence[_Member]) -> Combined:
    return combine(
        spec.name, spec.method, [member.test for member in members], _validation(members)
    )


def _members(
    spec: EnsembleSpec, known: Mapping[str, System], costs: SeedCosts, seed: int
) -> list[_Member]:
    found = []
    for name in spec.members:
        system = known[name.removeprefix(ALL_SEEDS)]
        if not name.startswith(ALL_SEEDS):
            found.append(_member(system, seed, system.name, costs))
            continue
        if len(system.runs) < 2:
            raise UsageError(
                f"the ensemble '{spec.name}' is of the seeds of {system.name}, of which there is "
                "one: add --seeds N"
            )
        found += [
            _member(system, position, f"{system.name}, seed {position + 1}", costs)
            for position in range(len(system.runs))
        ]
    return found


def _member(system: System, seed: int, name: str, costs: SeedCosts) -> _Member:
    """A system's run of one seed, counted from 0."""
    of_seeds = costs.get(system.name) or [system.cost, *[Cost()] * (len(system.runs) - 1)]
    test = system.runs[seed]
    validation = system.validation[seed] if system.validation else None
    return _Member(name, Predictions(name, test.frame, test.classes), validation, of_seeds[seed])


def _validation(members: Sequence[_Member]) -> list[Predictions]:
    """The members' validation predictions; none where one of them has none."""
    found = [member.validation for member in members if member.validation is not None]
    return found if len(found) == len(members) else []


def _title(
    spec: EnsembleSpec, members: Sequence[_Member], weights: tuple[float, ...] | None
) -> str:
    if spec.method == "weighted" and weights is not None:
        parts = [
            f"{weight:.2f} {member.name}" for weight, member in zip(weights, members, strict=True)
        ]
        return f"{spec.name} (weighted: {', '.join(parts)})"
    parts = [member.replace(ALL_SEEDS, "seeds of ") for member in spec.members]
    return f"{spec.name} ({spec.method} of {', '.join(parts)})"


def _calibrated(system: System) -> System:
    name = calibrated_name(system.name)
    held_out = system.validation or (None,) * len(system.runs)
    runs, validation, temperatures = [], [], []
    for test, rows in zip(system.runs, held_out, strict=True):
        fitted_on = require_validation(system.name, rows)
        temperature = fit_temperature(fitted_on.labels, fitted_on.probabilities)
        runs.append(with_temperature(name, test, temperature))
        validation.append(with_temperature(name, fitted_on, temperature))
        temperatures.append(temperature)
    return System(
        name=name,
        runs=tuple(runs),
        cost=system.cost,
        checkpoint=system.checkpoint,
        title=f"{system.name} (calibrated, temperature {temperatures[0]:.2f})",
        validation=tuple(validation),
    )
