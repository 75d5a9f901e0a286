"""Taggers that pass on what a language model says."""

from collections.abc import Sequence

from ..tagger import Reliability, Tag, Tagger
from .answer import Judgement
from .prompt import HIGHEST, PRESENT
from .reader import LlmReader
from .settings import LlmSettings

MISSING = Tag(score=float("nan"), present=False, evidence=())
"""The tag of a text without a fit answer: its score is no number."""


class LlmTagger:
    """One category as a language model judges it.

    Args:
        name: The category.
        reader: Asks the model; all categories share one.
    """

    threshold = PRESENT / HIGHEST
    reliability: Reliability | None = None
    reads_other_languages = True

    def __init__(self, name: str, reader: LlmReader) -> None:
        self.name = name
        self.reader = reader

    @property
    def fingerprint(self) -> str:
        """Changes with the server, the model and the prompt."""
        return self.reader.fingerprint

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        """One tag for each text; the score is NaN where there is no fit answer."""
        return [self._tag(judgements[self.name]) for judgements in self.reader.read(texts)]

    def _tag(self, found: Judgement | None) -> Tag:
        if found is None:
            return MISSING
        return Tag(found.certainty / HIGHEST, found.certainty >= PRESENT, found.evidence)


def llm_taggers(names: Sequence[str], settings: LlmSettings) -> list[LlmTagger]:
    """One tagger a category, all of them fed by the same requests.

    Raises:
        RunError: The cache cannot be used.
    """
    reader = LlmReader(settings, names)
    return [LlmTagger(name, reader) for name in names]


def reader_of(taggers: Sequence[Tagger]) -> LlmReader | None:
    """The reader behind some taggers; None where no language model is among them."""
    return next((each.reader for each in taggers if isinstance(each, LlmTagger)), None)
