"""What one setting may hold: checked against its annotation, read from text, put in words."""

import math
from dataclasses import dataclass
from numbers import Integral, Real
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from ..exceptions import UsageError

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_ACCEPTED = {bool: bool, str: str, int: Integral, float: Real}


@dataclass(frozen=True)
class Rules:
    """What a field promises beyond its type; bounds hold for every item of a tuple.

    Attributes:
        help: Why the default is what it is, in a few words.
        low: Smallest value, or the bound that values stay above when ``low_open``.
        high: Largest value, or the bound that values stay below when ``high_open``.
        low_open: Whether ``low`` itself is refused.
        high_open: Whether ``high`` itself is refused.
    """

    help: str = ""
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False

    def admit(self, value: float) -> bool:
        """Whether a number lies within the bounds."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = (
            self.high is None or value < self.high or (value == self.high and not self.high_open)
        )
        return above and below

    def bounds(self) -> str:
        """The bounds in words, led by a space; empty where there are none."""
        words = []
        if self.low is not None:
            words.append(f"{'above' if self.low_open else 'at least'} {self.low:g}")
        if self.high is not None:
            words.append(f"{'below' if self.high_open else 'at most'} {self.high:g}")
        return " " + " and ".join(words) if words else ""


@dataclass(frozen=True)
class DeclaredSetting:
    """A field as declared: its full name, its annotation and its rules."""

    name: str
    annotation: Any
    rules: Rules

    def conform(self, value: object) -> object:
        """The value as the annotation wants it.

        Raises:
            UsageError: It has another type or lies out of bounds.
        """
        try:
            return _conform(value, self.annotation, self.rules)
        except ValueError:
            raise self._refusal(value) from None

    def parse(self, text: str) -> object:
        """The value that a user's text stands for.

        Raises:
            UsageError: It stands for none that is allowed.
        """
        try:
            return _conform(_parse(text.strip(), self.annotation), self.annotation, self.rules)
        except ValueError:
            raise self._refusal(text) from None

    def expectation(self) -> str:
        """Which values are allowed, in words that can follow "must be"."""
        return _expectation(self.annotation, self.rules)

    def _refusal(self, value: object) -> UsageError:
        return UsageError(f"{self.name} must be {self.expectation()}, not {value!r}")


def as_text(value: object) -> str:
    """A value in the words that `DeclaredSetting.parse` reads back."""
    if isinstance(value, tuple):
        return ",".join(as_text(item) for item in value)
    if value is None or isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _conform(value: object, annotation: Any, rules: Rules) -> object:
    """The value as the annotation wants it; ValueError where it does not fit."""
    origin, choices = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return None if value is None else _conform(value, _inner(annotation), rules)
    if origin is Literal:
        return choices[[(type(each), each) for each in choices].index((type(value), value))]
    if origin is tuple:
        if not isinstance(value, (tuple, list)) or len(value) != len(choices):
            raise ValueError
        return tuple(_conform(item, kind, rules) for item, kind in zip(value, choices, strict=True))
    return _conform_plain(value, annotation, rules)


def _conform_plain(value: Any, kind: type, rules: Rules) -> object:
    truth_for_number = isinstance(value, bool) and kind is not bool
    fits = isinstance(value, _ACCEPTED[kind]) and not truth_for_number
    if not fits:
        raise ValueError
    if kind in (bool, str):
        return value
    number = kind(value)
    if not math.isfinite(number) or not rules.admit(number):
        raise ValueError
    return number


def _parse(text: str, annotation: Any) -> object:
    """The value that a text stands for; ValueError where it stands for none."""
    origin, choices = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return None if text.lower() == "none" else _parse(text, _inner(annotation))
    if origin is Literal:
        return choices[[str(each) for each in choices].index(text)]
    if origin is tuple:
        items = text.split(",")
        return tuple(_parse(item.strip(), kind) for item, kind in zip(items, choices, strict=True))
    if annotation is bool:
        if text.lower() not in _TRUTH:
            raise ValueError
        return _TRUTH[text.lower()]
    return annotation(text)


def _expectation(annotation: Any, rules: Rules) -> str:
    """Which values are allowed, in words that can follow "must be"."""
    origin, choices = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return f"none or {_expectation(_inner(annotation), rules)}"
    if origin is Literal:
        return f"one of {', '.join(str(each) for each in choices)}"
    if origin is tuple:
        return f"{len(choices)} values 'a,b', each {_expectation(choices[0], rules)}"
    plain = {bool: "true or false", str: "text", int: "a whole number", float: "a number"}
    return plain[annotation] + (rules.bounds() if annotation in (int, float) else "")


def _inner(annotation: Any) -> Any:
    """What an optional annotation allows besides None."""
    return next(each for each in get_args(annotation) if each is not NoneType)
