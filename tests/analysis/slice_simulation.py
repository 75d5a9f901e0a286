"""Made-up errors over made-up slices."""

import numpy as np
import pandas as pd

from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.analysis.slice_candidates import Candidate, Candidates, from_masks


def system_with(wrong: np.ndarray, films: np.ndarray | None = None, name: str = "x") -> Predictions:
    """A system that errs on these rows."""
    n = len(wrong)
    label = np.where(np.arange(n) % 2, "pos", "neg")
    predicted = np.where(wrong, np.where(label == "pos", "neg", "pos"), label)
    p = np.where(predicted == "pos", 0.9, 0.1)
    frame = pd.DataFrame(
        {
            "id": [f"r{i}" for i in range(n)],
            "split": "test",
            "label": label,
            "p_neg": 1 - p,
            "p_pos": p,
            "predicted": predicted,
        }
    )
    if films is not None:
        frame["group"] = [f"film {film}" for film in films]
    return Predictions(name, frame, ("neg", "pos"))


def random_slices(n: int, count: int, rng: np.random.Generator) -> list[Candidate]:
    """Slices of 1 to 20 % of the rows that mean nothing."""
    shares = rng.uniform(0.01, 0.2, count)
    return [Candidate("word", f"word {i}", rng.random(n) < s) for i, s in enumerate(shares)]


def film_slices(films: np.ndarray, count: int, rng: np.random.Generator) -> list[Candidate]:
    """Slices of whole films, as words of a title make them."""
    n_films = int(films.max()) + 1
    return [
        Candidate("word", f"title {i}", (rng.random(n_films) < 0.05)[films]) for i in range(count)
    ]


def candidates_of(slices: list[Candidate], n: int) -> Candidates:
    """As the search takes them."""
    return from_masks(slices, n)
