import importlib

import pytest

from sentiment_lab.analysis.ablation import Ablation, AblationTable, CellResult, ablation_frame
from sentiment_lab.exceptions import UsageError
from sentiment_lab.reports.ablation_table import ablation_table

rows = importlib.import_module("results_rows")
ablations = importlib.import_module("results_ablations")
compared = importlib.import_module("results_compared")
grids = importlib.import_module("results_grids")

ENTRY = '[[ablation]]\nmodel = "bert"\ndata = "d"\nfile = "a.json"\ncommand = "c"\n'


@pytest.fixture
def stored(folder):
    """What ``ablate --format json`` writes of three values, one of which failed."""
    made = compared.compare_declared(rows.read_declared(folder))
    counts, network = made.row("counts").tests, made.row("network").tests
    cells = [
        CellResult("16", is_default=True, runs=counts * 2, train_seconds=60.0),
        CellResult("8", is_default=False, runs=network),
        CellResult("32", is_default=False, failure="out of memory"),
    ]
    table = AblationTable("batch_size", ablation_frame(cells, resamples=200))
    ablation = Ablation(
        "bert", (), "validation", "d", "texts", 400, None, "films", 100, (table,), None, 200, 0
    )
    (folder / "a.json").write_text(str(ablation_table(ablation, format="json")))
    with (folder / "rows.toml").open("a") as file:
        file.write(ENTRY)
    return folder


def test_the_json_of_ablate_is_read_beside_the_figures_of_the_experiment(stored):
    (table,) = ablations.ablation_tables(rows.read_declared(stored))
    assert (table.setting, table.split, table.n, table.seeds) == (
        "batch_size",
        "validation",
        400,
        2,
    )
    assert table.default.value == "16"
    eight = table.value("8.0")
    assert eight.published == "93.8, 8 GB"
    assert eight.difference == pytest.approx(0.1)
    assert eight.sd == pytest.approx(0.0354, abs=1e-4)


def test_a_value_that_failed_is_a_row_without_figures(stored):
    (table,) = ablations.ablation_tables(rows.read_declared(stored))
    shown = grids.ablation_table(table).splitlines()[-1]
    assert shown.startswith("| 32 (out of memory) | 94.1, out of memory | – | – |")


def test_numbers_are_the_same_however_they_are_written():
    assert ablations.same_value("2e-05", "2e-5")
    assert ablations.same_value("none", "none")
    assert not ablations.same_value("none", "1")


def test_a_file_of_something_else_is_named(stored):
    (stored / "a.json").write_text('{"batch_size": [{"value": "8"}]}')
    with pytest.raises(UsageError, match=r"a\.json is not what 'ablate --format json' writes"):
        ablations.ablation_tables(rows.read_declared(stored))
