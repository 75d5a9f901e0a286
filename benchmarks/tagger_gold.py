"""The gold sets that the taggers are tuned and measured on, read from a folder beside the project.

The folder holds ``error-categories/*.parquet`` and ``imdb/test.parquet``. Nothing of it is shipped.
"""

from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

SPLIT_SEED = 0

Half = Literal["tuning", "reporting"]


class Gold(NamedTuple):
    """Texts with a yes or no for one category.

    Attributes:
        texts: Shape (n,).
        labels: 0 or 1, shape (n,).
        weights: Inverse probability of being in the sample, shape (n,); ones where all are alike.
    """

    texts: list[str]
    labels: np.ndarray
    weights: np.ndarray


def film_reviews(folder: Path, category: str, half: Half) -> Gold:
    """IMDB reviews of ``imdb_errors``, in one half of a seeded split by id."""
    gold = pd.read_parquet(folder / "error-categories" / "imdb_errors.parquet")
    texts = pd.read_parquet(folder / "imdb" / "test.parquet", columns=["id", "text"])
    gold = gold.merge(texts, on="id").sort_values("id").reset_index(drop=True)
    chosen = _usable(gold, category)
    chosen = chosen[_in_half(len(gold), half)[chosen.index]]
    return Gold(
        chosen["text"].tolist(), chosen[category].to_numpy(), 1 / chosen["inclusion"].to_numpy()
    )


def other_gold(folder: Path, name: str) -> Gold:
    """Another set of the folder, by the name of its file, whole."""
    chosen = _usable(pd.read_parquet(folder / "error-categories" / f"{name}.parquet"), "label")
    return Gold(chosen["text"].tolist(), chosen["label"].to_numpy(), np.ones(len(chosen)))


def halve(gold: Gold, half: Half) -> Gold:
    """One half of a gold set, by the same seeded split."""
    mask = _in_half(len(gold.texts), half)
    texts = [text for text, chosen in zip(gold.texts, mask, strict=True) if chosen]
    return Gold(texts, gold.labels[mask], gold.weights[mask])


def _usable(frame: pd.DataFrame, label: str) -> pd.DataFrame:
    """Rows with a text and a yes or no; the first of each text."""
    frame = frame[frame["text"].fillna("").str.strip().ne("") & frame[label].isin([0, 1])]
    return frame.drop_duplicates("text")


def _in_half(n: int, half: Half) -> np.ndarray:
    tuning = np.zeros(n, dtype=bool)
    tuning[np.random.default_rng(SPLIT_SEED).permutation(n)[: n // 2]] = True
    return tuning if half == "tuning" else ~tuning
