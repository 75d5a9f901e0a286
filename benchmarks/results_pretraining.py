"""What was pre-trained for the rows of docs/results.md, from the logs of the commands."""

import re
from typing import NamedTuple

from results_declared import ROWS, Declared, Pretraining

from sentiment_lab.exceptions import UsageError

_CLOCK = re.compile(r"^real\s+(?:(\d+)h)?(\d+)m([\d.]+)s$", re.MULTILINE)
_HINT = "use it by"


class Pretrained(NamedTuple):
    """One command, what it said, and the seconds that it took by the clock."""

    declared: Pretraining
    said: tuple[str, ...]
    seconds: float


def pretrained(declared: Declared) -> list[Pretrained]:
    """Every pre-training that is declared.

    Raises:
        UsageError: A log has no line of ``time``.
    """
    return [_read(declared, each) for each in declared.pretraining]


def _read(declared: Declared, pretraining: Pretraining) -> Pretrained:
    text = declared.path(pretraining.log, pretraining.what).read_text(encoding="utf-8")
    clock = _CLOCK.search(text)
    if clock is None:
        raise UsageError(f"{ROWS}: {pretraining.log} has no line 'real 1m2.3s' of time")
    hours, minutes, seconds = (float(each or 0) for each in clock.groups())
    lines = text[: clock.start()].splitlines()
    said = tuple(line for line in lines if line and not line.startswith(_HINT))
    return Pretrained(pretraining, said, 3600 * hours + 60 * minutes + seconds)
