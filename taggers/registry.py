"""Loading taggers: the installed ones, those of another level, and the user's own by name."""

import inspect
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..exceptions import UsageError, unknown_name
from ..models.custom import load_object
from .levels import Level, LevelChoice, trained_or_asked
from .tagger import Tagger

if TYPE_CHECKING:
    from .llm.settings import LlmSettings

ENTRY_POINT_GROUP = "sentiment_lab.taggers"

_NAME = re.compile(r"\w[\w-]*")
_REPAIR = "repair or uninstall the package that brings it, or leave its category out"


def available_taggers() -> dict[str, EntryPoint]:
    """The installed taggers by name, none of them imported yet."""
    return {found.name: found for found in entry_points(group=ENTRY_POINT_GROUP)}


def load_taggers(
    names: Sequence[str] | None = None,
    *,
    level: Level = "fast",
    own: Sequence[str] = (),
    runs: Path = Path("runs"),
    device: str = "auto",
    llm: "LlmSettings | None" = None,
) -> list[Tagger]:
    """The taggers of a level, and the user's own.

    Args:
        names: Categories, in this order; None: all that the level has, then the user's own.
        level: ``"fast"``: the installed ones; ``"accurate"``: encoders trained by ``train-tagger``;
            ``"llm"``: a language model behind a server that the user names.
        own: ``package.module:Class`` of taggers of the user's own, which stand in place of one of
            the same name.
        runs: The runs folder, below which trained encoders lie.
        device: ``"auto"`` or a torch device, for encoders.
        llm: The server, for the level ``"llm"``.

    Raises:
        UsageError: A name is unknown at this level, or a tagger cannot be loaded.
        RunError: A trained encoder is damaged.
        MissingExtraError: The level needs an extra that is not installed.
    """
    return taggers_of_choice(names, LevelChoice(level, tuple(own), runs, device, llm))


def taggers_of_choice(names: Sequence[str] | None, choice: LevelChoice) -> list[Tagger]:
    """`load_taggers` with its options in one value."""
    own = {tagger.name: tagger for tagger in own_taggers(choice.own)}
    rest = None if names is None else [name for name in dict.fromkeys(names) if name not in own]
    found = {} if rest == [] else {tagger.name: tagger for tagger in _of_level(rest, choice, own)}
    return [*(found | own).values()] if names is None else _ordered(names, found | own)


def _of_level(
    names: Sequence[str] | None, choice: LevelChoice, own: Mapping[str, Tagger]
) -> list[Tagger]:
    if choice.level != "fast":
        return trained_or_asked(names, choice)
    for name in names or ():
        if name not in available_taggers():
            raise unknown_name("category", name, [*available_taggers(), *own])
    return installed_taggers(names)


def _ordered(names: Sequence[str], found: Mapping[str, Tagger]) -> list[Tagger]:
    return [found[name] for name in dict.fromkeys(names)]


def installed_taggers(names: Sequence[str] | None = None) -> list[Tagger]:
    """Import and construct the taggers that packages announce.

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


def own_taggers(specs: Sequence[str]) -> list[Tagger]:
    """Taggers of the user's own; the current folder is importable.

    Args:
        specs: ``package.module:object`` each, a class or a function that needs no arguments, or a
            tagger.

    Raises:
        UsageError: One cannot be imported or built, does not keep the tagger contract, has a name
            that columns cannot be called after, or two have the same name.
    """
    made = [_own(spec) for spec in dict.fromkeys(specs)]
    names = [tagger.name for tagger in made]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"two taggers of your own call themselves '{name}': rename one")
    return made


def _own(spec: str) -> Tagger:
    if ":" not in spec:
        raise UsageError(f"a tagger of your own is written package.module:Class, not '{spec}'")
    found: Any = load_object(spec)
    try:
        tagger = found() if inspect.isclass(found) or inspect.isroutine(found) else found
    except Exception as error:
        raise UsageError(f"the tagger {spec} cannot be built: {_reason(error)}") from error
    tagger = _kept_contract(tagger, spec)
    if not _NAME.fullmatch(tagger.name):
        raise UsageError(
            f"the tagger {spec} calls itself '{tagger.name}': columns are named after it, so use "
            "letters, digits, '-' and '_'"
        )
    return tagger


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
    what = f"'{found.name}' ({found.value})"
    try:
        tagger = found.load()()
    except Exception as error:
        reason = _reason(error)
        raise UsageError(f"the tagger {what} cannot be loaded: {reason}; {_REPAIR}") from error
    tagger = _kept_contract(tagger, what)
    if tagger.name != found.name or not _NAME.fullmatch(found.name):
        # Columns of the tables are named after the tagger, categories after the entry point.
        message = (
            f"the tagger {what} calls itself '{tagger.name}': register it "
            "under its own name, in letters, digits, '-' and '_'"
        )
        raise UsageError(message)
    return tagger


def _kept_contract(tagger: object, what: str) -> Tagger:
    if not isinstance(tagger, Tagger):
        raise UsageError(
            f"the tagger {what} does not keep the contract: "
            "it needs name, threshold, reliability and tag(texts)"
        )
    return tagger


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
