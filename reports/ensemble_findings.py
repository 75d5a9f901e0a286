"""The sentences on what ensembles gain, and on what they cost."""

import pandas as pd

from ..analysis.comparison import Comparison
from ..analysis.significance import ALPHA
from .units import is_missing, p_value, percent, points


def ensemble_sentences(comparison: Comparison) -> tuple[str, ...]:
    """One sentence for each ensemble on its gain over its best member, and one on the costs.

    Args:
        comparison: Its ``gains`` are empty where there is no ensemble.
    """
    if comparison.gains.empty:
        return ()
    by_ensemble = comparison.gains.groupby("ensemble", sort=False)
    sentences = tuple(gain_sentence(rows) for _, rows in by_ensemble)
    names = set(comparison.gains["ensemble"])
    of_ensembles = comparison.models[comparison.models["model"].isin(names)]
    return (*sentences, _COST) if of_ensembles["train_seconds"].notna().any() else sentences


def gain_sentence(rows: pd.DataFrame) -> str:
    """Whether one ensemble is better than the best of its members.

    Args:
        rows: Of ``gains``: one for the best member, or one for each member where validation does
            not name the best.
    """
    row = rows.sort_values("difference", kind="stable").iloc[0]
    gains = row["difference"] >= 0
    size = (
        f"{points(row['difference'])} points ({points(row['low'])} to {points(row['high'])}; "
        f"p {_p(rows['p_holm'].max())})"
    )
    if row["chosen_on"] == "validation":
        verb = f"gains {size} on" if gains else f"stands {size} from"
        lead = f"Ensemble {row['ensemble']} {verb} its best member, {row['member']}"
    else:
        least = "its smallest gain is" if gains else "its largest loss is"
        lead = (
            f"Ensemble {row['ensemble']}: no validation rows tell its best member, so that it is "
            f"held against each; {least} {size}, against {row['member']}"
        )
    return f"{lead}: {_conclusion(rows, row)}"


def _conclusion(rows: pd.DataFrame, row: pd.Series) -> str:
    significant = rows["p_holm"].max() < ALPHA
    if row["high"] < 0:
        return "it is worse." if row["p_holm"] < ALPHA else "a hint, not settled."
    above = bool((rows["low"] > 0).all())
    if above and significant:
        return "the gain is resolved."
    if above or (significant and row["difference"] > 0):
        return "a hint, not settled."
    needed = row["resolvable_difference"]
    if is_missing(needed):
        return "not resolved by this test set."
    return f"not resolved by this test set, which would need {percent(needed)} points."


def _p(value: float) -> str:
    text = p_value(value)
    return f"< {text[1:]}" if text.startswith("<") else f"= {text}"


_COST = (
    "Ensembles: parameters, size and training time are the sums of their members', speed is by the "
    "summed time of prediction, peak memory is the highest."
)
