"""A search over settings that are varied together, by Optuna, on validation alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..analysis.ablation import CellResult, ScoredSplit
from ..exceptions import MissingExtraError, UsageError
from .ablation_plan import Base, Cell, accepted_value
from .ablation_sample import TRAIN_SIZE
from .ablation_values import Variation

SEARCH = "search"
"""Name of the table of a search."""

BASE = "base"
"""The row that the combinations are held against."""

ASKS_PER_TRIAL = 20
"""Settings may be proposed again; after so many proposals for each trial the search ends."""

Choice = Mapping[str, str]


def require_search(variations: Sequence[Variation], trials: int, split: ScoredSplit) -> None:
    """Refuse what cannot be searched, before anything trains.

    Raises:
        UsageError: No trial, the training size among the settings, or a choice on test.
        MissingExtraError: Optuna is not installed.
    """
    if trials < 1:
        raise UsageError(f"--search takes the number of trials, 1 or more, not {trials}")
    if split != "validation":
        raise UsageError("--search chooses on validation alone: leave --on out")
    if any(each.setting == TRAIN_SIZE for each in variations):
        raise UsageError(f"{TRAIN_SIZE} cannot be searched: more rows are better; vary it alone")
    _optuna()


def search_cells(
    base: Base,
    variations: Sequence[Variation],
    result: Callable[[Cell], CellResult],
    *,
    trials: int,
    seed: int,
) -> list[CellResult]:
    """Train the base, then combinations of values that Optuna's TPE sampler proposes.

    The sampler is seeded and told mean validation accuracies, which stored runs repeat: a search
    that was interrupted proposes the same combinations again and goes on behind them.

    Args:
        base: Where every combination starts from.
        variations: Settings with the values that each may take.
        result: Trains a cell and scores it on validation.
        trials: Combinations to train beside the base; fewer where there are no more.
        seed: Of the sampler.

    Returns:
        The base first, then the combinations from the best to the worst; those that failed last.

    Raises:
        UsageError: An unknown setting, or a value that is not allowed.
    """
    accepted = {
        each.setting: {value: accepted_value(base, each.setting, value) for value in each.values}
        for each in variations
    }
    plain = Cell("", BASE, base.plan(), is_default=True)
    known = {plain.identity: result(plain)}
    optuna = _optuna()
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed))
    for _ in range(trials * ASKS_PER_TRIAL):
        trial = study.ask()
        choice = {
            name: trial.suggest_categorical(name, list(values)) for name, values in accepted.items()
        }
        cell = _cell(base, choice, accepted)
        if cell.identity not in known:
            known[cell.identity] = result(cell)
        _tell(study, trial, known[cell.identity])
        if len(known) > trials:
            break
    default, *others = known.values()
    return [default, *sorted(others, key=_accuracy, reverse=True)]


def _cell(base: Base, choice: Choice, accepted: Mapping[str, Mapping[str, str]]) -> Cell:
    changes = (f"{base.model}.{name}={accepted[name][value]}" for name, value in choice.items())
    value = ", ".join(f"{name}={value}" for name, value in choice.items())
    return Cell("", value, replace(base, changes=(*base.changes, *changes)).plan())


def _tell(study: Any, trial: Any, found: CellResult) -> None:
    if found.runs:
        study.tell(trial, _accuracy(found))
    else:
        study.tell(trial, state=_optuna().trial.TrialState.FAIL)


def _accuracy(found: CellResult) -> float:
    """Mean accuracy over seeds; below any where there is none."""
    if not found.runs:
        return -1.0
    shares = [float((run.labels == run.predicted).mean()) for run in found.runs]
    return sum(shares) / len(shares)


def _optuna() -> Any:
    try:
        import optuna
    except ImportError:
        raise MissingExtraError("--search", "search") from None
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna
