"""An ablation in every format."""

import io
import json

import pytest
from rich.console import Console

from sentiment_lab.analysis.ablation import (
    COLUMNS,
    Ablation,
    AblationTable,
    CellResult,
    ablation_frame,
)
from sentiment_lab.analysis.learning_curve import learning_curve
from sentiment_lab.exceptions import UsageError
from sentiment_lab.reports.ablation_table import ablation_table

from .made_up_predictions import N, right_on


def _cell(value: str, *shares: float, default: bool = False) -> CellResult:
    runs = tuple(right_on(share, "cell") for share in shares)
    n_train = int(value) if value.isdigit() else None
    return CellResult(value, default, None, runs, 90.0, 45.0, 2_000_000_000, 2.0, n_train)


def _ablation(*tables: tuple[str, list[CellResult]], split: str = "validation") -> Ablation:
    curve = dict(tables).get("train_size")
    return Ablation(
        model="bert",
        changes=("bert.batch_size=16",),
        split=split,  # pyright: ignore[reportArgumentType]
        data="made-up",
        unit="reviews",
        n=N,
        n_groups=30,
        group_unit="films",
        n_train=2000,
        tables=tuple(
            AblationTable(setting, ablation_frame(cells, resamples=200))
            for setting, cells in tables
        ),
        curve=learning_curve(curve) if curve else None,
        resamples=200,
        seed=0,
    )


RATES = (
    "learning_rate",
    [
        _cell("2e-5", 0.9, default=True),
        _cell("3e-5", 0.905),
        _cell("5e-3", 0.6),
        CellResult("9e-1", is_default=False, failure="diverged"),
    ],
)
SIZES = (
    "train_size",
    [_cell("250", 0.7), _cell("500", 0.76), _cell("1000", 0.81), _cell("2000", 0.85, default=True)],
)


def _printed(ablation: Ablation, width: int = 110) -> str:
    buffer = io.StringIO()
    Console(file=buffer, width=width).print(ablation_table(ablation, format="table"))
    return buffer.getvalue()


def test_the_default_is_marked_and_a_failed_cell_says_why() -> None:
    shown = _printed(_ablation(RATES))
    assert "2e-5 (default)" in shown
    assert "bert: learning_rate, on validation" in shown
    assert "9e-1 (diverged)" in shown
    assert "45 s" in shown
    assert "2.0 GB" in shown
    assert "In every row: bert.batch_size=16." in shown


def test_the_verdict_names_what_differs_and_what_does_not() -> None:
    shown = _printed(_ablation(RATES))
    assert (
        "Worse than the default: 5e-3 (Holm over 2 values); the others may differ by chance alone"
        in (" ".join(shown.split()))
    )
    alike = _ablation(("epochs", [_cell("1", 0.9, default=True), _cell("2", 0.9)]))
    assert "No value differs from the default by more than chance" in _printed(alike)


def test_where_nothing_can_be_compared_the_verdict_says_so() -> None:
    failed = CellResult("1", is_default=True, failure="out of memory")
    shown = _printed(_ablation(("epochs", [failed, _cell("2", 0.9)])))
    assert "Nothing to compare" in shown
    assert "1 (default, out of memory)" in shown


def test_a_table_of_test_figures_is_titled_as_optimistic() -> None:
    chosen = "(chosen on test: the best cell is optimistic)"
    assert chosen in _printed(_ablation(RATES, split="test"))
    assert chosen not in _printed(_ablation(RATES))


def test_seeds_are_shown_where_there_are_several() -> None:
    several = ("epochs", [_cell("1", 0.9, 0.8, default=True), _cell("2", 0.7, 0.8)])
    shown = _printed(_ablation(several), width=140)
    assert "85.0 ± 7.1" in shown
    assert "-10.0 ± 14.1" in shown
    assert "mean ± sd over 2 seeds" in shown
    assert "±" not in _printed(_ablation(RATES))


def test_a_learning_curve_says_what_twice_the_labels_would_bring() -> None:
    shown = " ".join(_printed(_ablation(SIZES)).split())
    assert "bert: what more labels would buy" in shown
    assert "Twice the labels (4,000)" in shown
    assert "1 degree of freedom" in shown


def test_a_curve_of_three_sizes_is_not_extrapolated() -> None:
    shown = " ".join(_printed(_ablation(("train_size", SIZES[1][1:]))).split())
    assert "Nothing is said of more labels: a curve is fitted to 4 sizes" in shown
    assert "Twice the labels" not in shown


def test_json_holds_every_figure_unrounded_and_null_where_there_is_none() -> None:
    found = json.loads(str(ablation_table(_ablation(RATES, SIZES), format="json")))
    assert set(found) == {"learning_rate", "train_size", "learning_curve"}
    assert list(found["learning_rate"][0]) == [*COLUMNS, "split"]
    assert found["learning_rate"][3]["failure"] == "diverged"
    assert found["learning_rate"][3]["accuracy"] is None
    assert found["learning_rate"][0]["difference"] is None
    assert found["learning_rate"][1]["n"] == N
    assert found["learning_curve"][-1]["n_train"] == 4000
    assert found["learning_curve"][-1]["gain_low"] <= found["learning_curve"][-1]["gain"]


@pytest.mark.parametrize("form", ["markdown", "latex", "csv"])
def test_text_formats_hold_all_tables(form: str) -> None:
    text = str(ablation_table(_ablation(RATES, SIZES), format=form))
    assert "5e-3" in text
    assert "1000" in text
    assert "diverged" in text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown format"):
        ablation_table(_ablation(RATES), format="html")
