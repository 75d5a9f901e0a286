import importlib

import pytest

from sentiment_lab.exceptions import UsageError

rows = importlib.import_module("results_rows")
compared = importlib.import_module("results_compared")
grids = importlib.import_module("results_grids")


@pytest.fixture
def made(folder):
    return compared.compare_declared(rows.read_declared(folder))


def test_seeds_give_mean_and_sd_and_the_first_one_the_interval(made):
    network = made.row("network")
    assert network.accuracies == (0.9, 0.95)
    assert grids.seeds_in_words(network) == "92.5 ± 3.54 (2)"
    assert grids.seeds_in_words(made.row("counts")) == "one seed"
    assert made.model("network")["accuracy"] == 0.9
    assert made.model("network")["accuracy_sd"] == pytest.approx(0.0354, abs=1e-4)
    assert network.train_seconds == 60.5


def test_validation_rows_are_kept_apart_from_test_rows(made):
    assert made.row("counts").validation_accuracy == 0.8
    assert made.comparison.n == 400


def test_an_ensemble_of_declared_rows_is_compared_and_its_gain_told(made):
    assert list(made.comparison.models["model"]) == ["counts", "network", "both"]
    assert list(made.comparison.gains["ensemble"]) == ["both"]


def test_a_pair_with_the_baseline_is_that_of_the_comparison(made):
    pair = made.pair("network", "counts")
    row = made.comparison.pairs.query("model == 'network' and metric == 'accuracy'").iloc[0]
    assert (pair.difference, *pair.interval) == (row["difference"], row["low"], row["high"])
    assert pair.fixed - pair.broken == 40


def test_a_pair_turned_round_changes_sign(made):
    pair, back = made.pair("network", "counts"), made.pair("counts", "network")
    assert back.difference == pytest.approx(-pair.difference)
    assert back.interval.low == pytest.approx(-pair.interval.high, abs=0.01)
    assert (back.fixed, back.broken) == (pair.broken, pair.fixed)
    assert back.jaccard == pair.jaccard


def test_seeds_of_different_settings_are_refused(folder, write_row):
    write_row("network-1", 0.95, seed=1, settings=(2,))
    with pytest.raises(UsageError, match="different settings"):
        compared.compare_declared(rows.read_declared(folder))


def test_a_seed_that_stands_twice_is_refused(folder, write_row):
    write_row("network-1", 0.95, seed=0)
    with pytest.raises(UsageError, match="a seed stands twice"):
        compared.compare_declared(rows.read_declared(folder))


def test_a_damaged_manifest_is_named(folder):
    (folder / "counts.json").write_text("{}")
    with pytest.raises(UsageError, match=r"counts\.json is no manifest"):
        compared.compare_declared(rows.read_declared(folder))


def test_times_of_a_busy_machine_are_upper_bounds(folder, rewrite):
    rewrite('name = "counts"', 'name = "counts"\nbusy = true')
    table = grids.cost_table(compared.compare_declared(rows.read_declared(folder)))
    busy, idle = table.splitlines()[2:]
    assert "at most 1 min 00 s" in busy
    assert "at most" not in idle
