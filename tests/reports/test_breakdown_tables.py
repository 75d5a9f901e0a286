"""Errors by length, by stars, by film and over seeds."""

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.by_group import BY_COLUMNS
from sentiment_lab.analysis.persistence import CHURN_COLUMNS, PERSISTENCE_COLUMNS, Persistence
from sentiment_lab.reports.breakdown_tables import length_part, persistence_parts, value_part
from sentiment_lab.reports.parts import parts_table

FORMATS = ("markdown", "latex", "csv", "json")


def rates(*, few=False):
    rows = [
        (model, value, n, n // 5, 0.2, 0.15, 0.26, "enough")
        for model in ("logreg", "bert")
        for value, n in ((1, 400), (4, 250), (7, 90))
    ]
    frame = pd.DataFrame(rows, columns=list(BY_COLUMNS))
    if few:
        frame.loc[2, ["low", "high", "evidence"]] = [np.nan, np.nan, "not enough evidence"]
    return frame


def over_seeds(*, churn=True):
    counts = [("bert", 3, 1, 40, 0.3), ("bert", 3, 2, 25, 0.35), ("bert", 3, 3, 20, 0.35)]
    change = [("bert", "logreg", 3, 3, 31.333, 12.0, 19.333, 8.5, 6.0, 20, 5)]
    return Persistence(
        by_review=pd.DataFrame({"id": ["a"], "wrong_bert": [2]}),
        counts=pd.DataFrame(counts, columns=list(PERSISTENCE_COLUMNS)),
        churn=pd.DataFrame(change[: int(churn)], columns=list(CHURN_COLUMNS)),
    )


def column(part, key):
    """The entries of a column, each with its small print."""
    place = [each.key for each in part.document.grid.headings].index(key)
    return [(row[place].text, row[place].detail) for row in part.document.grid.rows]


def test_lengths_show_accuracy_with_its_interval_and_the_words_of_each_bin(make_lengths):
    part = length_part(make_lengths(["bert"]))
    assert column(part, "words_low")[0] == ("1", "")
    text, interval = column(part, "accuracy")[0]
    assert text == "72.2"
    assert "–" in interval
    assert set(part.records[0]) >= {"accuracy_low", "accuracy_high"}


def test_rates_by_stars_show_rate_interval_and_evidence():
    part = value_part(rates(few=True), "rating")
    assert part.document.title == "Error rate by rating"
    assert part.document.grid.headings[1].text == "rating"
    assert column(part, "error_rate")[0] == ("20.0", "15.0–26.0")
    assert column(part, "error_rate")[2] == ("20.0", "")
    assert column(part, "evidence")[2] == ("not enough evidence", "")


def test_rates_by_film_show_the_first_rows_of_each_model_and_records_hold_all():
    part = value_part(rates(), "group", limit=2)
    assert part.document.title == "Error rate by film"
    assert [text for text, _ in column(part, "model")] == ["logreg"] * 2 + ["bert"] * 2
    assert len(part.records) == 6
    assert part.records[0]["n_errors"] == 80


def test_errors_over_seeds_stand_beside_the_churn_between_seeds():
    counts, churn = persistence_parts(over_seeds())
    assert [text for text, _ in column(counts, "times_wrong")] == ["1", "2", "3"]
    assert column(counts, "share_of_errors")[0] == ("30.0", "")
    assert column(churn, "fixed") == [("31.3", "")]
    assert column(churn, "broken") == [("12", "")]
    assert column(churn, "churn") == [("8.5", "")]


def test_one_model_over_seeds_has_no_table_of_churn():
    assert [part.name for part in persistence_parts(over_seeds(churn=False))] == ["persistence"]


def test_churn_that_one_seed_cannot_tell_is_a_dash():
    found = over_seeds()
    found.churn["churn_baseline"] = np.nan
    assert column(persistence_parts(found)[1], "churn_baseline") == [("–", "")]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_table_renders_in_every_format(make_lengths, format_):
    parts = [
        length_part(make_lengths(["bert"])),
        value_part(rates(few=True), "rating"),
        *persistence_parts(over_seeds()),
    ]
    text = str(parts_table(parts, (), format=format_))
    assert "bert" in text
    assert "nan" not in text
