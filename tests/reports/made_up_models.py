"""Figures of made-up models and of their differences."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

NAMES = ("logreg", "lstm", "bilstm-attention", "bert", "nbsvm", "ensemble", "fasttext", "roberta")
METRICS = {
    "accuracy": 0.767,
    "f1": 0.771,
    "precision": 0.765,
    "recall": 0.777,
    "mcc": 0.534,
    "auc": 0.851,
    "log_loss": 0.497,
    "brier": 0.163,
    "calibration_error": 0.031,
}
COUNTS = ("seeds", "n", "parameters", "peak_memory_bytes", "size_bytes")
TIMES = ("train_seconds", "predict_reviews_per_second")
GAINS = (0.0, 0.004, 0.013, 0.061, -0.031, 0.055, 0.002, 0.09)


def models_frame(names: Sequence[str], *, seeds: int = 1, cost: bool = True) -> pd.DataFrame:
    """One row a model, accuracy rising by known gains."""
    rows = []
    for i, name in enumerate(names):
        row: dict = {"model": name, "title": None, "checkpoint": None, "seeds": seeds, "n": 2562}
        for key, value in METRICS.items():
            middle = value + GAINS[i % len(GAINS)]
            row |= {key: middle, f"{key}_low": middle - 0.016, f"{key}_high": middle + 0.0158}
        row["calibration_error_expected"] = 0.018
        row["accuracy_mean"] = row["accuracy"] - (0.001 if seeds > 1 else 0)
        row["accuracy_sd"] = 0.0042 if seeds > 1 else np.nan
        row |= {
            "parameters": 100_000 * 8**i if cost else None,
            "train_seconds": 1.2 * 6.0**i if cost else None,
            "predict_reviews_per_second": 12_400 / 7**i if cost else None,
            "peak_memory_bytes": 312_000_000 * (i + 1) if cost else None,
            "size_bytes": 91_000 * 10**i if cost else None,
        }
        rows.append(row)
    frame = pd.DataFrame(rows).astype(dict.fromkeys(COUNTS, "Int64") | dict.fromkeys(TIMES, float))
    is_bert = frame["model"] == "bert"
    frame.loc[is_bert, "title"] = "bert (all-MiniLM-L6-v2, 6 layers)"
    frame.loc[is_bert, "checkpoint"] = "all-MiniLM-L6-v2"
    return frame


def pairs_frame(names: Sequence[str]) -> pd.DataFrame:
    """Each model but the first beside the first, for accuracy and F1."""
    rows = []
    for i, name in enumerate(names[1:], start=1):
        gain = GAINS[i % len(GAINS)]
        for metric in ("accuracy", "f1"):
            row = {"model": name, "baseline": names[0], "metric": metric, "difference": gain}
            row |= {"low": gain - 0.0161, "high": gain + 0.0167, "p": None, "p_holm": None}
            row |= {"resolvable_difference": None}
            row |= {"only_model_right": None, "only_baseline_right": None}
            if metric == "accuracy":
                p = 0.00001 if abs(gain) > 0.02 else 0.27
                row |= {"p": p, "p_holm": min(1.0, 2 * p), "resolvable_difference": 0.023}
                row |= {"only_model_right": 300 + i, "only_baseline_right": 280}
            rows.append(row)
    columns = "model baseline metric difference low high p p_holm resolvable_difference"
    columns += " only_model_right only_baseline_right"
    frame = pd.DataFrame(rows, columns=columns.split())
    counts = dict.fromkeys(("only_model_right", "only_baseline_right"), "Int64")
    numbers = ("difference", "low", "high", "p", "p_holm", "resolvable_difference")
    return frame.astype(counts | dict.fromkeys(numbers, float))
