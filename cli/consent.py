"""Says what would be sent to a language model's server, and asks, before the first request."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer

from ..exceptions import UsageError

if TYPE_CHECKING:
    from ..taggers.tagger import Tagger
    from .progress import ProgressBars


def ask_before_sending(
    taggers: "Sequence[Tagger]", texts: Iterable[str], bars: "ProgressBars", *, sure: bool
) -> None:
    """Estimate the requests that the texts take, and go on only where the user agrees.

    Args:
        taggers: Only those of a language model send anything.
        texts: What would be sent, as far as answers are not there already.
        bars: Where the estimate is shown.
        sure: Whether the user agreed beforehand.

    Raises:
        UsageError: More requests than allowed, no terminal to ask on, or the user says no.
    """
    from ..taggers.llm.tagger import reader_of

    reader = reader_of(taggers)
    if reader is None:
        return
    estimate = reader.estimate(texts)
    bars.say(estimate.sentence())
    reader.require_allowed(estimate)
    if estimate.requests == 0 or sure:
        return
    if not _can_ask():
        raise UsageError("nothing was sent: add --yes to send these requests without being asked")
    if not typer.confirm("Send them?", err=True):
        raise UsageError("nothing was sent")


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
