import json
from io import StringIO

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sentiment_lab.analysis.slices import SLICE_COLUMNS, SliceSearch
from sentiment_lab.reports.slices_table import slices_table


def search(rows: int = 3, baseline: str | None = None) -> SliceSearch:
    found = pd.DataFrame(
        [
            {
                "model": "bert",
                "baseline": baseline,
                "kind": "word",
                "slice": f"word 'w{i}'",
                "n": 1000 + i,
                "share": 0.04,
                "n_confirm": 500,
                "inside": 0.2,
                "outside": 0.1,
                "difference": 0.1,
                "low": 0.05,
                "high": 0.15,
                "p": 0.0001,
                "p_adjusted": 0.001,
                "examples": ["a", "b", "c"],
            }
            for i in range(rows)
        ],
        columns=list(SLICE_COLUMNS),
    )
    return SliceSearch("bert", baseline, found, 3000, 12, 999, 1001, 0.085, 430, 0.05)


def shown(renderable) -> str:
    console = Console(width=140, file=StringIO())
    console.print(renderable)
    return console.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]


def test_a_table_shows_rates_difference_and_the_size_it_needs() -> None:
    out = shown(slices_table([search()], format="table"))
    assert "Slices where bert errs more than elsewhere" in out
    assert "3 found among 3,000 slices: 12 of them were chosen on 999 rows" in " ".join(out.split())
    assert "word 'w0'" in out
    assert "+10.0" in out
    assert "+5.0 to +15.0" in out
    assert "from 430 rows on" in out


def test_two_systems_are_shown_in_points() -> None:
    out = shown(slices_table([search(baseline="logreg")], format="table"))
    assert "bert compares with logreg otherwise" in out
    assert "+20.0" in out


def test_a_limit_holds_for_people_and_not_for_programs() -> None:
    out = str(slices_table([search(5)], format="markdown", limit=2))
    assert "5 found among 3,000 slices" in out
    assert "The first 2 are shown." in out
    assert "w4" not in out
    assert len(json.loads(str(slices_table([search(5)], format="json", limit=2)))["slices"]) == 5


def test_json_holds_found_slices_and_searches() -> None:
    found = json.loads(str(slices_table([search(), search(baseline="x")], format="json")))
    assert len(found["slices"]) == 6
    assert found["slices"][0]["examples"] == ["a", "b", "c"]
    assert [each["needed"] for each in found["slice_searches"]] == [430, 430]
    assert found["slice_searches"][1]["baseline"] == "x"


@pytest.mark.parametrize("form", ["csv", "latex", "markdown"])
def test_text_formats_hold_every_slice(form: str) -> None:
    assert str(slices_table([search()], format=form)).count("w2") == 1


def test_nothing_found_is_said() -> None:
    assert "None found among 3,000 slices" in shown(slices_table([search(0)], format="table"))


def test_named_slices_have_their_own_table_and_gaps_are_dashes() -> None:
    frame = search(1).found.assign(kind="own", inside=np.nan, difference=np.nan, low=np.nan)
    out = shown(slices_table([], [frame], format="table"))
    assert "Named slices of bert" in out
    assert "–" in out
    assert json.loads(str(slices_table([], [frame], format="json")))["slices"][0]["inside"] is None
