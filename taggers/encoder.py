"""A category as a fine-tuned encoder sees it, trained by ``sentiment-lab train-tagger``."""

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from ..exceptions import UsageError
from ..models.classifier import Execution
from .encoder_record import RECORD, EncoderRecord
from .scoring import disjoint
from .sentences import sentences
from .tagger import Reliability, Span, Tag

if TYPE_CHECKING:
    from ..models.bert import BertClassifier

MODEL = "model"
NO, YES = "no", "yes"

MOST_PARTS = 24
"""Parts of a text that are left out in turn; sentences are joined where there are more."""
_TEXTS_AT_ONCE = 64
_SHARE_OF_LARGEST = 0.5
_MOST_SPANS = 3


class EncoderTagger:
    """Scores texts by an encoder; its evidence are the sentences without which the score falls.

    Evidence is looked for where the category is present alone: it takes a prediction for each part
    of a text.

    Args:
        record: What is known of it.
        classifier: Tells ``"no"`` from ``"yes"``.
    """

    reads_other_languages = True
    """Its language is that of its gold, whatever that was."""

    def __init__(self, record: EncoderRecord, classifier: "BertClassifier") -> None:
        self.name = record.category
        self.threshold = record.threshold
        self.reliability: Reliability | None = record.reliability
        self.record = record
        self._classifier = classifier

    @classmethod
    def load(cls, folder: Path, device: str = "auto") -> Self:
        """A tagger as ``train-tagger`` left it.

        Raises:
            RunError: The folder holds none, or a part of it is damaged.
            MissingExtraError: torch is not installed.
        """
        from ..models.bert import BertClassifier

        record = EncoderRecord.read(folder)
        classifier = BertClassifier.load(folder / MODEL, execution=Execution(device=device))
        return cls(record, classifier)

    @property
    def fingerprint(self) -> str:
        """Changes with gold, settings and the moment of training."""
        return f"{self.record.fingerprint}:{self.record.created}"

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        """One tag for each text, in order; a blank text scores 0."""
        scores = self._scores(texts)
        present = scores >= self.threshold
        wanted = [text for text, there in zip(texts, present, strict=True) if there]
        found = iter(self._evidence(wanted, scores[present]))
        return [
            Tag(float(score), bool(there), next(found) if there else ())
            for score, there in zip(scores, present, strict=True)
        ]

    def held_out_scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Out-of-fold score of each text that trained the tagger, NaN for others, shape (n,)."""
        known = self.record.held_out
        return np.array([known.get(text_digest(text), np.nan) for text in texts], dtype=np.float64)

    def _scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probability of the category, shape (n,)."""
        scores = np.zeros(len(texts))
        worded = [row for row, text in enumerate(texts) if text.strip()]
        if worded:
            sound = [readable(texts[row]) for row in worded]
            column = [str(name) for name in self._classifier.classes_].index(YES)
            scores[worded] = self._classifier.predict_proba(sound)[:, column]
        return scores

    def _evidence(
        self, texts: Sequence[str], scores: NDArray[np.float64]
    ) -> list[tuple[Span, ...]]:
        found: list[tuple[Span, ...]] = []
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            stop = start + _TEXTS_AT_ONCE
            found += self._evidence_of_some(texts[start:stop], scores[start:stop])
        return found

    def _evidence_of_some(
        self, texts: Sequence[str], scores: NDArray[np.float64]
    ) -> list[tuple[Span, ...]]:
        """Leave each part of each text out in turn: what the score loses is its weight."""
        parts = [parts_of(text) for text in texts]
        without = [
            text[: part.start] + " " + text[part.end :]
            for text, own in zip(texts, parts, strict=True)
            for part in own
        ]
        left = iter(self._scores(without))
        losses = [
            np.array([score - next(left) for _ in own])
            for score, own in zip(scores, parts, strict=True)
        ]
        return [weightiest(own, lost) for own, lost in zip(parts, losses, strict=True)]


def load_encoders(
    folder: Path, names: Sequence[str] | None = None, device: str = "auto"
) -> list[EncoderTagger]:
    """The trained taggers below a folder.

    Args:
        folder: With a folder for each category.
        names: Categories, in this order; None: all that were trained, by name.
        device: ``"auto"`` or a torch device.

    Raises:
        UsageError: One was not trained.
        RunError: One is damaged.
        MissingExtraError: torch is not installed.
    """
    trained = sorted(path.parent.name for path in folder.glob(f"[!.]*/{RECORD}"))
    chosen = trained if names is None else list(names)
    missing = [name for name in chosen if name not in trained] or ([] if chosen else ["CATEGORY"])
    if missing:
        there = ", ".join(trained) or "none"
        raise UsageError(
            f"no encoder for {', '.join(missing)} in {folder} (trained there: {there}): "
            f"train it by: sentiment-lab train-tagger {missing[0]} GOLD --runs {folder.parent}"
        )
    return [EncoderTagger.load(folder / name, device) for name in chosen]


def text_digest(text: str) -> str:
    """By which a text is known again: 32 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def readable(text: str) -> str:
    """The text without halves of surrogate pairs, which no tokenizer takes, every place kept."""
    return text.encode("utf-8", "replace").decode("utf-8")


def parts_of(text: str, most: int = MOST_PARTS) -> list[Span]:
    """The sentences of a text; neighbours are joined so that there are at most so many parts."""
    spans = sentences(text)
    if len(spans) <= most:
        return spans
    edges = np.linspace(0, len(spans), most + 1).round().astype(int)
    return [Span(spans[first].start, spans[last - 1].end) for first, last in pairwise(edges)]


def weightiest(parts: Sequence[Span], losses: NDArray[np.float64]) -> tuple[Span, ...]:
    """The parts whose absence costs the score most: at least half of the largest loss each.

    Args:
        parts: Of one text.
        losses: What the score loses without each, shape (n parts,).

    Returns:
        At most three; the one with the largest loss even where no loss is above 0.
    """
    order = np.argsort(-losses, kind="stable")[:_MOST_SPANS]
    least = _SHARE_OF_LARGEST * max(0.0, float(losses.max(initial=0.0)))
    kept = [parts[row] for rank, row in enumerate(order) if rank == 0 or losses[row] > least]
    return disjoint(kept)
