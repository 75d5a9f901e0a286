"""Made-up predictions of a known accuracy."""

import numpy as np
import pandas as pd

from sentiment_lab.analysis.predictions import Predictions, check_predictions

N = 400


def right_on(share: float, model: str) -> Predictions:
    """Predictions of a model that is right on the first so many of its reviews."""
    positive = np.arange(N) % 2 == 0
    p = np.where(positive == (np.arange(N) < share * N), 0.9, 0.1)
    frame = pd.DataFrame(
        {
            "id": [f"r{row}" for row in range(N)],
            "label": np.where(positive, "positive", "negative"),
            "p_negative": 1 - p,
            "p_positive": p,
        }
    )
    return check_predictions(frame, model, ("negative", "positive"))
