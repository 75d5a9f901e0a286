"""Evidence as people mark it in a column: offsets, or the words themselves."""

import json
from collections.abc import Sequence

import numpy as np

from ..exceptions import DataError


def marked_spans(text: str, value: object) -> list[tuple[int, int]]:
    """Marked spans of one text; none where nothing is marked, or where the words do not occur.

    Args:
        text: The text.
        value: [start, end] of characters, a list of such, JSON of either, or words of the text.

    Raises:
        DataError: A list holds anything but pairs of offsets within the text.
    """
    if isinstance(value, str):
        offsets = _offsets(value)
        if offsets is None:
            start = text.find(value) if value else -1
            return [(start, start + len(value))] if start >= 0 else []
        value = offsets
    if not isinstance(value, list | tuple | np.ndarray) or not len(value):
        return []
    pairs = [value] if np.ndim(value[0]) == 0 else value
    return [_span(text, pair) for pair in pairs]


def _span(text: str, pair: Sequence[int] | np.ndarray) -> tuple[int, int]:
    try:
        start, end = (int(offset) for offset in pair)
    except (TypeError, ValueError):
        raise _refused(text, pair) from None
    if not 0 <= start <= end <= len(text):
        raise _refused(text, pair)
    return start, end


def _refused(text: str, pair: object) -> DataError:
    return DataError(
        f"the mark {str(pair)[:40]!r} is not [start, end] within its text of {len(text)} characters"
    )


def _offsets(value: str) -> list | None:
    """A list in JSON, empty for null; None for marked words, which may be JSON such as 1984."""
    try:
        parsed = json.loads(value)
    except ValueError:
        return None
    if parsed is None:
        return []
    return parsed if isinstance(parsed, list) else None
