"""The contract of an error-category tagger: reviews in, scores and evidence spans out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Span(NamedTuple):
    """Character offsets into the original text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class Tag:
    """What a tagger says of one text.

    Attributes:
        score: In [0, 1]; larger is surer.
        present: Whether the score reaches the tagger's threshold.
        evidence: The spans that speak for the category, in order, none overlapping another.
    """

    score: float
    present: bool
    evidence: tuple[Span, ...]


@dataclass(frozen=True)
class KindReliability:
    """How a tagger did on the gold of one kind of text; attributes as in ``Reliability``.

    Attributes:
        kind: What kind of text, such as "film review".
    """

    kind: str
    gold: str
    n: int
    precision: float
    precision_interval: tuple[float, float]
    recall: float
    recall_interval: tuple[float, float]


@dataclass(frozen=True)
class Reliability:
    """How a tagger did against gold labels that it was not fitted on.

    Attributes:
        gold: Name of the gold set and of the kind of text it holds.
        n: Gold rows.
        precision, recall: In [0, 1], with their 95 % intervals as (low, high).
        by_kind: The same for each kind of text that there is gold of, the first that above.
    """

    gold: str
    n: int
    precision: float
    precision_interval: tuple[float, float]
    recall: float
    recall_interval: tuple[float, float]
    by_kind: tuple[KindReliability, ...] = ()


@runtime_checkable
class Tagger(Protocol):
    """Reads the text alone, never the label or a prediction."""

    name: str
    threshold: float

    @property
    def reliability(self) -> Reliability | None:
        """What was measured of it; None where nothing was."""
        ...

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        """One tag for each text, in order."""
        ...


@runtime_checkable
class CrossFitted(Protocol):
    """A tagger that knows which texts it was trained on."""

    def held_out_scores(self, texts: Sequence[str]) -> "NDArray[np.float64]":
        """The score that a text got from the fold that had not seen it, shape (n,).

        NaN for a text that took no part in training; a text is known by a hash of it.
        """
        ...
