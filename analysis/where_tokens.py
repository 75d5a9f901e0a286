"""The words and signs that an expression for rows is made of."""

import re
from typing import Literal, NamedTuple

from ..exceptions import UsageError

Kind = Literal["column", "word", "number", "text", "truth", "mark", "end"]

LONGEST = 2_000

_TOKEN = re.compile(
    r"""
    (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<column>`[^`]+`)
    | (?P<word>[^\W\d][\w.]*)
    | (?P<mark><=|>=|==|!=|=|<|>|\(|\))
    """,
    re.VERBOSE,
)
_WORDS = {"and", "or", "not"}
_TRUTHS = {"true", "false"}


class Token(NamedTuple):
    """One word or sign.

    Attributes:
        kind: What it is; ``"word"`` is a column or one of ``and or not``.
        text: As it means: without quotes, ``=`` as ``==``, ``and``, ``true`` in small letters.
        position: Where it starts, from 0.
    """

    kind: Kind
    text: str
    position: int


def tokens_of(expression: str) -> list[Token]:
    """The tokens of an expression, the last of kind ``"end"``.

    Raises:
        UsageError: The expression is empty, too long, or holds what is no token.
    """
    if not expression.strip():
        raise UsageError('the condition is empty: write one such as "rating <= 4"')
    if len(expression) > LONGEST:
        raise UsageError(f"the condition has {len(expression)} characters, at most {LONGEST}")
    tokens: list[Token] = []
    place = 0
    while place < len(expression):
        if expression[place].isspace():
            place += 1
            continue
        found = _TOKEN.match(expression, place)
        if found is None:
            raise complaint(expression, place, _strange(expression[place]))
        tokens.append(_token(found, place))
        place = found.end()
    return [*tokens, Token("end", "", len(expression.rstrip()))]


def complaint(expression: str, position: int, what: str) -> UsageError:
    """The error for something wrong at a place, which is counted from 1 in its message."""
    return UsageError(f'condition "{expression}", position {position + 1}: {what}')


def _token(found: re.Match[str], place: int) -> Token:
    text = found.group()
    match found.lastgroup:
        case "number":
            return Token("number", text, place)
        case "text":
            return Token("text", text[1:-1], place)
        case "column":
            return Token("column", text[1:-1], place)
        case "mark":
            return Token("mark", "==" if text == "=" else text, place)
    if text.lower() in _TRUTHS:
        return Token("truth", text.lower(), place)
    return Token("word", text.lower() if text.lower() in _WORDS else text, place)


def _strange(character: str) -> str:
    if character in "\"'`":
        return f"the quote {character} is never closed"
    return (
        f"'{character}' has no meaning here; known are columns, numbers, texts in quotes, "
        "== != < <= > >=, and, or, not and parentheses"
    )
