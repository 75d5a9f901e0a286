"""Conditions on the rows of a table, with missing values neither true nor false."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .where_tokens import Token, complaint

Mask = NDArray[np.bool_]

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Holds(NamedTuple):
    """Rows for which a condition is true, and for which it is false; each of shape (n,)."""

    true: Mask
    false: Mask


class Condition(Protocol):
    """Anything that is true or false of a row."""

    def holds(self, frame: pd.DataFrame) -> Holds:
        """For which rows it is true or false.

        Raises:
            UsageError: The table lacks a column, or a column is of another type than needed.
        """
        ...


@dataclass(frozen=True)
class And:
    """Both."""

    left: Condition
    right: Condition

    def holds(self, frame: pd.DataFrame) -> Holds:
        """True where both are, false where either is."""
        left, right = self.left.holds(frame), self.right.holds(frame)
        return Holds(left.true & right.true, left.false | right.false)


@dataclass(frozen=True)
class Or:
    """Either."""

    left: Condition
    right: Condition

    def holds(self, frame: pd.DataFrame) -> Holds:
        """True where either is, false where both are."""
        left, right = self.left.holds(frame), self.right.holds(frame)
        return Holds(left.true | right.true, left.false & right.false)


@dataclass(frozen=True)
class Not:
    """The opposite."""

    negated: Condition

    def holds(self, frame: pd.DataFrame) -> Holds:
        """True where the other is false."""
        found = self.negated.holds(frame)
        return Holds(found.false, found.true)


@dataclass(frozen=True)
class Truth:
    """A column of truth values, or one of ``true`` and ``false``."""

    expression: str
    token: Token

    def holds(self, frame: pd.DataFrame) -> Holds:
        """True where the value is true or 1."""
        value = _value(self.expression, self.token, frame)
        if value.kind == "text":
            what = f"'{self.token.text}' is no column of truth values: compare it with something"
            raise complaint(self.expression, self.token.position, what)
        if not set(np.unique(value.entries[value.known])) <= {0.0, 1.0}:
            what = (
                f"'{self.token.text}' is a number: compare it with one, as in {self.token.text} > 1"
            )
            raise complaint(self.expression, self.token.position, what)
        return Holds(value.known & (value.entries == 1), value.known & (value.entries == 0))


@dataclass(frozen=True)
class Comparison:
    """A column or value beside another."""

    expression: str
    left: Token
    operator: Token
    right: Token

    def holds(self, frame: pd.DataFrame) -> Holds:
        """The outcome where both sides are known."""
        left = _value(self.expression, self.left, frame)
        right = _value(self.expression, self.right, frame)
        if left.kind != right.kind:
            what = (
                f"'{self.left.text}' is a {left.kind} and '{self.right.text}' a {right.kind}: "
                "they cannot be compared"
            )
            raise complaint(self.expression, self.operator.position, what)
        known = left.known & right.known
        outcome = np.zeros(len(frame), dtype=bool)
        compare = _COMPARE[self.operator.text]
        outcome[known] = compare(left.entries[known], right.entries[known]).astype(bool)
        return Holds(known & outcome, known & ~outcome)


class _Value(NamedTuple):
    """One side of a comparison, a value a row; truth values are the numbers 0 and 1."""

    kind: str
    entries: NDArray[Any]
    known: Mask


def _value(expression: str, token: Token, frame: pd.DataFrame) -> _Value:
    everywhere = np.ones(len(frame), dtype=bool)
    match token.kind:
        case "number":
            return _Value("number", np.full(len(frame), float(token.text)), everywhere)
        case "truth":
            return _Value("number", np.full(len(frame), float(token.text == "true")), everywhere)
        case "text":
            return _Value("text", np.full(len(frame), token.text, dtype=object), everywhere)
    names = [str(name) for name in frame.columns]
    if token.text not in names:
        raise complaint(expression, token.position, _unknown(token.text, names))
    column = frame.iloc[:, names.index(token.text)]
    known = column.notna().to_numpy(bool)
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return _Value("number", column.to_numpy(float, na_value=np.nan), known)
    return _Value("text", column.astype("str").to_numpy(dtype=object), known)


def _unknown(name: str, names: list[str]) -> str:
    close = get_close_matches(name, names, n=1)
    hint = f"did you mean '{close[0]}'? " if close else f"(a text goes in quotes: '{name}') "
    return f"no column '{name}': {hint}columns: {', '.join(names)}"
