"""Reads the answer of a language model and believes no quotation that is not in the text."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ..scoring import disjoint
from ..tagger import Span
from .prompt import HIGHEST, PRESENT
from .quotes import locate


class Judgement(NamedTuple):
    """One category of one text.

    Attributes:
        certainty: From 0 to 10.
        evidence: Where the quotations stand in the text.
    """

    certainty: int
    evidence: tuple[Span, ...]


Judgements = Mapping[str, Judgement | None]
"""By category; None where there is no fit answer."""


class Answer(NamedTuple):
    """What could be used of an answer, and what was wrong with it."""

    judgements: Judgements
    problems: tuple[str, ...]


class _Category(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    certainty: int = Field(ge=0, le=HIGHEST)
    quotes: list[str]


_ADAPTER = TypeAdapter(dict[str, _Category])


def read_answer(content: str | None, text: str, names: Sequence[str]) -> Answer:
    """Check an answer against its text.

    Args:
        content: What the server sent; None: nothing that can be read.
        text: The original.
        names: The categories that were asked for.

    Returns:
        A judgement for each category that can be used; None for every category where the answer is
        malformed or of other categories, and for those with a quotation that is not in the text or
        that claim what they do not show.
    """
    nothing = dict.fromkeys(names)
    if not content:
        return Answer(nothing, ("it was empty",))
    try:
        given = _ADAPTER.validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        return Answer(nothing, (f"it does not fit the schema: {where} {first['msg']}".strip(),))
    if set(given) != set(names):
        return Answer(nothing, (f"its categories must be exactly {', '.join(names)}",))
    judged = {name: _judgement(given[name], text) for name in names}
    return Answer(
        {name: found if isinstance(found, Judgement) else None for name, found in judged.items()},
        tuple(f"{name}: {why}" for name, why in judged.items() if isinstance(why, str)),
    )


def _judgement(given: _Category, text: str) -> Judgement | str:
    places = [locate(quote, text) for quote in given.quotes if quote.strip()]
    for quote, place in zip(filter(str.strip, given.quotes), places, strict=True):
        if place is None:
            return f"the text does not hold the quotation {quote[:80]!r}"
    if given.certainty >= PRESENT and not places:
        return f"a certainty of {PRESENT} or more needs a quotation"
    spans = disjoint(place for place in places if place is not None) if given.certainty else ()
    return Judgement(given.certainty, spans)
