import json

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.label_doubt import ACCURACY_COLUMNS, PAIR_COLUMNS
from sentiment_lab.analysis.truncation import TRUNCATION_COLUMNS
from sentiment_lab.reports.doubt_table import doubt_table

ACCURACY = pd.DataFrame(
    [
        (
            *("bert", 1000, 0.9, 0.88, 0.92, 30, 10, 0.89, 0.93),
            *(100, 0.12, 0.07, 0.2, 80, 0.01, 0.002, 0.06, 0.903, 0.853, 0.918),
        ),
    ],
    columns=list(ACCURACY_COLUMNS),
)
PAIRS = pd.DataFrame(
    [(*("bert", "logreg", 0.02, 0.01, 0.03, 60, 40, 0.005, 0.03, "yes"),
      *(20, 15, 0.018, -0.01, 0.04, "no"))],
    columns=list(PAIR_COLUMNS),
)  # fmt: skip
CUT = pd.DataFrame(
    [("bert", 128, "read in full", 500, 0.0, 0.91, 0.9, 0.92)], columns=list(TRUNCATION_COLUMNS)
)


@pytest.mark.parametrize("form", ["markdown", "latex"])
def test_people_read_bounds_and_whether_the_sign_survives(form: str) -> None:
    out = str(doubt_table(ACCURACY, PAIRS, CUT, format=form))
    for said in ("90.0", "89.0", "93.0", "85.3", "+2.0", "read in full", "yes", "no", "80 rows"):
        assert said in out


def test_without_gold_nothing_is_corrected() -> None:
    bare = ACCURACY.assign(gold_wrong=0, gold_right=0, corrected=np.nan)
    out = str(doubt_table(bare, format="markdown"))
    assert "Corrected" not in out
    assert json.loads(str(doubt_table(bare, format="json")))["doubt"][0]["corrected"] is None


def test_programs_read_every_figure() -> None:
    found = json.loads(str(doubt_table(ACCURACY, PAIRS, CUT, format="json")))
    assert set(found) == {"doubt", "doubt_pairs", "truncation"}
    assert found["doubt_pairs"][0]["survives"] == "no"
    assert str(doubt_table(ACCURACY, PAIRS, CUT, format="csv")).startswith("section,model,n,")
