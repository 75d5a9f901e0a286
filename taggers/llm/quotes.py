"""Where a quoted passage stands in a text, so that nothing counts that is not there."""

import re

from ..tagger import Span

_BREAK = re.compile(r"<\s?br\s?/?\s?>", re.IGNORECASE)
_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"}
)
_BLANK = " "


def locate(quote: str, text: str) -> Span | None:
    """The first place of a quotation.

    Kinds of quotation marks and dashes count as one, and so do blanks, line breaks and ``<br />``;
    all other characters must be those of the text.

    Args:
        quote: As it was given; blanks around it do not count.
        text: The original.

    Returns:
        Offsets into ``text``; None where the quotation is empty or not there.
    """
    wanted = quote.strip()
    if not wanted:
        return None
    start = text.find(wanted)
    if start >= 0:
        return Span(start, start + len(wanted))
    folded, places = _folded(text)
    sought = _folded(wanted)[0].strip()
    start = folded.find(sought) if sought else -1
    if start < 0:
        return None
    return Span(places[start], places[start + len(sought) - 1] + 1)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with like characters made alike, and where each of them stands in the original."""
    kept: list[str] = []
    places: list[int] = []
    breaks = {found.start(): found.end() for found in _BREAK.finditer(text)}
    place = 0
    while place < len(text):
        end = breaks.get(place, place + 1)
        character = _BLANK if place in breaks else text[place].translate(_ALIKE)
        if character.isspace():
            character = _BLANK
        if character != _BLANK or (kept and kept[-1] != _BLANK):
            kept.append(character)
            places.append(place)
        place = end
    return "".join(kept), places
