"""A matrix of domains in every format."""

import io
import json
from dataclasses import replace

import pandas as pd
import pytest
from rich.console import Console

from sentiment_lab.analysis.domain_matrix import (
    CELL_COLUMNS,
    DIFFERENCE_COLUMNS,
    Domain,
    DomainCell,
    DomainMatrix,
    domain_cells,
    domain_differences,
)
from sentiment_lab.exceptions import UsageError
from sentiment_lab.reports.domains_table import domains_table

from .made_up_predictions import N, right_on


def _matrix(*, elsewhere: float = 0.7, seeds: int = 1, overlap: int = 0) -> DomainMatrix:
    cells = [
        DomainCell(
            train,
            test,
            (right_on(0.9 if train == test else elsewhere, "logreg"),) * seeds,
            0 if train == test else overlap,
        )
        for train in ("films", "books")
        for test in ("films", "books")
    ]
    return DomainMatrix(
        model="logreg",
        changes=("logreg.ngrams=1",),
        domains=(
            Domain("films", "reviews", 900, 100, N, 20, "films"),
            Domain("books", "texts", 800, 90, N, None, "groups"),
        ),
        cells=domain_cells(cells),
        differences=domain_differences(cells, resamples=200),
        label_map=("fresh=positive",),
        dropped=None,
        refitted=True,
        resamples=200,
        seed=0,
    )


def _shown(matrix: DomainMatrix, width: int = 100) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width).print(domains_table(matrix, format="table"))
    return stream.getvalue()


def _sentences(matrix: DomainMatrix) -> str:
    return " ".join(_shown(matrix).split())


def test_the_table_has_a_row_and_a_column_for_each_domain() -> None:
    shown = _shown(_matrix())
    assert "logreg: accuracy %, by the domain of training" in shown
    assert "films" in shown
    assert "books" in shown
    assert shown.count("90.0") >= 2
    assert shown.count("70.0") >= 2


def test_what_the_figures_are_of_stands_above() -> None:
    said = _sentences(_matrix())
    assert "films: test set of 400 reviews of 20 films; trained on 900 rows" in said
    assert "from which each model learnt in the end" in said
    assert "Labels that are the same: fresh=positive." in said
    assert "In every row: logreg.ngrams=1." in said


def test_a_loss_beyond_chance_is_said_to_be_one() -> None:
    said = _sentences(_matrix())
    assert (
        "Worse than a model of the test set's domain: books on films and films on books (Holm over "
        "2 cells)." in said
    )
    assert "Only 20 films in films: intervals are rough." in said


def test_no_difference_is_said_to_be_none() -> None:
    assert "Nowhere does the domain of training make a difference" in _sentences(
        _matrix(elsewhere=0.9)
    )


def test_a_gain_is_not_called_a_loss() -> None:
    said = _sentences(_matrix(elsewhere=0.99))
    assert "Better than a model of the test set's domain" in said
    assert "Worse than" not in said


def test_shared_texts_are_counted_by_cell() -> None:
    said = _sentences(_matrix(overlap=1200))
    assert "1,200 of 400 test texts of books in films" in said
    assert "No test text stands" in _sentences(_matrix())
    assert "Left out: 7 test texts" in _sentences(replace(_matrix(), dropped=7))


def test_several_seeds_are_told_and_one_is_not() -> None:
    assert "Over 3 seeds, mean ± sd: films on films 90.0 ± 0.0" in _sentences(_matrix(seeds=3))
    assert "seeds, mean" not in _sentences(_matrix())


def test_json_holds_cells_and_differences_unrounded() -> None:
    shown = json.loads(str(domains_table(_matrix(), format="json")))
    assert set(shown) == {"cells", "differences"}
    assert [tuple(row) for row in shown["cells"]] == [CELL_COLUMNS] * 4
    assert [tuple(row) for row in shown["differences"]] == [DIFFERENCE_COLUMNS] * 2
    assert shown["cells"][0]["accuracy_sd"] is None
    assert shown["differences"][0]["only_baseline_right"] == 80


def test_csv_is_one_table_of_both() -> None:
    frame = pd.read_csv(io.StringIO(str(domains_table(_matrix(), format="csv"))))
    assert frame["section"].value_counts().to_dict() == {"cells": 4, "differences": 2}


@pytest.mark.parametrize(("form", "begins"), [("markdown", "- films:"), ("latex", "%")])
def test_text_formats_hold_the_same_figures(form: str, begins: str) -> None:
    shown = str(domains_table(_matrix(), format=form))
    assert shown.startswith(begins)
    assert "90.0" in shown


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="format"):
        domains_table(_matrix(), format="html")
