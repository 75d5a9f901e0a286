"""Our logistic regression against a plain scikit-learn pipeline of tf-idf 1-2-grams.

    python benchmarks/bench_logreg.py [FOLDER] [--repeats N]

FOLDER holds train.parquet and test.parquet with the columns text and label; without it the texts
are made up. The arms take turns, each turn in a process of its own, so that neither memory nor a
busy machine is counted against one of them alone. Both learn on the same rows and are scored on
the same rows; neither sees validation texts.
"""

import argparse
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

KIB = 1024  # Linux reports the peak in KiB


class Turn(NamedTuple):
    """One training and prediction; the peak is the whole process, imports and texts included."""

    fit_seconds: float
    predict_seconds: float
    peak_bytes: int
    accuracy: float
    log_loss: float


def ours() -> Any:
    """The default of ``logreg``."""
    from sentiment_lab.baselines.logreg import LogisticRegressionClassifier

    return LogisticRegressionClassifier()


def plain() -> Any:
    """What one would write without this package."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(C=10, max_iter=1000)
    )


ARMS: dict[str, Callable[[], Any]] = {"ours": ours, "plain": plain}


def main() -> None:
    """Let the arms take turns and print medians and ratios."""
    arguments = _arguments()
    turns: dict[str, list[Turn]] = {name: [] for name in ARMS}
    for _ in range(arguments.repeats):
        for name, done in turns.items():
            done.append(_in_own_process(name, arguments.folder))
    medians = {
        name: Turn(*(statistics.median(column) for column in zip(*done, strict=True)))
        for name, done in turns.items()
    }
    print(f"{'':18}{'ours':>12}{'plain':>12}{'ours / plain':>14}")
    for field in Turn._fields:
        a, b = (getattr(medians[name], field) for name in ARMS)
        print(f"{field:18}{a:12.5g}{b:12.5g}{a / b:14.3f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Our logistic regression against tf-idf 1-2-grams")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    return parser.parse_args()


def _in_own_process(name: str, folder: Path | None) -> Turn:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(take_turn, (name, folder))


def take_turn(name: str, folder: Path | None) -> Turn:
    """Train one arm and score it."""
    from sklearn.metrics import log_loss

    train, test = _made_up() if folder is None else _read(folder)
    ARMS[name]().fit(["good film", "bad film"] * 9, ["yes", "no"] * 9)  # imports are not counted
    start = time.perf_counter()
    model = ARMS[name]().fit(train["text"].tolist(), train["label"].tolist())
    fitted = time.perf_counter()
    probabilities = model.predict_proba(test["text"].tolist())
    end = time.perf_counter()
    return Turn(
        fit_seconds=fitted - start,
        predict_seconds=end - fitted,
        peak_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB,
        accuracy=float(np.mean(model.classes_[probabilities.argmax(axis=1)] == test["label"])),
        log_loss=float(log_loss(test["label"], probabilities, labels=model.classes_)),
    )


def _read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    columns = ["text", "label"]
    train, test = (
        pd.read_parquet(folder / f"{split}.parquet", columns=columns) for split in ("train", "test")
    )
    return train, test


def _made_up(texts: int = 2000, words: int = 100) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Texts of words with Zipf's frequencies; every fortieth word leans towards the label."""
    rng = np.random.default_rng(0)
    labels = rng.integers(2, size=2 * texts)
    ranks = np.minimum(rng.zipf(1.3, size=(2 * texts, words)), 20_000)
    leaning = rng.random(ranks.shape) < 1 / 40
    shown = np.where(rng.random(ranks.shape) < 0.7, labels[:, None], 1 - labels[:, None])
    rows = [
        " ".join(
            f"lean{side}{rank % 50}" if leans else f"w{rank}"
            for rank, leans, side in zip(*row, strict=True)
        )
        for row in zip(ranks, leaning, shown, strict=True)
    ]
    frame = pd.DataFrame({"text": rows, "label": labels})
    return frame.iloc[:texts], frame.iloc[texts:]


if __name__ == "__main__":
    main()
