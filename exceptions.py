"""Everything that sentiment-lab raises on purpose.

The library raises; only the command line prints and exits. A message says what was wrong, with
which value, and what to do about it, in one line.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class SentimentLabError(Exception):
    """The parent of every error raised on purpose by this package."""


class UsageError(SentimentLabError):
    """The request itself is wrong: an unknown name, a setting out of range, options that clash."""


class DataError(SentimentLabError):
    """A data set cannot be read or cannot be used as it is."""


class PredictionsError(SentimentLabError):
    """A predictions table is malformed, or tables that do not belong together were compared."""


class AssetError(SentimentLabError):
    """An embedded data set or checkpoint could not be fetched, or arrived damaged."""


class CheckpointError(SentimentLabError):
    """A pretrained checkpoint could not be loaded by its name or from its folder."""


class TrainingError(SentimentLabError):
    """Training cannot go on: its loss is infinite or undefined."""


class RunError(SentimentLabError):
    """A stored run is missing, damaged, locked by another process or cannot be written."""


class ReportError(SentimentLabError):
    """A report could not be written where it was asked for."""


class EndpointError(SentimentLabError):
    """A language model's server cannot be reached, refuses, or has been asked often enough."""


class MissingExtraError(SentimentLabError):
    """A part of the package needs an optional dependency that is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the '{extra}' extra: pip install 'sentiment-lab[{extra}]'")


def unknown_name(kind: str, name: str, known: Iterable[str]) -> UsageError:
    """The error for a name outside a closed set, with the nearest known name first.

    Args:
        kind: What the name stands for, in the singular, such as ``"model"``.
        name: The name that was given.
        known: Every name that would have been accepted.
    """
    choices = sorted(known)
    # What all of them begin with, such as the model of a setting, says nothing of likeness.
    lead = name.rpartition(".")[0]
    likely = [each for each in choices if each.rpartition(".")[0] == lead]
    ends = {each.rpartition(".")[2]: each for each in likely}
    close = get_close_matches(name.rpartition(".")[2], ends, n=1)
    hint = f"did you mean '{ends[close[0]]}'? " if close else ""
    return UsageError(f"unknown {kind} '{name}': {hint}known: {', '.join(choices)}")
