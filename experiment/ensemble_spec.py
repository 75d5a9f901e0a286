"""What ``--ensemble`` says: which systems make an ensemble, and how."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..analysis.ensembles import METHODS, Method
from ..exceptions import UsageError, unknown_name

ALL_SEEDS = "seeds:"
_CALL = re.compile(r"([^()+:]*)\((.*)\)")


@dataclass(frozen=True)
class EnsembleSpec:
    """An ensemble as it is asked for.

    Attributes:
        name: What its row is called.
        method: How the members' probabilities become one.
        members: Names of systems; after ``seeds:`` all seeds of one.
    """

    name: str
    method: Method
    members: tuple[str, ...]

    def __str__(self) -> str:
        """As ``--ensemble`` takes it."""
        return f"{self.name}={self.method}({'+'.join(self.members)})"

    @property
    def systems(self) -> tuple[str, ...]:
        """Names of the systems that the members come from."""
        return tuple(member.removeprefix(ALL_SEEDS) for member in self.members)


def parse_ensembles(items: Sequence[str]) -> tuple[EnsembleSpec, ...]:
    """Ensembles from ``NAME=A+B`` or ``NAME=METHOD(A+B)``; without a method, the mean.

    Raises:
        UsageError: Another form, an unknown method, or a name or member that stands twice.
    """
    specs = tuple(_parse(item) for item in items)
    names = [spec.name for spec in specs]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"two ensembles are named '{name}': give each its own NAME")
    return specs


def require_members(specs: Sequence[EnsembleSpec], known: Sequence[str]) -> None:
    """Refuse ensembles of unknown systems, and ensembles that are named as a system.

    Args:
        specs: The ensembles.
        known: Names of the systems of the comparison.

    Raises:
        UsageError: A member is unknown, or a name is taken.
    """
    for spec in specs:
        if spec.name in known:
            raise UsageError(
                f"--ensemble {spec} takes the name of a system: give it a name of its own"
            )
        for name in spec.systems:
            if name not in known:
                raise unknown_name(f"member of the ensemble '{spec.name}'", name, known)


def calibrated_name(name: str) -> str:
    """What the calibrated row of a system is called."""
    return f"{name} (calibrated)"


def _parse(item: str) -> EnsembleSpec:
    name, _, rest = (part.strip() for part in item.partition("="))
    call = _CALL.fullmatch(rest)
    word, inside = call.groups() if call else ("mean", rest)
    members = tuple(member.strip() for member in inside.split("+"))
    if not name or not all(members) or any(set("()=") & set(member) for member in members):
        raise UsageError(
            f"--ensemble takes NAME=A+B or NAME=METHOD(A+B), such as all=logreg+bert, not '{item}'"
        )
    if word not in METHODS:
        raise unknown_name("way of an ensemble", word, METHODS)
    method = METHODS[METHODS.index(word)]
    if len(members) == 1 and not inside.strip().startswith(ALL_SEEDS):
        raise UsageError(f"--ensemble {item}: an ensemble needs two members or more")
    for member in members:
        if members.count(member) > 1:
            raise UsageError(f"--ensemble {item}: the member '{member}' stands twice")
    return EnsembleSpec(name, method, members)
