"""Rows chosen by an expression such as ``rating <= 4 and length > 300``, parsed and never run.

The grammar, with the usual precedence: ``or``, ``and``, ``not``, comparisons (``== != < <= > >=``,
``=`` for ``==``, chains such as ``3 <= rating <= 5``), parentheses; columns by name (in backquotes
where the name is no word), numbers, texts in quotes, ``true`` and ``false``. A column of truth
values may stand alone.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import PredictionsError, UsageError
from .where_conditions import And, Comparison, Condition, Not, Or, Truth
from .where_tokens import Token, complaint, tokens_of

Mask = NDArray[np.bool_]
Where = str | Callable[[pd.DataFrame], object]

LENGTH = "length"
DEEPEST = 50

_PRESENT = "_present"
_EVIDENCE = "_evidence"
_COMPARED = {"==", "!=", "<", "<=", ">", ">="}


def parse_where(expression: str) -> Condition:
    """The condition that an expression stands for.

    Raises:
        UsageError: The expression is malformed; names the position, counted from 1.
    """
    return _Parser(expression).parse()


def where_rows(frame: pd.DataFrame, where: Where) -> Mask:
    """Which rows of a table a condition holds for.

    Comparisons with a missing value are neither true nor false, and so is their negation: such a
    row is not chosen.

    Args:
        frame: Any table; see `where_columns` for those of a test set.
        where: An expression, or a function from the table to one truth value a row.

    Returns:
        Shape (n rows,).

    Raises:
        UsageError: The expression is malformed, names an unknown column or compares texts with
            numbers; or the function returns anything but one truth value a row.
    """
    if isinstance(where, str):
        return parse_where(where).holds(frame).true
    found = np.asarray(where(frame.copy()))
    if found.shape != (len(frame),) or found.dtype != bool:
        raise UsageError(
            f"a function for a slice must return {len(frame)} truth values, one a row, not an "
            f"array of shape {found.shape} and type {found.dtype}"
        )
    return found


def where_columns(frame: pd.DataFrame, tags: pd.DataFrame | None = None) -> pd.DataFrame:
    """The columns that a condition may name, none of which a model has a part in.

    Args:
        frame: Rows of a predictions table or data set, with ``id`` and perhaps ``text``,
            ``label``, ``group``, ``rating``.
        tags: The flat table of tags of these ids, in any order.

    Returns:
        ``id, label, group, rating, text`` as far as they are there; ``length``, the words of the
        text; for each category of the tags ``<category>`` (whether it is present, unless a column
        is called so), ``<category>_present`` and ``<category>_score``. Rows in order.

    Raises:
        PredictionsError: The tags lack an id.
    """
    kept = [name for name in ("id", "label", "group", "rating", "text") if name in frame]
    columns = frame[kept].reset_index(drop=True)
    if "text" in columns:
        columns[LENGTH] = [len(str(text).split()) for text in columns["text"]]
    if tags is None:
        return columns
    missing = columns.loc[~columns["id"].isin(tags["id"]), "id"]
    if len(missing):
        raise PredictionsError(
            f"tags lack {len(missing)} of {len(columns)} ids, such as '{missing.iloc[0]}': "
            "tag the same reviews"
        )
    known = tags.drop_duplicates("id").set_index("id").loc[columns["id"]].reset_index(drop=True)
    added = {
        str(name): known[name]
        for name in known.columns
        if not str(name).endswith(_EVIDENCE) and name not in columns
    }
    names = [name.removesuffix(_PRESENT) for name in added if name.endswith(_PRESENT)]
    short = {name: added[name + _PRESENT] for name in names if name not in columns}
    return pd.concat([columns, pd.DataFrame(short | added, index=columns.index)], axis=1)


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens = tokens_of(expression)
        self._place = 0
        self._depth = 0

    def parse(self) -> Condition:
        condition = self._either()
        if self._next.kind != "end":
            raise self._complaint(f"'{self._next.text}' follows a complete condition")
        return condition

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        self._place += 1
        return token

    def _accept(self, kind: str, *texts: str) -> bool:
        if self._next.kind == kind and self._next.text in texts:
            self._place += 1
            return True
        return False

    def _complaint(self, what: str, token: Token | None = None) -> UsageError:
        return complaint(self._expression, (token or self._next).position, what)

    def _either(self) -> Condition:
        condition = self._both()
        while self._accept("word", "or"):
            condition = Or(condition, self._both())
        return condition

    def _both(self) -> Condition:
        condition = self._negated()
        while self._accept("word", "and"):
            condition = And(condition, self._negated())
        return condition

    def _negated(self) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._complaint(f"more than {DEEPEST} parentheses or 'not' inside each other")
        condition = Not(self._negated()) if self._accept("word", "not") else self._plain()
        self._depth -= 1
        return condition

    def _plain(self) -> Condition:
        opening = self._next
        if self._accept("mark", "("):
            condition = self._either()
            if not self._accept("mark", ")"):
                raise self._complaint("the parenthesis is never closed", opening)
            return condition
        return self._compared()

    def _compared(self) -> Condition:
        first = left = self._operand()
        condition: Condition | None = None
        while self._next.kind == "mark" and self._next.text in _COMPARED:
            operator = self._take()
            right = self._operand()
            link = Comparison(self._expression, left, operator, right)
            condition = link if condition is None else And(condition, link)
            left = right
        if condition is not None:
            return condition
        if first.kind not in {"column", "truth"}:
            raise self._complaint(f"'{first.text}' is compared with nothing", first)
        return Truth(self._expression, first)

    def _operand(self) -> Token:
        token = self._take()
        if token.kind == "word" and token.text not in {"and", "or", "not"}:
            return token._replace(kind="column")
        if token.kind in {"column", "number", "text", "truth"}:
            return token
        found = "the expression ends" if token.kind == "end" else f"'{token.text}' stands"
        raise self._complaint(f"{found} where a column or a value is needed", token)
