"""Made-up reviews for the baselines."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from sentiment_lab.models.classifier import LabelledTexts

WORDS = {
    "good": ("warm", "bright", "kind", "rich"),
    "bad": ("cold", "dull", "grey", "flat"),
    "fair": ("plain", "even", "usual", "mild"),
}
COMMON = ("film", "plot", "cast", "scene", "the", "a", "and")


@pytest.fixture
def reviews() -> Callable[..., LabelledTexts]:
    """Texts of eight words, two of them telling, one of which tells wrong in every fourth."""

    def make(
        rng: np.random.Generator, n: int, classes: Sequence[str] = ("bad", "good")
    ) -> LabelledTexts:
        texts, labels = [], []
        for row in range(n):
            label = classes[row % len(classes)]
            other = classes[(row + 1) % len(classes)] if row % 4 == 0 else label
            telling = [rng.choice(WORDS[label]), rng.choice(WORDS[other])]
            texts.append(" ".join(rng.permutation([*telling, *rng.choice(COMMON, 6)])))
            labels.append(label)
        return LabelledTexts(texts, labels)

    return make
