"""Finding the taggers that are installed, the user's own among them."""

import re
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

from ..exceptions import UsageError, unknown_name
from .tagger import Tagger

ENTRY_POINT_GROUP = "sentiment_lab.taggers"

_NAME = re.compile(r"\w[\w-]*")


def available_taggers() -> dict[str, EntryPoint]:
    """The installed taggers by name, none of them imported yet."""
    return {found.name: found for found in entry_points(group=ENTRY_POINT_GROUP)}


def load_taggers(names: Sequence[str] | None = None) -> list[Tagger]:
    """Import and construct taggers.

    Args:
        names: Those to load, in this order; None for all that are installed, by name.

    Raises:
        UsageError: If a name is unknown or stands for two taggers, or its tagger cannot be
            imported, cannot be constructed without arguments, does not keep the tagger contract or
            calls itself otherwise.
    """
    known = available_taggers()
    chosen = sorted(known) if names is None else list(dict.fromkeys(names))
    for name in chosen:
        if name not in known:
            raise unknown_name("category", name, known)
        _require_one(name)
    return [_load(known[name]) for name in chosen]


def _require_one(name: str) -> None:
    """Refuse a name under which two packages bring different taggers."""
    found = {each.value for each in entry_points(group=ENTRY_POINT_GROUP) if each.name == name}
    if len(found) > 1:
        message = (
            f"the category '{name}' stands for {len(found)} taggers ({', '.join(sorted(found))}): "
            "uninstall all but one of the packages that bring them"
        )
        raise UsageError(message)


def _load(found: EntryPoint) -> Tagger:
    try:
        tagger = found.load()()
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        message = (
            f"the tagger '{found.name}' ({found.value}) cannot be loaded: {reason}; "
            "repair or uninstall the package that brings it, or leave its category out"
        )
        raise UsageError(message) from error
    if not isinstance(tagger, Tagger):
        message = (
            f"the tagger '{found.name}' ({found.value}) does not keep the contract: "
            "it needs name, threshold, reliability and tag(texts)"
        )
        raise UsageError(message)
    if tagger.name != found.name or not _NAME.fullmatch(found.name):
        # Columns of the tables are named after the tagger, categories after the entry point.
        message = (
            f"the tagger '{found.name}' ({found.value}) calls itself '{tagger.name}': register it "
            "under its own name, in letters, digits, '-' and '_'"
        )
        raise UsageError(message)
    return tagger
