"""Made-up breakdowns by category, and their parts."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Breakdown:
    """The frames of a breakdown by category."""

    categories: pd.DataFrame
    main_causes: pd.DataFrame
    changes: pd.DataFrame
    together: pd.DataFrame
    floor: pd.DataFrame
    reliability: pd.DataFrame
    doubt: pd.DataFrame = field(default_factory=pd.DataFrame)
    doubt_pairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    truncation: pd.DataFrame = field(default_factory=pd.DataFrame)


def category_row(
    model: str, n_errors: int, category: str, raw: float, more: float, *, gold: bool
) -> dict:
    """One row of a table of categories."""
    known, raw = gold and category != "domain", raw + more
    method = "prediction-powered" if known else "withheld" if gold else "raw"
    share = raw + 0.1 if known else np.nan
    ahead = 0.08 if category == "sarcasm" else 0.01
    cell = {"method": method, "n_gold": 92 if gold else 0, "n_effective": 61.0 if gold else 0.0}
    cell |= {"largest_weight": 0.03 if gold else np.nan, "n_more": 0 if known else 40}
    cell |= {"precision": 0.43 if gold else np.nan, "recall": 0.31 if gold else np.nan}
    cell |= {"n_gold_tagged": 20 if gold else 0, "n_gold_present": 30 if gold else 0}
    row: dict = {"model": model, "category": category, "n": 2562, "n_tagged": 300}
    row |= {"n_errors": n_errors, "errors_tagged": round(raw * n_errors)}
    row |= cell | {f"{key}_correct": value for key, value in cell.items()}
    row |= ends("raw", raw, 0.02) | ends("raw", raw - 0.02, 0.02, "_correct")
    row |= ends("share", share, 0.03) | ends("share", share - ahead, 0.03, "_correct")
    row |= {"raw_share": raw, "raw_share_correct": raw - 0.02}
    row |= {"share": share, "share_correct": share - ahead}
    row |= value("difference", ahead if known else np.nan, 0.05)
    row |= value("ratio", 1.4 if known else np.nan, 0.2)
    row |= value("error_rate_inside", 0.31, 0.04) | value("error_rate_outside", 0.22, 0.01)
    row |= {"excess_errors": 27.0, "excess_standardised": 14.2, "standardised_over": 0.98}
    row |= {"p": 0.0004, "p_adjusted": 0.0012, "ranked": category != "mixed"}
    row |= {"evidence": "not enough evidence" if category == "mixed" else "enough"}
    row |= {"rank": {"sarcasm": 1, "mixed": 0, "domain": 2}[category]}
    return row | value("headroom", share * 0.23, 0.01)


def around(middle: float, half: float) -> tuple[float, float, float]:
    """A figure and the ends of its interval."""
    return (middle, middle - half, middle + half)


def value(name: str, middle: float, half: float) -> dict[str, float]:
    """A figure with its interval."""
    return {name: middle} | ends(name, middle, half)


def ends(name: str, middle: float, half: float, suffix: str = "") -> dict[str, float]:
    """The interval of a figure."""
    return {f"{name}_low{suffix}": middle - half, f"{name}_high{suffix}": middle + half}
