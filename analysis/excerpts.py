"""The part of a review that carries its verdict, safe to print on one line."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from unicodedata import category

from ..exceptions import UsageError

DEFAULT_WIDTH = 240
LEAST_WIDTH = 20

_ELLIPSIS = "…"
# Colours, titles and cursor moves that a terminal would obey.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|\x1b[@-Z\\-_]"
)
_LINE_BREAK = re.compile(r"<\s?br\s?/?\s?>|[\n\r\v\f\x85\u2028\u2029]", re.IGNORECASE)
_SEPARATOR = " / "
_SENTENCE_START = re.compile(r"[.!?…][\"'”’)\]]* (?:/ )?|(?<= )/ ")
# Joiners of emoji and of Persian and Indic letters are format characters that must stay.
_JOINERS = "\u200c\u200d"


def decisive_excerpt(
    text: str, evidence: Sequence[tuple[int, int]] | None = None, width: int = DEFAULT_WIDTH
) -> str:
    """The passage of a text that carries the verdict, on one line.

    Shown is the passage that holds most of the evidence; without evidence the end of the text,
    where verdicts stand most often. Cuts fall between words, where possible before a sentence, and
    are marked by ellipses. Line breaks become " / ", control characters are left out.

    Args:
        text: The review as published.
        evidence: Character offsets (start, end) into ``text``; None or empty for none.
        width: Most characters of the excerpt, at least 20.

    Raises:
        UsageError: The width is too small.
    """
    if width < LEAST_WIDTH:
        raise UsageError(f"width of an excerpt: {width} is too small, give {LEAST_WIDTH} or more")
    line = one_line(text)
    if len(line) <= width:
        return line
    room = width - 2 * len(_ELLIPSIS + " ")
    spans = [] if evidence is None else _moved(text, evidence, len(line))
    start, end = _around(line, spans, room) if spans else _ending(line, room)
    before = _ELLIPSIS + " " if start > 0 else ""
    after = " " + _ELLIPSIS if end < len(line) else ""
    return before + line[start:end].strip() + after


def one_line(text: str) -> str:
    """The text with line breaks as " / ", blanks joined, control characters left out."""
    lines = _LINE_BREAK.split(_ESCAPES.sub("", text))
    cleaned = (" ".join("".join(map(_printable, line)).split()) for line in lines)
    return _SEPARATOR.join(line for line in cleaned if line)


def _printable(character: str) -> str:
    if character.isspace():
        return " "
    unsafe = category(character) in {"Cc", "Cf", "Cs"} and character not in _JOINERS
    return "" if unsafe else character


def _moved(text: str, evidence: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Where the evidence stands in the cleaned line; exact but for blanks at its ends."""
    moved = [
        tuple(min(len(one_line(text[:offset])), length) for offset in span) for span in evidence
    ]
    return sorted((start, end) for start, end in moved if start < end)


def _around(line: str, spans: Sequence[tuple[int, int]], room: int) -> tuple[int, int]:
    """The window of evidence, with what is left of the room before it up to a sentence."""
    first = max(
        (start for start, _ in spans), key=lambda start: (_held(spans, start, room), -start)
    )
    last = max(min(end, first + room) for start, end in spans if first <= start < first + room)
    spare = room - (last - first)
    start = _start_near(line, first, spare)
    end = min(start + room, len(line))
    return start, _word_end(line, end, least=min(last, end))


def _held(spans: Sequence[tuple[int, int]], start: int, room: int) -> int:
    """Characters of evidence in the window."""
    end = start + room
    return sum(max(0, min(stop, end) - max(begin, start)) for begin, stop in spans)


def _start_near(line: str, first: int, spare: int) -> int:
    """The last sentence start at most ``spare`` before ``first``, else a word start halfway."""
    starts = [0, *(found.end() for found in _SENTENCE_START.finditer(line, 0, first))]
    nearest = starts[bisect_right(starts, first) - 1]
    if first - nearest <= spare:
        return nearest
    blank = line.find(" ", first - spare // 2, first)
    return first if blank < 0 else blank + 1


def _word_end(line: str, end: int, least: int) -> int:
    """The last end of a word up to ``end`` and from ``least`` on; ``end`` where there is none."""
    if end >= len(line) or line[end] == " ":
        return end
    blank = line.rfind(" ", least, end)
    return end if blank < 0 else blank


def _ending(line: str, room: int) -> tuple[int, int]:
    """The end of the line, from a sentence on if one starts in the first half of the room."""
    earliest = len(line) - room
    starts = [found.end() for found in _SENTENCE_START.finditer(line)]
    place = bisect_left(starts, earliest)
    if place < len(starts) and starts[place] <= earliest + room // 2:
        return starts[place], len(line)
    blank = line.find(" ", earliest)
    return (earliest if blank < 0 else blank + 1), len(line)
