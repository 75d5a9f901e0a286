"""Whether the claims of the experiment hold on the rows of docs/results.md."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

from results_ablations import SettingTable, Value
from results_compared import Compared
from results_declared import Claim, Experiment
from results_errors import ErrorFigures

from sentiment_lab.exceptions import UsageError, unknown_name
from sentiment_lab.reports.units import percent, points

Outcome = Literal["held", "not held", "not settled", "not testable here"]

OF_EXPERIMENT = "bert"
"""The model that the experiment's ablations are of."""

NO_GAIN = 0.01
"""A plateau holds where a gain of a point of accuracy is excluded."""


@dataclass(frozen=True)
class Verdict:
    """A claim, whether it held, and by which figures."""

    says: str
    outcome: Outcome
    because: str


@dataclass(frozen=True)
class Evidence:
    """All that a rule may look at."""

    compared: Compared
    tables: tuple[SettingTable, ...]
    errors: ErrorFigures

    @property
    def experiment(self) -> Experiment:
        """The experiment's own figures."""
        return self.compared.declared.experiment


Rule = Callable[[Claim, Evidence], Verdict]


def verdicts(claims: Sequence[Claim], evidence: Evidence) -> tuple[Verdict, ...]:
    """Decide every claim by its rule; one without a rule cannot be tested here.

    Raises:
        UsageError: A rule is unknown, or lacks what it reads.
    """
    return tuple(_decide(claim, evidence) for claim in claims)


def _decide(claim: Claim, evidence: Evidence) -> Verdict:
    if claim.rule is None:
        return _not_testable(claim)
    if claim.rule not in RULES:
        raise unknown_name("rule of a claim", claim.rule, RULES)
    return RULES[claim.rule](claim, evidence)


def _not_testable(claim: Claim) -> Verdict:
    return Verdict(claim.says, "not testable here", claim.why)


def _figure(claim: Claim, evidence: Evidence) -> Verdict:
    """A row's accuracy against what the experiment gives for such a model."""
    if len(claim.rows) != 1:
        raise UsageError(f"the claim '{claim.says}': the rule 'figure' takes one row")
    (name,) = claim.rows
    published = evidence.compared.row(name).row.of_experiment
    if published is None:
        raise UsageError(f"the row '{name}' has no figure of the experiment to be held against")
    row = evidence.compared.model(name)
    low, high = 100 * row["accuracy_low"], 100 * row["accuracy_high"]
    here = f"{name}: {_share(row['accuracy'], row['accuracy_low'], row['accuracy_high'])}"
    if published.accuracy > high:
        return Verdict(claim.says, "not held", f"{here}, which lies below")
    where = "which lies above" if published.accuracy < low else "which holds it"
    return Verdict(claim.says, "held", f"{here}, {where}")


def _order(claim: Claim, evidence: Evidence) -> Verdict:
    """Each row is better than the one before it."""
    pairs = [evidence.compared.pair(better, worse) for worse, better in pairwise(claim.rows)]
    said = [
        f"{pair.one} less {pair.other} {_points(pair.difference, *pair.interval)}" for pair in pairs
    ]
    outcome = _by_intervals([pair.interval for pair in pairs])
    return Verdict(claim.says, outcome, "; ".join(said))


def _share_of_errors(claim: Claim, evidence: Evidence) -> Verdict:
    """A category's share as main cause, for every model."""
    category = claim.category or ""
    published = evidence.experiment.errors[category] / 100
    causes = [evidence.errors.cause(model, category) for model in evidence.errors.models]
    inside = sum(each["low"] <= published <= each["high"] for each in causes)
    lowest, highest = min(each["low"] for each in causes), max(each["high"] for each in causes)
    outcome: Outcome = "not settled"
    if inside in {0, len(causes)}:
        outcome = "held" if inside else "not held"
    because = (
        f"as main cause inside the intervals of {inside} of {len(causes)} models, which together "
        f"reach from {percent(lowest)} to {percent(highest)} %; "
        f"it applies to {_applying(claim, evidence)}"
    )
    return Verdict(claim.says, outcome, because)


