"""What is known of a trained tagger: where it came from, and how good it was found."""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from ..exceptions import RunError
from .tagger import Reliability

RECORD = "tagger.json"
FORMAT = 1


@dataclass(frozen=True)
class EncoderRecord:
    """What is known of a trained tagger.

    Attributes:
        key: Key of the training; equal gold, settings, folds and seed give the same one.
        category: Its name.
        threshold: The least score that counts as present, chosen on all out-of-fold scores.
        identity: Model and settings, the checkpoint among them.
        seed: Of folds, weights, batches and dropout.
        folds: How many parts the gold was cut into.
        gold: File and column of the gold.
        fingerprint: Digest of the gold's texts and labels.
        n, n_present: Gold rows, and those that belong.
        dropped: What was left out of the gold, in words.
        figures: Measured out of fold, each row judged by the threshold of the other folds:
            ``average_precision``, ``auc``, ``f1``, ``precision``, ``recall``, with ``_low`` and
            ``_high`` of 95 %; None where undefined.
        versions: Installed packages by name.
        device: The device in words.
        created: When training ended, ISO 8601 in UTC.
        held_out: Out-of-fold score of each text of the gold, by the text's digest.
    """

    key: str
    category: str
    threshold: float
    identity: dict[str, Any]
    seed: int
    folds: int
    gold: str
    fingerprint: str
    n: int
    n_present: int
    dropped: tuple[str, ...]
    figures: dict[str, float | None]
    versions: dict[str, str]
    device: str
    created: str
    held_out: dict[str, float]

    def to_json(self) -> str:
        """The record as indented JSON."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The record that `to_json` wrote.

        Raises:
            ValueError, KeyError, TypeError: The text is something else.
        """
        content = json.loads(text)
        if content.pop("format") != FORMAT:
            raise ValueError("another format")
        content["dropped"] = tuple(content["dropped"])
        return cls(**content)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The record of a trained tagger.

        Raises:
            RunError: The folder holds none, or a damaged one.
        """
        path = folder / RECORD
        try:
            return cls.from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise RunError(
                f"{path} is damaged ({error}): delete the folder {folder} and train the tagger anew"
            ) from error

    @property
    def reliability(self) -> Reliability:
        """The figures in the form of the tagger contract."""
        shown = {name: math.nan if x is None else x for name, x in self.figures.items()}
        return Reliability(
            gold=f"{self.gold}, out of fold",
            n=self.n,
            precision=shown["precision"],
            precision_interval=(shown["precision_low"], shown["precision_high"]),
            recall=shown["recall"],
            recall_interval=(shown["recall_low"], shown["recall_high"]),
        )
