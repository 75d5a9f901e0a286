"""What a probability owes to a part of a text: it is taken out, and the model looks again."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..models.classifier import Classifier
from .predict import ordered_probabilities

Spans = Sequence[tuple[int, int]]


def occlusion(
    classifier: Classifier, text: str, spans: Spans, classes: Sequence[str], target: str
) -> NDArray[np.float64]:
    """How much the probability of a class falls when a span is taken out (Zeiler & Fergus 2014).

    Args:
        classifier: A fitted model.
        text: The whole text.
        spans: Characters [start, end) of each part.
        classes: The model's classes.
        target: The class whose probability is watched.

    Returns:
        Shape (n spans,): above 0 where the part speaks for the class, below 0 where against it.
    """
    if not spans:
        return np.zeros(0)
    without = [text[:start] + text[end:] for start, end in spans]
    probabilities = ordered_probabilities(classifier, [text, *without], classes)
    column = probabilities[:, list(classes).index(target)]
    return column[0] - column[1:]
