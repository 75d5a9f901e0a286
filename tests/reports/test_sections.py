"""Small tables under one another."""

import json

import pandas as pd

from sentiment_lab.reports.sections import Section, sections_table
from sentiment_lab.reports.units import percent


def test_the_ends_of_an_interval_stand_with_their_figure_for_people_and_apart_for_programs() -> (
    None
):
    frame = pd.DataFrame({"name": ["a"], "share": [0.5], "share_low": [0.4], "share_high": [0.6]})
    section = Section("shares", "Shares", frame, {"share": percent})
    assert "50.0 (40.0–60.0)" in str(sections_table([section], format="markdown"))
    assert (
        json.loads(str(sections_table([section], format="json")))["shares"][0]["share_low"] == 0.4
    )


def test_people_are_shown_the_columns_that_were_chosen_and_programs_all() -> None:
    frame = pd.DataFrame({"name": ["a"], "detail": ["hidden"]})
    section = Section("rows", "Rows", frame, shown=("name",), headings={"name": "who"})
    markdown = str(sections_table([section], format="markdown"))
    assert "who" in markdown
    assert "hidden" not in markdown
    assert "hidden" in str(sections_table([section], format="csv"))
