"""What no model could gain."""

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.headroom_floor import headroom_floor
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import PredictionsError


@pytest.fixture
def system() -> Predictions:
    label = np.where(np.arange(400) % 2, "pos", "neg")
    predicted = np.where(np.arange(400) < 200, np.where(label == "pos", "neg", "pos"), label)
    p = np.where(predicted == "pos", 0.9, 0.1)
    frame = pd.DataFrame({"id": [f"r{i}" for i in range(400)], "split": "test", "label": label})
    return Predictions("x", frame.assign(p_neg=1 - p, p_pos=p, predicted=predicted), ("neg", "pos"))


@pytest.fixture
def gold(system) -> pd.DataFrame:
    """Readers of all errors: every tenth contradicts the label, every fifth has no verdict."""
    rows = system.frame.head(200)
    against = np.arange(200) % 10 == 0
    praise = (rows["label"].to_numpy() == "pos") ^ against
    main = np.where(np.arange(200) % 5 == 0, "unclear", "none")
    polarity = np.where(praise, 5, 1)
    return pd.DataFrame({"id": rows["id"], "polarity_1": polarity, "polarity_2": polarity}).assign(
        main_1=main, main_2=main
    )


def test_contradicted_labels_and_missing_verdicts_add(system, gold):
    table = headroom_floor([system], gold, finite=True).set_index("limit")
    assert table.loc["label contradicted", "share"] == pytest.approx(0.1)
    assert table.loc["no verdict", "share"] == pytest.approx(0.1)
    assert table.loc["either", "share"] == pytest.approx(0.2)
    assert table.loc["either", "accuracy"] == pytest.approx(0.2 * 0.5)
    assert table.loc["either", "n_gold"] == 200


def test_reviews_like_these_leave_an_interval(system, gold):
    table = headroom_floor([system], gold)
    row = table[table["limit"] == "either"].iloc[0]
    assert row["share_low"] < 0.2 < row["share_high"]
    assert row["accuracy_low"] < 0.1 < row["accuracy_high"]


def test_readers_in_the_middle_contradict_nothing(system, gold):
    gold = gold.assign(polarity_1=3, polarity_2=3)
    table = headroom_floor([system], gold, finite=True).set_index("limit")
    assert table.loc["label contradicted", "share"] == 0
    assert table.loc["no verdict", "share"] == pytest.approx(0.2)


def test_few_readers_give_no_floor(system, gold):
    table = headroom_floor([system], gold.head(20))
    assert set(table["method"]) == {"withheld"}
    assert table["accuracy"].isna().all()


def test_without_main_causes_only_the_labels_are_judged(system, gold):
    table = headroom_floor([system], gold[["id", "polarity_1"]], finite=True).set_index("limit")
    assert table.loc["label contradicted", "share"] == pytest.approx(0.1)
    assert table.loc["no verdict", "method"] == "raw"


def test_gold_without_polarities_raises(system):
    with pytest.raises(PredictionsError, match="gold has no 'polarity_1'"):
        headroom_floor([system], pd.DataFrame({"id": ["r0"]}))


def test_three_classes_raise(system, gold):
    three = Predictions("x", system.frame.assign(p_mid=0.0), ("neg", "mid", "pos"))
    with pytest.raises(PredictionsError, match="'x' has 3 classes"):
        headroom_floor([three], gold)
