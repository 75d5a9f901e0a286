"""Reads ``--vary SETTING=VALUE,VALUE,...``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..exceptions import UsageError

MOST_VALUES = 100
"""A range of more values is taken for a slip."""

_RANGE = re.compile(r"(\d+)\.\.(\d+)")


@dataclass(frozen=True)
class Variation:
    """One setting and the values that it takes in turn, as a user wrote them."""

    setting: str
    values: tuple[str, ...]


def parse_variations(items: Sequence[str], model: str) -> tuple[Variation, ...]:
    """Variations from ``SETTING=VALUE,VALUE,...``, where ``1..6`` stands for 1 to 6.

    Args:
        items: What followed each ``--vary``.
        model: The model's name, which may lead a setting: ``bert.epochs=1..6``.

    Raises:
        UsageError: An item has another form, or a setting is varied twice.
    """
    if not items:
        raise UsageError("nothing to vary: give --vary SETTING=VALUE,VALUE, such as epochs=1..6")
    variations = tuple(_parse(item, model) for item in items)
    names = [each.setting for each in variations]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"'{name}' is varied twice: give all its values to one --vary")
    return variations


def _parse(item: str, model: str) -> Variation:
    target, _, listed = item.partition("=")
    setting = target.strip().removeprefix(f"{model}.")
    parts = [part.strip() for part in listed.split(",")]
    if not setting or not all(parts):
        raise UsageError(
            f"--vary takes SETTING=VALUE,VALUE, such as max_length=128,256, not '{item}'"
        )
    values = [value for part in parts for value in _expand(part, item)]
    return Variation(setting, tuple(dict.fromkeys(values)))


def _expand(part: str, item: str) -> list[str]:
    """The values that one part stands for: itself, or all whole numbers of a range."""
    found = _RANGE.fullmatch(part)
    if found is None:
        return [part]
    first, last = (int(end) for end in found.groups())
    if not first < last < first + MOST_VALUES:
        raise UsageError(
            f"the range {part} in --vary {item} must rise, by {MOST_VALUES - 1} at most: "
            "1..6 stands for 1,2,3,4,5,6"
        )
    return [str(number) for number in range(first, last + 1)]
