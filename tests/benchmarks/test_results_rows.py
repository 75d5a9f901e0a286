import importlib

import pytest

from sentiment_lab.exceptions import UsageError

rows = importlib.import_module("results_rows")


def test_a_row_is_read_with_its_defaults(folder):
    declared = rows.read_declared(folder)
    assert [row.name for row in declared.rows] == ["counts", "network"]
    assert declared.row("network").predictions == ("network-0.parquet", "network-1.parquet")
    assert declared.row("counts").of_experiment.accuracy == 80.0
    assert declared.row("network").of_experiment is None
    assert not declared.row("network").busy


def test_a_row_whose_predictions_are_missing_stops_the_build_by_name(folder):
    (folder / "network-1.parquet").unlink()
    with pytest.raises(UsageError, match=r"row 'network' needs .*network-1\.parquet.* missing"):
        rows.read_declared(folder)


def test_a_row_without_its_manifest_stops_the_build(folder):
    (folder / "counts.json").unlink()
    with pytest.raises(UsageError, match=r"row 'counts' needs .*counts\.json"):
        rows.read_declared(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("looks = 1\npublished", "lookd = 1\npublished", "lookd"),
        ('family = "lstm"\n', "", "row 'network' lacks 'family'"),
        ('name = "network"', 'name = "counts"', "two rows are named 'counts'"),
        ('baseline = "counts"\nresamples', 'baseline = "count"\nresamples', "count"),
        ('["network", "counts"]', '["netwrok", "counts"]', "netwrok"),
        ('["counts.parquet"]', "[]", "names no predictions"),
    ],
)
def test_a_wrong_declaration_is_named(folder, rewrite, old, new, message):
    rewrite(old, new)
    with pytest.raises(UsageError, match=message):
        rows.read_declared(folder)


def test_a_claim_about_an_unknown_row_is_refused(folder):
    with (folder / "rows.toml").open("a") as file:
        file.write('[[claim]]\nsays = "a"\nwhy = "b"\nrule = "order"\nrows = ["bert"]\n')
    with pytest.raises(UsageError, match="bert"):
        rows.read_declared(folder)


def test_a_declared_ablation_must_be_there(folder):
    with (folder / "rows.toml").open("a") as file:
        file.write('[[ablation]]\nmodel = "bert"\ndata = "d"\nfile = "no.json"\ncommand = "c"\n')
    with pytest.raises(UsageError, match=r"ablation of bert needs .*no\.json"):
        rows.read_declared(folder)
