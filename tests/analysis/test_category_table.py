"""Error categories with corrected shares."""

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.category_table import CATEGORY_COLUMNS, NOT_ENOUGH, category_table
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import PredictionsError

N = 3000


class Material:
    """A system that errs more on mixed reviews, tags that err too, and gold of every third."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.mixed = rng.random(N) < 0.2
        wrong = rng.random(N) < np.where(self.mixed, 0.35, 0.1)
        label = np.where(rng.random(N) < 0.5, "pos", "neg")
        predicted = np.where(wrong, np.where(label == "pos", "neg", "pos"), label)
        p = np.where(predicted == "pos", 0.9, 0.1)
        frame = pd.DataFrame({"id": [f"r{i}" for i in range(N)], "split": "test", "label": label})
        frame = frame.assign(p_neg=1 - p, p_pos=p, predicted=predicted)
        frame["group"] = [f"film {i}" for i in rng.integers(400, size=N)]
        frame["rating"] = rng.integers(1, 11, size=N)
        frame["text"] = ["word " * int(n) for n in rng.integers(1, 50, size=N)]
        self.wrong = wrong
        self.system = Predictions("x", frame, ("neg", "pos"))
        tagged = rng.random(N) < np.where(self.mixed, 0.8, 0.15)
        self.tags = pd.DataFrame(
            {"id": frame["id"], "mixed_present": tagged, "noise_present": rng.random(N) < 0.3}
        )
        every = np.arange(0, N, 3)
        self.gold = pd.DataFrame(
            {"id": frame["id"][every], "weight": 3.0, "mixed": self.mixed[every] * 1.0}
        )

    def row(self, category: str = "mixed", **options) -> pd.Series:
        table = category_table([self.system], self.tags, self.gold, **options)
        return table[table["category"] == category].iloc[0]


@pytest.fixture
def material(rng) -> Material:
    return Material(rng)


def test_the_table_has_one_row_a_model_and_category(material):
    other = Predictions("y", material.system.frame, ("neg", "pos"))
    table = category_table([material.system, other], material.tags, material.gold)
    assert tuple(table) == CATEGORY_COLUMNS
    assert table[["model", "category"]].apply(tuple, axis=1).tolist() == [
        ("x", "mixed"),
        ("x", "noise"),
        ("y", "mixed"),
        ("y", "noise"),
    ]


def test_both_cells_are_corrected_towards_what_they_hold(material):
    row = material.row(finite=True)
    true = material.mixed[material.wrong].mean()
    true_correct = material.mixed[~material.wrong].mean()
    assert row["method"] == row["method_correct"] == "prediction-powered"
    assert row["share_low"] < true < row["share_high"]
    assert row["share_low_correct"] < true_correct < row["share_high_correct"]
    assert abs(row["share_correct"] - true_correct) < abs(row["raw_share_correct"] - true_correct)
    assert row["difference_low"] < true - true_correct < row["difference_high"]
    assert row["ratio_low"] < row["ratio"] < row["ratio_high"]
    assert row["ratio"] == pytest.approx(row["share"] / row["share_correct"])


def test_headroom_is_the_corrected_share_times_the_error_rate(material):
    row = material.row()
    rate = material.wrong.mean()
    assert row["headroom"] == pytest.approx(row["share"] * rate)
    assert row["headroom_low"] < (material.mixed & material.wrong).mean() < row["headroom_high"]
    here = material.row(finite=True)
    assert here["headroom_low"] == pytest.approx(here["share_low"] * rate)


def test_counts_and_error_rates_are_those_of_the_tags(material):
    row, wrong = material.row(), material.wrong
    tagged = material.tags["mixed_present"].to_numpy()
    assert (row["n"], row["n_tagged"], row["n_errors"]) == (N, tagged.sum(), wrong.sum())
    assert row["errors_tagged"] == (wrong & tagged).sum()
    assert row["error_rate_inside"] == pytest.approx(wrong[tagged].mean())
    assert row["error_rate_outside_low"] < wrong[~tagged].mean() < row["error_rate_outside_high"]
    excess = (wrong & tagged).sum() - tagged.sum() * wrong[~tagged].mean()
    assert row["excess_errors"] == pytest.approx(excess)
    assert row["excess_standardised"] == pytest.approx(excess, abs=15)


def test_a_category_that_errors_have_nothing_to_do_with_gets_no_rank(material):
    table = category_table([material.system], material.tags).set_index("category")
    assert (table.loc["mixed", "ranked"], table.loc["mixed", "rank"]) == (True, 1)
    assert (table.loc["noise", "evidence"], table.loc["noise", "rank"]) == (NOT_ENOUGH, 0)
    assert (table["p_adjusted"] >= table["p"]).all()


def test_without_gold_shares_stay_raw(material):
    table = category_table([material.system], material.tags)
    assert set(table["method"]) == {"raw"}
    assert table[["share", "headroom", "difference", "ratio", "precision"]].isna().all(axis=None)
    assert table["raw_share"].notna().all()


def test_a_category_that_gold_does_not_name_stays_raw(material):
    assert material.row("noise")["method"] == "raw"
    assert material.row("noise")["n_gold"] == 0


def test_gold_of_other_reviews_corrects_nothing(material):
    material.gold["id"] = [f"elsewhere {i}" for i in range(len(material.gold))]
    assert material.row()["method"] == "raw"


def test_rows_without_a_value_are_no_gold(material):
    material.gold.loc[material.gold.index[5:], "mixed"] = np.nan
    row = material.row()
    assert row["n_gold"] + row["n_gold_correct"] == 5
    assert row["method"] == "withheld"
    assert row["n_more"] > 40


def test_held_out_tags_take_the_place_of_those_that_gold_trained(material):
    honest = material.row()
    fitted = material.tags.set_index("id")
    held_out = fitted.loc[material.gold["id"]].reset_index()
    fitted.loc[material.gold["id"], "mixed_present"] = material.gold["mixed"].to_numpy() > 0
    material.tags = fitted.reset_index()
    assert material.row()["method"] == "withheld"
    repaired = material.row(gold_tags=held_out)
    columns = ["share", "share_low", "share_high", "precision", "recall"]
    assert repaired[columns].tolist() == pytest.approx(honest[columns].tolist())


def test_a_missing_tag_leaves_its_review_out_of_the_category(material):
    present = material.tags["mixed_present"].astype("boolean")
    present[:30] = pd.NA
    material.tags["mixed_present"] = present
    row = material.row()
    assert row["n"] == N - 30
    assert row["n_gold"] + row["n_gold_correct"] == len(material.gold) - 10


def test_gold_that_was_picked_is_corrected_by_the_taggers_rates(material):
    row = material.row(drawn=False)
    assert row["method"] == row["method_correct"] == "rogan-gladen"
    assert row["share_low"] < material.mixed[material.wrong].mean() < row["share_high"]


def test_precision_and_recall_are_those_of_the_cell(material):
    row = material.row()
    gold = np.isin(material.system.frame["id"], material.gold["id"]) & material.wrong
    tagged, mixed = material.tags["mixed_present"].to_numpy()[gold], material.mixed[gold]
    assert row["precision"] == pytest.approx(mixed[tagged].mean())
    assert row["recall"] == pytest.approx(tagged[mixed].mean())
    assert (row["n_gold_tagged"], row["n_gold_present"]) == (tagged.sum(), mixed.sum())


def test_a_system_without_errors_has_no_share_of_them(material):
    frame = material.system.frame
    perfect = Predictions("x", frame.assign(predicted=frame["label"]), ("neg", "pos"))
    row = category_table([perfect], material.tags, material.gold).iloc[0]
    assert (row["n_errors"], row["n_more"]) == (0, 0)
    assert np.isnan([row["raw_share"], row["share"], row["headroom"], row["p"]]).all()
    assert row["method_correct"] == "prediction-powered"


def test_no_system_gives_an_empty_table(material):
    assert tuple(category_table([], material.tags)) == CATEGORY_COLUMNS


def test_damaged_weights_raise(material):
    material.gold.loc[material.gold.index[3], "weight"] = np.inf
    with pytest.raises(PredictionsError, match="the weight inf is not a number above 0"):
        material.row()


def test_gold_that_names_an_id_twice_raises(material):
    material.gold = pd.concat([material.gold, material.gold.head(1)])
    with pytest.raises(PredictionsError, match="gold names the id 'r0' twice"):
        material.row()


def test_gold_without_ids_raises(material):
    material.gold = material.gold.drop(columns="id")
    with pytest.raises(PredictionsError, match="gold needs a column 'id', found: weight, mixed"):
        material.row()