def _applying(claim: Claim, evidence: Evidence) -> str:
    """Of how many errors a category is true, main cause or not, over the models."""
    errors = evidence.errors
    shares = [errors.category(model, claim.category or "")["share"] for model in errors.models]
    return f"{percent(min(shares))} to {percent(max(shares))} %"


def _worse(claim: Claim, evidence: Evidence) -> Verdict:
    """Values of a setting lie below the default."""
    table = _table_of(claim, evidence)
    found = _values(claim, table)
    if table is None or not found:
        return _not_testable(claim)
    outcome = _by_intervals([(-high, -low) for _, low, high in map(_difference, found)])
    return Verdict(claim.says, outcome, _on(table, found))


def _no_gain(claim: Claim, evidence: Evidence) -> Verdict:
    """Values of a setting lie above the default by less than a point."""
    table = _table_of(claim, evidence)
    found = _values(claim, table)
    if table is None or not found:
        return _not_testable(claim)
    intervals = [(low, high) for _, low, high in map(_difference, found)]
    outcome: Outcome = "not settled"
    if any(low > 0 for low, _ in intervals):
        outcome = "not held"
    elif all(high < NO_GAIN for _, high in intervals):
        outcome = "held"
    return Verdict(claim.says, outcome, _on(table, found))


def _diminishing(claim: Claim, evidence: Evidence) -> Verdict:
    """Each step of a setting gains less than the one before it."""
    table = _table_of(claim, evidence)
    found = [table.value(each) for each in claim.values] if table else []
    accuracies = [each.accuracy for each in found if each and each.accuracy is not None]
    if table is None or len(accuracies) < len(claim.values):
        return _not_testable(claim)
    steps = [after - before for before, after in pairwise(accuracies)]
    falls = all(later < earlier for earlier, later in pairwise(steps))
    said = " and ".join(points(step) for step in steps)
    because = f"{_where(table)}: steps of {said} points; by the points alone, without an interval"
    return Verdict(claim.says, "held" if falls else "not held", because)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "figure": _figure,
        "order": _order,
        "share": _share_of_errors,
        "worse": _worse,
        "no_gain": _no_gain,
        "diminishing": _diminishing,
    }
)


def _by_intervals(intervals: Sequence[tuple[float, float]]) -> Outcome:
    """Differences that are claimed to lie above zero, all of them."""
    if all(low > 0 for low, _ in intervals):
        return "held"
    return "not held" if any(high < 0 for _, high in intervals) else "not settled"


def _table_of(claim: Claim, evidence: Evidence) -> SettingTable | None:
    """The first table of the claim's setting that holds the experiment's value as default."""
    published = evidence.experiment.recipe.get(claim.setting or "")
    for table in evidence.tables:
        default = table.default
        of_bert = table.ablation.model == OF_EXPERIMENT and table.setting == claim.setting
        if of_bert and default and default.names(published):
            return table
    return None


def _values(claim: Claim, table: SettingTable | None) -> list[Value]:
    """The values of a claim; none where one is absent or has no difference."""
    found = [table.value(each) for each in claim.values] if table else []
    known = [each for each in found if each and each.difference is not None]
    return known if len(known) == len(claim.values) else []


def _difference(value: Value) -> tuple[float, float, float]:
    low, high = value.difference_low, value.difference_high
    if value.difference is None or low is None or high is None:
        raise UsageError(f"the value '{value.value}' of an ablation has no interval: run it again")
    return value.difference, low, high


def _on(table: SettingTable, values: Sequence[Value]) -> str:
    said = "; ".join(f"{each.value}: {_points(*_difference(each))}" for each in values)
    return f"{_where(table)}, against {table.default.value if table.default else ''}: {said}"


def _where(table: SettingTable) -> str:
    return f"{table.ablation.model} on {table.ablation.data} ({table.split})"


def _share(value: float, low: float, high: float) -> str:
    return f"{percent(value)} ({percent(low)}–{percent(high)})"


def _points(value: float, low: float, high: float) -> str:
    return f"{points(value)} points ({points(low)} to {points(high)})"
