"""Fit the model of main causes on the readings, and hold it against the two readers of the gold.

    python benchmarks/fit_main_cause.py DATA_FOLDER

writes taggers/weights/main_cause.npz and prints how often it names the readers' cause. It comes
after fit_taggers.py: every score that it learns from is one out of fold.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score
from tagger_gold import READINGS

from sentiment_lab.taggers.main_cause import NAME, MainCauseModel, log_odds
from sentiment_lab.taggers.registry import installed_taggers
from sentiment_lab.taggers.tagger import CrossFitted
from sentiment_lab.taggers.weights import FOLDER, save_weights

CATEGORIES = (
    *("sarcasm", "mixed", "domain", "negation", "comparison", "plot_words"),
    *("hedging", "idiom"),
)
_INVERSE_PENALTY = 0.3


def scores_of(texts: list[str]) -> np.ndarray:
    """Scores of the taggers, out of fold where a text trained one, shape (n, n_categories)."""
    columns = []
    for tagger in installed_taggers(CATEGORIES):
        scores = np.array([tag.score for tag in tagger.tag(texts)])
        held_out = (
            tagger.held_out_scores(texts)
            if isinstance(tagger, CrossFitted)
            else np.full(len(texts), np.nan)
        )
        columns.append(np.where(np.isnan(held_out), scores, held_out))
    return np.stack(columns, axis=1)


def readings(folder: Path) -> pd.DataFrame:
    """Readings with a main cause and their texts."""
    grades = pd.read_csv(READINGS)
    parts = [
        pd.read_parquet(folder / "imdb" / f"{name}.parquet", columns=["id", "text"])
        for name in ("train", "unlabelled")
    ]
    return grades[grades["main"].notna()].merge(pd.concat(parts), on="id")


def gold(folder: Path) -> pd.DataFrame:
    """The reviews of imdb_errors with both readers' main causes."""
    rows = pd.read_parquet(folder / "error-categories" / "imdb_errors.parquet")
    texts = pd.read_parquet(folder / "imdb" / "test.parquet", columns=["id", "text"])
    return rows.merge(texts, on="id")


def fit(frame: pd.DataFrame, scores: np.ndarray) -> MainCauseModel:
    """The model over all readings; those drawn for a category weigh as much as any other."""
    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=2000).fit(
        log_odds(scores), frame["main"].to_numpy(str)
    )
    causes = tuple(str(name) for name in model.classes_)
    return MainCauseModel(CATEGORIES, causes, model.coef_, model.intercept_)


def main() -> None:
    """Fit, store and measure."""
    folder = Path(sys.argv[1])
    frame = readings(folder)
    model = fit(frame, scores_of(frame["text"].tolist()))
    save_weights(FOLDER / f"{NAME}.npz", model.arrays())
    held = gold(folder)
    named = model.predict(scores_of(held["text"].tolist()))
    print(f"{len(frame)} readings; {len(held)} gold rows")
    for reader in ("main_1", "main_2"):
        same = float(np.mean(np.array(named) == held[reader].to_numpy(str)))
        print(f"{reader}: agrees {same:.3f}, kappa {cohen_kappa_score(held[reader], named):.3f}")
    between = cohen_kappa_score(held["main_1"], held["main_2"])
    print(f"between the readers: kappa {between:.3f}")
    print(pd.Series(named).value_counts(normalize=True).round(3).to_string())


if __name__ == "__main__":
    main()
