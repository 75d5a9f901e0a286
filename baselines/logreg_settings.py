"""Settings of the bag of words and of the logistic regression on it."""

from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple, Self

from ..models.settings import Settings, setting

Weighting = Literal["counts", "binary", "tfidf", "nb", "nb_tfidf"]

STRENGTHS: dict[Weighting, tuple[float, ...]] = {
    "counts": (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0),
    "binary": (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0),
    "tfidf": (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0),
    "nb": (2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0),
    "nb_tfidf": (2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0),
}
"""Inverse regularisation strengths tried on validation texts, from the strongest down."""

WITHOUT_VALIDATION: dict[Weighting, float] = {
    "counts": 0.1,
    "binary": 0.1,
    "tfidf": 10.0,
    "nb": 20.0,
    "nb_tfidf": 50.0,
}
"""Inverse regularisation strength where there are no validation texts to choose it on."""


@dataclass(frozen=True, kw_only=True)
class LogisticRegressionSettings(Settings):
    """Settings of the bag of words and of the regression on it.

    The defaults were chosen on held-out films of IMDB's training reviews and of the embedded
    snippets, never on test.
    """

    prefix: ClassVar[str] = "logreg"

    ngrams: int = setting(3, "longest n-gram", low=1, high=3)
    weighting: Weighting = setting(
        "nb_tfidf", "terms by count, presence, tf-idf, log-count ratio, or tf-idf times that ratio"
    )
    punctuation: bool = setting(True, "marks, one-letter words and don't as one word are terms")
    min_df: int = setting(
        2, "texts a term must occur in; 1 is no better at three times the size", low=1
    )
    sublinear: bool = setting(True, "1 + log of counts, for tfidf alone")
    C: float | None = setting(
        None, "inverse regularisation; none: chosen on validation", low=0.0, low_open=True
    )
    refit: bool = setting(True, "once C is chosen, learn from the validation texts too")
    balanced: bool = setting(False, "weigh classes equally, whatever their sizes")
    max_iter: int = setting(10_000, "steps of the solver; enough to converge", low=1)

    @classmethod
    def published(cls) -> Self:
        """Counts of single words: some 100,000 parameters on IMDB."""
        return cls(ngrams=1, weighting="counts", min_df=1, refit=False)


class Strength(NamedTuple):
    """How one regularisation strength did on the validation texts; the loss in nats a text."""

    C: float
    log_loss: float
    accuracy: float
