import numpy as np
import pandas as pd
import pytest
from scipy.stats.contingency import relative_risk
from statsmodels.stats.proportion import proportion_confint

from sentiment_lab.analysis.categories import (
    SHARE_COLUMNS,
    category_shares,
    category_shares_of_all,
    lift_of,
)
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import PredictionsError

N = 100


def system(n_wrong: int, name: str = "x") -> Predictions:
    """The first ``n_wrong`` of a hundred predictions are wrong."""
    predicted = np.where(np.arange(N) < n_wrong, "neg", "pos")
    p = np.where(predicted == "pos", 0.8, 0.2)
    ids = [f"r{i}" for i in range(N)]
    columns = {"id": ids, "split": "test", "label": "pos", "p_neg": 1 - p, "p_pos": p}
    return Predictions(name, pd.DataFrame({**columns, "predicted": predicted}), ("neg", "pos"))


def tags(**tagged: list[int]) -> pd.DataFrame:
    """Tags that are present at the places named."""
    frame = pd.DataFrame({"id": [f"r{i}" for i in range(N)]})
    for name, places in tagged.items():
        frame[f"{name}_score"] = 0.5
        frame[f"{name}_present"] = np.isin(np.arange(N), places)
        frame[f"{name}_evidence"] = "[]"
    return frame


def test_category_shares_divide_tagged_errors_by_errors():
    shares = category_shares(system(20), tags(sarcasm=[0, 1, 2, 3, 4, 50, 51, 52, 53]))
    assert list(shares) == list(SHARE_COLUMNS)
    (row,) = shares.to_dict("records")
    assert (row["model"], row["category"]) == ("x", "sarcasm")
    assert (row["n_errors"], row["errors_tagged"]) == (20, 5)
    assert row["share"] == pytest.approx(0.25)
    assert row["share_correct"] == pytest.approx(4 / 80)
    assert row["lift"] == pytest.approx(5.0)


def test_the_interval_of_a_share_is_wilsons():
    row = category_shares(system(20), tags(sarcasm=[0, 1, 2, 50])).iloc[0]
    expected = proportion_confint(3, 20, method="wilson")
    assert (row["low"], row["high"]) == pytest.approx(expected)


def test_the_interval_of_a_lift_agrees_with_scipys_relative_risk():
    lift = lift_of(5, 20, 4, 80)
    expected = relative_risk(5, 20, 4, 80)
    assert lift.value == pytest.approx(expected.relative_risk)
    assert (lift.low, lift.high) == pytest.approx(tuple(expected.confidence_interval(0.95)))


def test_the_lift_is_zero_with_a_finite_upper_end_when_no_error_is_tagged():
    lift = lift_of(0, 20, 4, 80)
    assert (lift.value, lift.low) == (0.0, 0.0)
    assert 0 < lift.high < np.inf


@pytest.mark.parametrize("counts", [(5, 20, 0, 80), (0, 0, 4, 80), (5, 20, 0, 0)])
def test_the_lift_is_undefined_when_a_share_is_missing_or_its_denominator_is_zero(counts):
    assert np.isnan(lift_of(*counts)).all()


def test_a_system_without_errors_has_no_share():
    row = category_shares(system(0), tags(sarcasm=[1, 2])).iloc[0]
    assert row["n_errors"] == 0
    assert row[["share", "low", "high", "lift", "lift_low", "lift_high"]].isna().all()
    assert row["share_correct"] == pytest.approx(0.02)


def test_a_system_without_a_correct_prediction_has_no_lift():
    row = category_shares(system(N), tags(sarcasm=[1, 2])).iloc[0]
    assert row["share"] == pytest.approx(0.02)
    assert row[["share_correct", "lift"]].isna().all()


def test_categories_keep_the_order_of_the_tags_columns():
    shares = category_shares(system(5), tags(mixed=[0], domain=[1], sarcasm=[2]))
    assert shares["category"].tolist() == ["mixed", "domain", "sarcasm"]


def test_category_shares_joins_by_id_whatever_the_order_of_the_tags():
    table = tags(sarcasm=[0, 1, 60])
    shuffled = table.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        category_shares(system(20), shuffled), category_shares(system(20), table)
    )


def test_category_shares_of_all_puts_one_system_below_the_other():
    table = tags(sarcasm=[0], mixed=[1])
    shares = category_shares_of_all([system(10), system(20, "y")], table)
    assert shares["model"].tolist() == ["x", "x", "y", "y"]
    assert shares["n_errors"].tolist() == [10, 10, 20, 20]


def test_category_shares_of_no_system_is_an_empty_table():
    assert list(category_shares_of_all([], tags(sarcasm=[0]))) == list(SHARE_COLUMNS)


def test_category_shares_raises_when_there_is_no_category():
    with pytest.raises(PredictionsError, match="'<category>_present' columns, found: id"):
        category_shares(system(5), tags())


def test_category_shares_raises_when_ids_are_missing():
    with pytest.raises(PredictionsError, match="lack 1 of the 100 ids of 'x', such as 'r99'"):
        category_shares(system(5), tags(sarcasm=[0]).iloc[:-1])


def test_category_shares_raises_when_an_id_is_tagged_twice():
    table = tags(sarcasm=[0])
    with pytest.raises(PredictionsError, match="'r0' twice"):
        category_shares(system(5), pd.concat([table, table.head(1)]))
