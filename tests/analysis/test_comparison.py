"""The comparison of systems: its columns, its tests, its refusals."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from sentiment_lab.analysis.comparison import compare_systems
from sentiment_lab.analysis.metrics import METRICS, evaluate
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.analysis.significance import mcnemar_midp
from sentiment_lab.analysis.system import Cost, System
from sentiment_lab.exceptions import PredictionsError, UsageError

MODEL_KEYS = (
    {"model", "checkpoint", "seeds", "n", "accuracy_sd", "parameters", "train_seconds"}
    | {"predict_reviews_per_second", "peak_memory_bytes", "size_bytes"}
    | {metric + end for metric in METRICS for end in ("", "_low", "_high")}
)
PAIR_KEYS = [
    *("model", "baseline", "metric", "difference", "low", "high", "p", "p_holm"),
    *("resolvable_difference", "only_model_right", "only_baseline_right"),
]


@pytest.fixture
def systems(simulate):
    """Three systems of rising strength over 600 rows of 90 films."""
    return [
        System(name, (simulate(name, n=600, films=90, strength=strength, seed=i),))
        for i, (name, strength) in enumerate({"weak": 0.8, "fair": 0.9, "strong": 2.0}.items())
    ]


def compare(systems, baseline="weak", **options):
    return compare_systems(systems, baseline=baseline, **({"resamples": 500} | options))


def test_models_have_the_agreed_columns_and_the_values_of_evaluate(systems):
    comparison = compare(systems)

    extra = {"title", "accuracy_mean", "calibration_error_expected"}
    assert set(comparison.models.columns) == MODEL_KEYS | extra
    assert comparison.models["model"].tolist() == ["weak", "fair", "strong"]
    for row, system in zip(comparison.models.to_dict("records"), systems, strict=True):
        figures = evaluate(system.runs[0])
        assert {metric: row[metric] for metric in METRICS} == figures
        for metric in METRICS:
            assert row[f"{metric}_low"] <= row[metric] <= row[f"{metric}_high"]


def test_pairs_have_the_agreed_columns_and_one_row_for_each_metric(systems):
    pairs = compare(systems).pairs

    assert pairs.columns.tolist() == PAIR_KEYS
    assert pairs["model"].tolist() == ["fair"] * 9 + ["strong"] * 9
    assert pairs["metric"].tolist() == [*METRICS, *METRICS]
    assert (pairs["baseline"] == "weak").all()
    assert ((pairs["low"] <= pairs["difference"]) & (pairs["difference"] <= pairs["high"])).all()


def test_differences_are_model_less_baseline(systems):
    comparison = compare(systems, baseline="strong")

    models = comparison.models.set_index("model")
    for row in comparison.pairs.to_dict("records"):
        values = models[row["metric"]].astype(float)
        expected = values[row["model"]] - values["strong"]
        assert row["difference"] == pytest.approx(expected)


def test_only_accuracy_is_tested_and_holm_covers_all_pairs(systems):
    pairs = compare(systems).pairs
    tested = pairs[pairs["metric"] == "accuracy"]
    others = pairs[pairs["metric"] != "accuracy"]
    base = systems[0].runs[0]
    base_right = base.labels == base.predicted

    for row, system in zip(tested.to_dict("records"), systems[1:], strict=True):
        run = system.runs[0]
        right = run.labels == run.predicted
        only = (right & ~base_right).sum(), (base_right & ~right).sum()
        assert (row["only_model_right"], row["only_baseline_right"]) == only
        assert row["p"] == mcnemar_midp(*only)
    assert tested["p_holm"].to_numpy() == pytest.approx(
        multipletests(tested["p"], method="holm")[1]
    )
    for column in ("p", "p_holm", "only_model_right", "only_baseline_right"):
        assert others[column].isna().all()


def test_swapping_model_and_baseline_flips_every_difference(systems):
    forth = compare(systems[:2], baseline="weak").pairs
    back = compare(systems[1::-1], baseline="fair").pairs

    assert forth["difference"].to_numpy() == pytest.approx(-back["difference"].to_numpy())
    # The calibration error's interval is drawn system by system, in the order of systems.
    exact = forth["metric"] != "calibration_error"
    assert forth["low"][exact].to_numpy() == pytest.approx(
        -back["high"][exact].to_numpy(), abs=0.02
    )
    accuracy = forth["metric"] == "accuracy"
    assert forth["p"][accuracy].tolist() == back["p"][accuracy].tolist()
    assert (
        forth["only_model_right"][accuracy].tolist()
        == back["only_baseline_right"][accuracy].tolist()
    )


def test_order_of_rows_and_columns_changes_nothing(systems, rng):
    shuffled = []
    for system in systems:
        run = system.runs[0]
        frame = run.frame.iloc[rng.permutation(600)].reset_index(drop=True)
        shuffled.append(System(system.name, (Predictions(run.name, frame, run.classes),)))

    one, other = compare(systems), compare(shuffled)

    pd.testing.assert_frame_equal(one.models, other.models, rtol=1e-9)
    pd.testing.assert_frame_equal(one.pairs, other.pairs, rtol=1e-9)


def test_same_seed_gives_the_same_table_and_another_a_close_one(systems):
    one, same = compare(systems, resamples=2_000), compare(systems, resamples=2_000)
    other = compare(systems, resamples=2_000, seed=1)

    pd.testing.assert_frame_equal(one.pairs, same.pairs)
    assert not one.pairs["low"].equals(other.pairs["low"])
    assert one.pairs["low"].to_numpy() == pytest.approx(other.pairs["low"].to_numpy(), abs=0.01)


def test_seeds_give_mean_and_sd_and_the_first_is_the_one_compared(simulate):
    runs = tuple(simulate("lstm", seed=seed) for seed in (3, 4, 5))
    accuracies = [(run.labels == run.predicted).mean() for run in runs]

    row = compare([System("lstm", runs)], baseline="lstm").models.iloc[0]

    assert row["seeds"] == 3
    assert row["accuracy"] == accuracies[0]
    assert row["accuracy_mean"] == pytest.approx(np.mean(accuracies))
    assert row["accuracy_sd"] == pytest.approx(np.std(accuracies, ddof=1))


def test_one_seed_has_no_sd_and_one_system_no_pairs(simulate):
    comparison = compare([System("only", (simulate(),))], baseline="only")

    assert np.isnan(comparison.models["accuracy_sd"][0])
    assert comparison.models["accuracy_mean"][0] == comparison.models["accuracy"][0]
    assert comparison.pairs.empty
    assert comparison.pairs.columns.tolist() == PAIR_KEYS


def test_cost_title_and_checkpoint_are_carried_over(simulate):
    cost = Cost(10, 1.5, None, 2_000, 30)
    systems = [
        System("bert", (simulate("bert"),), cost, "tiny", "bert (tiny)"),
        System("own", (simulate("own"),)),
    ]

    models = compare(systems, baseline="own").models

    assert models["parameters"].tolist() == [10, pd.NA]
    assert models["train_seconds"].dtype == float
    assert np.isnan(models["predict_reviews_per_second"]).all()
    assert models[["title", "checkpoint"]].iloc[0].tolist() == ["bert (tiny)", "tiny"]


def test_comparison_says_what_it_was_made_of(systems, simulate):
    comparison = compare(systems, seed=4)
    three = compare([System("a", (simulate(classes=("x", "y", "z")),))], baseline="a")

    assert (comparison.n, comparison.n_groups) == (600, 90)
    assert (comparison.resamples, comparison.seed) == (500, 4)
    assert (comparison.classes, comparison.positive) == (("negative", "positive"), "positive")
    assert (three.classes, three.positive, three.n_groups) == (("x", "y", "z"), None, None)


def test_films_named_by_one_system_hold_for_all(simulate):
    systems = [System("a", (simulate("a"),)), System("b", (simulate("b", films=30, seed=2),))]

    assert compare(systems, baseline="a").n_groups == 30


def test_only_test_rows_count(simulate):
    run = simulate(n=300)
    frame = run.frame.assign(split=["validation"] * 100 + ["test"] * 200)

    comparison = compare([System("a", (Predictions("a", frame, run.classes),))], baseline="a")

    assert comparison.n == 200


def test_predictions_without_test_rows_are_refused(simulate):
    run = simulate()
    system = System("mine", (Predictions("seed 0", run.frame.assign(split="dev"), run.classes),))

    with pytest.raises(PredictionsError, match=r"'mine': no rows of the split 'test'.*dev"):
        compare([system], baseline="mine")


def test_unknown_baseline_is_refused_with_the_nearest_name(systems):
    with pytest.raises(UsageError, match="unknown baseline 'week': did you mean 'weak'"):
        compare(systems, baseline="week")


def test_two_systems_of_one_name_are_refused(systems):
    with pytest.raises(UsageError, match="two systems are named 'weak'"):
        compare([systems[0], systems[0]])


def test_too_few_resamples_are_refused(systems):
    with pytest.raises(UsageError, match="resamples=10 is too few"):
        compare(systems, resamples=10)


def test_systems_over_other_rows_are_refused(systems, simulate):
    with pytest.raises(PredictionsError, match="about other ids"):
        compare([systems[0], System("short", (simulate("short", n=599),))])
