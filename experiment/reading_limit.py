"""How much of a text a stored model reads, and which part it never sees."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..exceptions import MissingExtraError, RunError
from ..taggers.tagger import Span
from .run import Run

_TOKENIZERS = ("tokenizer.json", "vocabulary.json")
_TOGETHER = 1_000


class ReadingLimit(NamedTuple):
    """What a model reads of a text.

    Attributes:
        tokens: How many, special ones included.
        truncation: ``"head"``, ``"tail"`` or ``"head_tail"``: what a longer text keeps.
        tokenizer: The file that says what a token is.
        windows: How many stretches of so many tokens it reads at most, in place of truncation; 1:
            truncation decides.
    """

    tokens: int
    truncation: str
    tokenizer: Path
    windows: int = 1


def reading_limit(run: Run) -> ReadingLimit | None:
    """The limit of a run, by its settings; None where it reads all, or its tokens are unknown."""
    settings = run.manifest.identity.get("settings", {})
    tokens, folder = settings.get("max_length"), run.model_folder
    if tokens is None or folder is None:
        return None
    files = [folder / name for name in _TOKENIZERS if (folder / name).is_file()]
    if not files:
        return None
    truncation, windows = str(settings.get("truncation", "head")), int(settings.get("windows", 1))
    return ReadingLimit(int(tokens), truncation, files[0], windows)


def unread_spans(texts: Sequence[str], limit: ReadingLimit) -> list[Span | None]:
    """The part of each text that lies between what is read, or beyond it; None where all is read.

    Raises:
        MissingExtraError: The extra ``train`` is not installed.
        RunError: The tokenizer's file is damaged.
    """
    try:
        import torch  # noqa: F401  # pyright: ignore[reportUnusedImport] - cutting texts needs it
        from tokenizers import Tokenizer
    except ModuleNotFoundError as error:
        raise MissingExtraError("telling what a model does not read", "train") from error
    try:
        tokenizer = Tokenizer.from_file(str(limit.tokenizer))
    except Exception as error:  # the tokenizers library raises nothing narrower
        raise RunError(f"{limit.tokenizer} is damaged: {error}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    budget = limit.tokens - tokenizer.num_special_tokens_to_add(is_pair=False)
    spans: list[Span | None] = []
    for start in range(0, len(texts), _TOGETHER):
        chunk = list(texts[start : start + _TOGETHER])
        for encoding in tokenizer.encode_batch(chunk, add_special_tokens=False):
            n = len(encoding.offsets)
            is_read = n <= budget
            spans.append(None if is_read else _missing(encoding.offsets, _kept(n, budget, limit)))
    return spans


def unread_shares(texts: Sequence[str], spans: Sequence[Span | None]) -> NDArray[np.float64]:
    """Share of each text's characters that is not read, in [0, 1], shape (n texts,)."""
    return np.array(
        [
            0.0 if span is None else (span.end - span.start) / len(text)
            for text, span in zip(texts, spans, strict=True)
        ]
    )


def _kept(n: int, budget: int, limit: ReadingLimit) -> set[int]:
    """Places of the tokens that are read, of a text of n tokens."""
    from ..models.encoding import truncate
    from ..models.windows import cut_into_windows

    places = list(range(n))
    if limit.windows > 1:
        return {place for each in cut_into_windows(places, budget, limit.windows) for place in each}
    return set(truncate(places, budget, limit.truncation))  # pyright: ignore[reportArgumentType]


def _missing(offsets: Sequence[tuple[int, int]], kept: set[int]) -> Span | None:
    """From the first token that is not kept to the last; None where all are.

    Truncation leaves out one stretch, few windows may leave out several, which are taken as one.
    """
    unread = [place for place in range(len(offsets)) if place not in kept]
    return Span(offsets[unread[0]][0], offsets[unread[-1]][1]) if unread else None
