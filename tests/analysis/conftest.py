"""Made-up predictions."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.predictions import Predictions, check_predictions


@pytest.fixture
def simulate() -> Callable[..., Predictions]:
    """Predictions of a system whose logits carry the label with some strength."""

    def make(
        name: str = "system",
        *,
        n: int = 400,
        strength: float = 1.0,
        classes: tuple[str, ...] = ("negative", "positive"),
        films: int | None = None,
        labels_seed: int = 7,
        seed: int = 1,
    ) -> Predictions:
        labels = np.random.default_rng(labels_seed).integers(len(classes), size=n)
        rng = np.random.default_rng([seed, n])
        logits = rng.normal(size=(n, len(classes))) + strength * np.eye(len(classes))[labels]
        weights = np.exp(logits)
        frame = pd.DataFrame(
            {
                "id": [f"test/{i}" for i in range(n)],
                "split": "test",
                "label": np.array(classes)[labels],
            }
        )
        for i, each in enumerate(classes):
            frame[f"p_{each}"] = weights[:, i] / weights.sum(axis=1)
        if films is not None:
            frame["group"] = [f"film {i % films}" for i in range(n)]
        return check_predictions(frame, name, classes)

    return make
