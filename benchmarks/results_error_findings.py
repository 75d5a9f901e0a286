"""What the figures of errors say of the experiment's shares, over all models together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from results_declared import Experiment
from results_errors import ErrorFigures

OFTEN = ("mixed", "comparison")
"""Categories that the page says to be commoner among errors than among correct reviews."""


class Range(NamedTuple):
    """The least and the greatest of several models' figures."""

    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Range":
        """Of one value or more."""
        found = list(values)
        return cls(min(found), max(found))


@dataclass(frozen=True)
class ErrorFindings:
    """Figures and yes or no of the sentences on errors; shares in [0, 1].

    Attributes:
        mixed, sarcasm, domain: Shares as main cause over the models.
        domain_applies: Share of the errors that domain language applies to.
        sarcasm_most: The highest upper end of a model's interval of sarcasm.
        often: How many times as common `OFTEN` are among errors as among correct reviews.
        floor: Share of the errors that no model can mend.
        mixed_is_first: Mixed sentiment is the commonest cause of every model's errors.
        mixed_is_inside: The experiment's share of it lies inside every interval.
        sarcasm_is_below: Every interval of sarcasm lies below the experiment's share.
        sarcasm_is_commoner: For some model sarcasm is surely commoner among errors.
    """

    mixed: Range
    sarcasm: Range
    domain: Range
    domain_applies: Range
    sarcasm_most: float
    often: Range
    floor: Range
    mixed_is_first: bool
    mixed_is_inside: bool
    sarcasm_is_below: bool
    sarcasm_is_commoner: bool


def error_findings(errors: ErrorFigures, experiment: Experiment) -> ErrorFindings:
    """Work out what the sentences say.

    Raises:
        UsageError: The stored figures lack a category.
    """
    mixed = [errors.cause(model, "mixed") for model in errors.models]
    sarcasm = [errors.cause(model, "sarcasm") for model in errors.models]
    claimed = {name: share / 100 for name, share in experiment.errors.items()}
    most = max(each["high"] for each in sarcasm)
    return ErrorFindings(
        mixed=Range.of(each["share"] for each in mixed),
        sarcasm=Range.of(each["share"] for each in sarcasm),
        domain=_causes(errors, "domain"),
        domain_applies=_applies(errors, ("domain",), "share"),
        sarcasm_most=most,
        often=_applies(errors, OFTEN, "ratio"),
        floor=Range.of(errors.floor(model)["share"] for model in errors.models),
        mixed_is_first=all(_commonest(errors, model) == "mixed" for model in errors.models),
        mixed_is_inside=all(each["low"] <= claimed["mixed"] <= each["high"] for each in mixed),
        sarcasm_is_below=most < claimed["sarcasm"],
        sarcasm_is_commoner=_applies(errors, ("sarcasm",), "difference_low").high > 0,
    )


def _causes(errors: ErrorFigures, cause: str) -> Range:
    return Range.of(errors.cause(model, cause)["share"] for model in errors.models)


def _applies(errors: ErrorFigures, categories: Sequence[str], key: str) -> Range:
    return Range.of(
        errors.category(model, category)[key] for model in errors.models for category in categories
    )


def _commonest(errors: ErrorFigures, model: str) -> str:
    return max(errors.causes, key=lambda cause: errors.cause(model, cause)["share"])
