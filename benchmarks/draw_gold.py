"""Draw the test reviews that were annotated for the models of docs/results.md.

    python benchmarks/draw_gold.py DATA_FOLDER > drawn.csv

prints ``id, stratum, inclusion`` of 800 reviews: 340 of those that two or more of the four models
get wrong, 260 of those that one of them, or the plain counts, gets wrong, and 200 of the rest.
docs/results/imdb/readings.csv holds what two readers made of them.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

RESULTS = Path(__file__).parents[1] / "docs" / "results" / "imdb"
FOUR = ("logreg", "lstm", "bilstm-attention", "bert")
COUNTS = "bag-of-words"
SIZES = {"two_or_more": 340, "one": 260, "none": 200}
SEED = 20261125


def wrong(model: str, ids: pd.Series) -> np.ndarray:
    """Whether a model errs on each test review, shape (n,)."""
    rows = pd.read_parquet(RESULTS / f"{model}.parquet")
    rows = rows[rows["split"] == "test"].set_index("id")
    return (rows["predicted"] != rows["label"]).loc[ids].to_numpy()


def main() -> None:
    """Draw and print."""
    ids = pd.read_parquet(Path(sys.argv[1]) / "imdb" / "test.parquet", columns=["id"])["id"]
    times = np.sum([wrong(model, ids) for model in FOUR], axis=0)
    stratum = np.where(
        times >= 2, "two_or_more", np.where((times == 1) | wrong(COUNTS, ids), "one", "none")
    )
    rng = np.random.default_rng(SEED)
    parts = []
    for name, size in SIZES.items():
        rows = np.flatnonzero(stratum == name)
        drawn = ids.to_numpy()[rng.choice(rows, size, replace=False)]
        parts.append(pd.DataFrame({"id": drawn, "stratum": name, "inclusion": size / len(rows)}))
    print(pd.concat(parts).sort_values("id").to_csv(index=False), end="")


if __name__ == "__main__":
    main()
