"""A tagger against gold."""

import json
from io import StringIO

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sentiment_lab.analysis.spans import SpanScores
from sentiment_lab.analysis.tagger_scores import DIFFERENCE_COLUMNS, SCORE_COLUMNS
from sentiment_lab.reports.tagger_scores_table import tagger_scores_table

MEASURES = ("precision", "recall", "f1", "average_precision", "auc")


def figures(*, undefined=False):
    rows = []
    for stratum in ("all", "stars=1"):
        for scored, middle in (("tagger", 0.7), ("tf-idf", 0.6), ("chance", 0.3)):
            row = {"stratum": stratum, "scored": scored, "n": 1204, "n_positive": 361}
            row |= {"base_rate": 0.2998}
            for name in MEASURES:
                row |= {name: middle, f"{name}_low": middle - 0.05, f"{name}_high": middle + 0.04}
            rows.append(row)
    frame = pd.DataFrame(rows, columns=list(SCORE_COLUMNS))
    if undefined:
        frame.loc[3:, list(SCORE_COLUMNS[5:])] = np.nan
    return frame


def differences():
    row = {"stratum": "all", "scored": "tagger", "against": "tf-idf", "n": 1204}
    for name in ("auc", "average_precision", "f1"):
        row |= {name: 0.1, f"{name}_low": 0.04, f"{name}_high": 0.16}
    return pd.DataFrame([row], columns=list(DIFFERENCE_COLUMNS))


def table(format_, *, undefined=False, **options):
    usual = {"threshold": 0.5, "n_out_of_fold": 0}
    return tagger_scores_table(
        "sarcasm", figures(undefined=undefined), differences(), **usual | options, format=format_
    )


def test_the_tagger_stands_beside_tf_idf_and_chance_with_intervals():
    text = str(table("markdown"))
    assert "1,204 gold rows; the tagger says yes from a score of 0.5." in text
    assert "| tagger | 1,204 | 30.0 | 0.700 (0.650–0.740) |" in text
    assert "| chance |" in text


def test_differences_to_what_it_is_measured_against_are_points_on_the_same_rows():
    assert "+10.0 (+4.0 to +16.0)" in str(table("markdown"))


def test_rows_that_trained_the_tagger_and_rows_left_out_are_told():
    text = str(table("markdown", n_out_of_fold=836, dropped=("2 without a text",)))
    assert "836 of them trained or tuned the tagger" in text
    assert "Left out: 2 without a text." in text
    assert "trained or tuned" not in str(table("markdown"))


def test_a_stratum_where_nothing_can_be_measured_has_dashes():
    text = str(table("markdown", undefined=True))
    assert "| stars=1: tagger | 1,204 | 30.0 | – | – | – | – | – |" in text


def test_spans_are_scored_in_a_table_of_their_own():
    spans = SpanScores(81, 0.5, 0.25, 0.3333)
    assert "| 81 | 0.500 | 0.250 | 0.333 |" in str(table("markdown", spans=spans))
    assert json.loads(str(table("json", spans=spans)))["spans"][0]["n"] == 81


def test_programs_get_every_figure_unrounded():
    content = json.loads(str(table("json", undefined=True)))
    assert set(content) == {"scores", "differences"}
    assert list(content["scores"][0]) == list(SCORE_COLUMNS)
    assert content["scores"][0]["base_rate"] == 0.2998
    assert content["scores"][3]["auc"] is None


@pytest.mark.parametrize("format_", ["table", "markdown", "latex", "csv", "json"])
def test_every_format_holds_tagger_and_plain_model(format_):
    shown = table(format_, undefined=True)
    output = StringIO()
    Console(width=120, file=output, color_system=None).print(shown)
    assert "tf-idf" in output.getvalue()
    assert "nan" not in output.getvalue()
