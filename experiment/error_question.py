"""What is asked of the errors."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..exceptions import UsageError
from ..taggers.levels import LevelChoice

By = Literal["category", "slice", "length", "rating", "group"]


@dataclass(frozen=True)
class ErrorQuestion:
    """What is asked of the errors of some systems.

    Attributes:
        categories: Names of taggers; None: all. Where given, only reviews that one of them tags are
            listed.
        where: An expression; only test reviews for which it holds are looked at.
        gold: Annotated reviews of this test set, by which shares are corrected.
        finite: Whether this test set is the estimand, in place of reviews and films like these.
        picked: Whether the gold was picked by hand, not drawn by chance: it then tells how taggers
            err, and no share by itself.
        choice: Which taggers.
        by: The one breakdown that is wanted; None: the usual ones.
        persistent: Only reviews that a system gets wrong with every seed are listed.
    """

    categories: tuple[str, ...] | None = None
    where: str | None = None
    gold: Path | None = None
    finite: bool = False
    picked: bool = False
    choice: LevelChoice = field(default_factory=LevelChoice)
    by: By | None = None
    persistent: bool = False

    def __post_init__(self) -> None:
        if self.finite and self.gold is None:
            raise UsageError("--finite says what corrected shares are of: it needs --gold FILE")
        if self.picked and self.gold is None:
            raise UsageError("--picked says how the gold came about: it needs --gold FILE")
        if self.choice.level == "llm":
            raise UsageError(
                "--level llm tags files alone: run 'sentiment-lab tag' with it and look at the "
                "tags there, or take --level fast or accurate here"
            )
