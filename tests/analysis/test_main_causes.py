"""One main cause for each error."""

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.main_causes import CLIPPED, MAIN_CAUSE_COLUMNS, main_causes
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import PredictionsError

NAMES = np.array(["mixed", "domain", "none", "unclear"])


class Material:
    """1,000 errors among 1,200 reviews; the taggers name the true cause in two cases of three."""

    def __init__(self, rng: np.random.Generator) -> None:
        ids = np.array([f"r{i}" for i in range(1200)])
        wrong = np.arange(1200) < 1000
        label = np.where(np.arange(1200) % 2, "pos", "neg")
        predicted = np.where(wrong, np.where(label == "pos", "neg", "pos"), label)
        p = np.where(predicted == "pos", 0.9, 0.1)
        frame = pd.DataFrame({"id": ids, "split": "test", "label": label, "p_neg": 1 - p})
        frame = frame.assign(p_pos=p, predicted=predicted)
        self.system = Predictions("x", frame, ("neg", "pos"))
        self.true = rng.choice(NAMES, size=1200, p=[0.4, 0.1, 0.3, 0.2])
        guess = rng.choice(NAMES[:3], size=1200)
        named = np.where(rng.random(1200) < 2 / 3, self.true, guess)
        self.causes = pd.DataFrame({"id": ids, "cause": named})
        self.gold = pd.DataFrame(
            {"id": ids, "weight": 2.0, "main_1": self.true, "main_2": self.true}
        )[::3]

    def table(self, **options) -> pd.DataFrame:
        found = main_causes([self.system], self.causes, self.gold, **options)
        return found.set_index("cause")


@pytest.fixture
def material(rng) -> Material:
    return Material(rng)


def test_shares_of_a_model_add_to_one(material):
    table = material.table()
    assert table["share"].sum() == pytest.approx(1, abs=1e-12)
    assert table["raw_share"].sum() == pytest.approx(1, abs=1e-12)
    assert table["readers_share"].sum() == pytest.approx(1, abs=1e-12)
    assert set(table["method"]) == {"prediction-powered"}


def test_corrected_shares_are_near_what_is_so_among_the_errors(material):
    table = material.table(finite=True)
    for cause in NAMES:
        true = (material.true[:1000] == cause).mean()
        assert table.loc[cause, "share"] == pytest.approx(true, abs=0.06)
        assert table.loc[cause, "low"] <= table.loc[cause, "share"] <= table.loc[cause, "high"]


def test_a_held_out_cause_keeps_its_whole_name(material):
    """Causes were held in an array as wide as the longest one: a longer name was cut short."""
    material.causes["cause"] = "none"
    held_out = material.gold[["id"]].assign(cause="plot_words")
    table = material.table(gold_causes=held_out)
    assert set(table.index) == {"plot_words", *NAMES}
    assert table["raw_share"].sum() == pytest.approx(1, abs=1e-12)


def test_causes_fall_by_share_with_unclear_and_none_last(material):
    assert material.table().index.tolist() == ["mixed", "domain", "unclear", "none"]


def test_readers_who_differ_count_half_each(material):
    material.gold["main_2"] = "none"
    table = material.table()
    used = material.gold["id"].isin(material.system.frame["id"][:1000])
    mixed = (material.gold["main_1"][used] == "mixed").mean()
    assert table.loc["mixed", "readers_share"] == pytest.approx(mixed / 2)


def test_a_share_below_zero_is_cut_and_all_are_rescaled(material):
    material.causes["cause"] = np.where(np.arange(1200) % 3 == 0, "sarcasm", material.true)
    gold_causes = material.gold[["id"]].assign(cause="sarcasm")
    table = material.table(gold_causes=gold_causes)
    assert table.loc["sarcasm", "share"] == 0
    assert table["share"].sum() == pytest.approx(1)
    assert table["raw_share"].sum() == pytest.approx(1)
    assert set(table["method"]) <= {CLIPPED, "prediction-powered"}


def test_without_enough_gold_every_share_of_the_model_is_withheld(material):
    material.gold = material.gold.head(30)
    table = material.table()
    assert set(table["method"]) == {"withheld"}
    assert table[["share", "low", "high"]].isna().all(axis=None)
    assert (table["n_more"] > 0).all()


def test_a_rare_cause_keeps_its_share_without_an_interval(material):
    first = material.gold.index[0]
    material.gold.loc[first, ["main_1", "main_2"]] = "length"
    row = material.table().loc["length"]
    assert row["share"] > 0
    assert np.isnan([row["low"], row["high"], row["readers_share"]]).all()


def test_without_gold_shares_stay_raw(material):
    table = main_causes([material.system], material.causes)
    assert tuple(table) == MAIN_CAUSE_COLUMNS
    assert set(table["method"]) == {"raw"}
    assert table["share"].isna().all()


def test_held_out_causes_count_for_gold_rows(material):
    honest = material.table()
    held_out = material.causes.copy()
    known = material.causes["id"].isin(material.gold["id"])
    material.causes.loc[known, "cause"] = material.true[known]
    repaired = material.table(gold_causes=held_out)
    assert repaired["share"].to_dict() == pytest.approx(honest["share"].to_dict())


def test_ids_of_gold_and_of_held_out_causes_may_be_numbers(material):
    held_out = material.gold[["id"]].assign(cause="none")
    expected = material.table(gold_causes=held_out)
    for table in (held_out, material.gold, material.causes, material.system.frame):
        table["id"] = table["id"].str.removeprefix("r")
    held_out["id"] = held_out["id"].astype(int)
    material.gold["id"] = material.gold["id"].astype(int)
    pd.testing.assert_frame_equal(material.table(gold_causes=held_out), expected)


def test_gold_without_main_causes_corrects_nothing(material):
    material.gold = material.gold[["id", "weight"]]
    assert set(material.table()["method"]) == {"raw"}


def test_a_system_without_errors_has_no_rows(material):
    frame = material.system.frame
    perfect = Predictions("x", frame.assign(predicted=frame["label"]), ("neg", "pos"))
    assert main_causes([perfect], material.causes, material.gold).empty


def test_errors_whose_cause_is_missing_stand_in_no_share(material):
    """As if these reviews were not in the test set, for taggers and readers alike."""
    unread = np.arange(1200) % 4 == 0
    frame = material.system.frame[~unread].reset_index(drop=True)
    rest = Predictions("x", frame, ("neg", "pos"))
    expected = main_causes([rest], material.causes, material.gold)
    material.causes["cause"] = material.causes["cause"].mask(unread)
    table = main_causes([material.system], material.causes, material.gold)
    assert set(table["n_errors"]) == {750}
    pd.testing.assert_frame_equal(table, expected)


def test_a_system_whose_errors_have_no_known_cause_has_no_rows(material):
    material.causes["cause"] = None
    assert main_causes([material.system], material.causes, material.gold).empty


def test_an_error_without_a_cause_raises(material):
    with pytest.raises(PredictionsError, match="1 errors of 'x' have no main cause, such as 'r0'"):
        main_causes([material.system], material.causes.iloc[1:], material.gold)


def test_an_id_with_two_causes_raises(material):
    twice = pd.concat([material.causes, material.causes.head(1)])
    with pytest.raises(PredictionsError, match="main causes name the id 'r0' twice"):
        main_causes([material.system], twice)
