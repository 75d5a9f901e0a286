"""Fixed and broken by category, and categories that stand together."""

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.category_changes import CATEGORY_CHANGE_COLUMNS, category_changes
from sentiment_lab.analysis.category_overlap import category_overlap
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import PredictionsError, UsageError

N = 2000


def system(name: str, wrong: np.ndarray) -> Predictions:
    label = np.where(np.arange(N) % 2, "pos", "neg")
    predicted = np.where(wrong, np.where(label == "pos", "neg", "pos"), label)
    p = np.where(predicted == "pos", 0.9, 0.1)
    frame = pd.DataFrame({"id": [f"r{i}" for i in range(N)], "split": "test", "label": label})
    frame = frame.assign(p_neg=1 - p, p_pos=p, predicted=predicted, group=np.arange(N) // 5)
    return Predictions(name, frame, ("neg", "pos"))


@pytest.fixture
def tags(rng) -> pd.DataFrame:
    ids = [f"r{i}" for i in range(N)]
    present = {f"{name}_present": rng.random(N) < 0.3 for name in ("mixed", "domain", "sarcasm")}
    return pd.DataFrame({"id": ids, **present})


def test_a_gain_that_lies_in_one_category_shows_as_its_interaction(rng, tags):
    before = rng.random(N) < 0.3
    after = before & ~(tags["mixed_present"].to_numpy() & (rng.random(N) < 0.7))
    table = category_changes([system("old", before), system("new", after)], "old", tags)
    assert tuple(table) == CATEGORY_CHANGE_COLUMNS
    mixed = _category(table, "mixed")
    inside = tags["mixed_present"].to_numpy()
    assert (mixed["fixed"], mixed["broken"]) == ((before & ~after & inside).sum(), 0)
    assert (mixed["n"], mixed["net"]) == (inside.sum(), mixed["fixed"])
    assert mixed["interaction"] == pytest.approx(mixed["net_rate"] - mixed["net_rate_outside"])
    assert mixed["interaction_low"] > 0
    assert mixed["p_holm"] < 0.001
    assert _category(table, "sarcasm")["p_holm"] > 0.05
    assert (table["p_holm"] >= table["p"]).all()


def _category(table: pd.DataFrame, name: str) -> pd.Series:
    return table[table["category"] == name].iloc[0]


def test_a_category_without_reviews_has_no_test(rng, tags):
    tags["mixed_present"] = False
    before, after = (rng.random(N) < 0.3 for _ in range(2))
    table = category_changes([system("old", before), system("new", after)], "old", tags)
    row = _category(table, "mixed")
    assert row["n"] == 0
    assert np.isnan([row["net_rate"], row["p"], row["p_holm"]]).all()


def test_an_unknown_baseline_raises(tags):
    with pytest.raises(UsageError, match="unknown baseline 'none'"):
        category_changes([system("old", np.zeros(N, bool))], "none", tags)


def test_overlap_counts_errors_that_carry_both_tags(tags):
    wrong = np.arange(N) < 500
    tags["domain_present"] = tags["mixed_present"]
    table = category_overlap(tags, wrong)
    row = _pair(table, "mixed", "domain")
    mixed = tags["mixed_present"][:500]
    assert (row["n_category"], row["n_other"], row["both"]) == (mixed.sum(),) * 3
    assert row["jaccard"] == pytest.approx(1)
    assert row["phi"] == pytest.approx(1)
    assert row["expected"] == pytest.approx(mixed.sum() ** 2 / 500)
    other = _pair(table, "mixed", "sarcasm")
    sarcasm = tags["sarcasm_present"][:500]
    assert other["phi"] == pytest.approx(np.corrcoef(mixed, sarcasm)[0, 1])


def _pair(table: pd.DataFrame, one: str, other: str) -> pd.Series:
    return table[(table["category"] == one) & (table["other"] == other)].iloc[0]


def test_overlap_without_errors_is_undefined(tags):
    table = category_overlap(tags, np.zeros(N, bool))
    assert (table["both"] == 0).all()
    assert table[["expected", "jaccard", "phi"]].isna().to_numpy().all()


def test_overlap_of_tables_of_other_lengths_raises(tags):
    with pytest.raises(PredictionsError, match="2000 rows of tags but 3 of errors"):
        category_overlap(tags, np.ones(3, bool))
