"""Levels of tagging beyond what is installed: encoders that were trained, and language models."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..exceptions import MissingExtraError, UsageError, unknown_name
from .tagger import Tagger

if TYPE_CHECKING:
    from .llm.settings import LlmSettings

Level = Literal["fast", "accurate", "llm"]

FOLDER = "taggers"
"""Below the runs folder: one folder for each category that was trained."""


@dataclass(frozen=True)
class LevelChoice:
    """Which taggers are wanted.

    Attributes:
        level: ``"fast"``: the installed ones; ``"accurate"``: encoders trained by ``train-tagger``;
            ``"llm"``: a language model behind a server that the user names.
        own: ``package.module:Class`` of taggers of the user's own. They join every level, and
            stand in place of one of the same name.
        runs: The runs folder, below which trained encoders lie.
        device: ``"auto"`` or a torch device, for encoders.
        llm: The server; None unless the level is ``"llm"``.
    """

    level: Level = "fast"
    own: tuple[str, ...] = ()
    runs: Path = Path("runs")
    device: str = "auto"
    llm: "LlmSettings | None" = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.level == "llm" and self.llm is None:
            raise UsageError(
                "--level llm sends the texts to a server that you name: "
                "give --endpoint URL and --llm-model NAME"
            )
        if self.level != "llm" and self.llm is not None:
            raise UsageError(f"--level {self.level} asks no server: add --level llm to use one")


def trained_or_asked(names: Sequence[str] | None, choice: LevelChoice) -> list[Tagger]:
    """The taggers of the levels ``"accurate"`` and ``"llm"``.

    Args:
        names: Categories, in this order; None: all that the level has.
        choice: The level and all that it needs.

    Raises:
        UsageError: A name is unknown at this level, or no encoder was trained for it.
        RunError: A trained encoder is damaged.
        MissingExtraError: The level needs an extra that is not installed.
    """
    if choice.llm is None:
        from .encoder import load_encoders

        return [*load_encoders(choice.runs / FOLDER, names, choice.device)]
    if find_spec("openai") is None:
        raise MissingExtraError("--level llm", "llm")
    from .llm.definitions import DEFINITIONS
    from .llm.tagger import llm_taggers

    wanted = tuple(DEFINITIONS if names is None else names)
    for name in wanted:
        if name not in DEFINITIONS:
            raise unknown_name("category", name, DEFINITIONS)
    return [*llm_taggers(wanted, choice.llm)]


def reads_english_only(tagger: Tagger) -> bool:
    """Whether a tagger ships with the package: those were made from English texts alone."""
    package = __name__.rpartition(".")[0]
    ships = type(tagger).__module__.startswith(f"{package}.")
    return ships and not getattr(tagger, "reads_other_languages", False)
