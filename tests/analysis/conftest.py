"""Made-up predictions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.predictions import Predictions, check_predictions, read_predictions
from sentiment_lab.exceptions import PredictionsError


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


@pytest.fixture
def make_table() -> Callable[..., pd.DataFrame]:
    """Four rows of film reviews, with columns put in place of the usual ones; None drops one."""
    usual: dict[str, Any] = {
        "id": ["a", "b", "c", "d"],
        "label": ["negative", "positive", "positive", "negative"],
        "p_negative": [0.9, 0.2, 0.6, 0.7],
        "p_positive": [0.1, 0.8, 0.4, 0.3],
    }

    def make(**columns: Any) -> pd.DataFrame:
        values = usual | columns
        return pd.DataFrame({name: each for name, each in values.items() if each is not None})

    return make


@pytest.fixture(params=["csv", "parquet"])
def save_table(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[pd.DataFrame], Path]:
    """Writes a frame as CSV or Parquet and says where."""

    def write(frame: pd.DataFrame) -> Path:
        path = tmp_path / f"table.{request.param}"
        if request.param == "csv":
            frame.to_csv(path, index=False)
        else:
            frame.to_parquet(path)
        return path

    return write


@pytest.fixture
def refusal() -> Callable[..., str]:
    """The one line with which a file of predictions is refused, less the file's name."""

    def refuse(path: Path, **options: Any) -> str:
        with pytest.raises(PredictionsError) as caught:
            read_predictions(path, "mine", **options)
        message = str(caught.value)
        assert "\n" not in message
        assert message.startswith(str(path))
        return message.removeprefix(str(path))

    return refuse
