import csv
import io
import json
from dataclasses import dataclass, replace

import pandas as pd
import pytest
from rich.console import Console

from sentiment_lab.analysis.by_group import BY_COLUMNS
from sentiment_lab.analysis.category_table import CATEGORY_COLUMNS
from sentiment_lab.analysis.persistence import Persistence
from sentiment_lab.analysis.slices import SLICE_COLUMNS, SliceSearch
from sentiment_lab.exceptions import UsageError
from sentiment_lab.reports.errors_parts import misclassified_part
from sentiment_lab.reports.errors_table import CategoryFrames, errors_table
from sentiment_lab.reports.flat_tags import evidence_spans, tags_present

NAMES = ("logreg", "bert")
WORDS = "the film goes on and on, "


@dataclass(frozen=True)
class Tables:
    misclassified: pd.DataFrame
    overlap: pd.DataFrame
    fixed_and_broken: pd.DataFrame
    breakdown: CategoryFrames | None
    n_misclassified: int = 3
    where: pd.DataFrame | None = None
    slices: tuple[SliceSearch, ...] = ()
    lengths: pd.DataFrame | None = None
    by_value: pd.DataFrame | None = None
    persistence: Persistence | None = None


def wrong_reviews(*, text=True):
    frame = pd.DataFrame(
        {
            "id": ["r1", "r2", "r3"],
            "label": ["fresh", "rotten", "fresh"],
            "wrong_logreg": [True, True, False],
            "predicted_logreg": ["rotten", "fresh", "fresh"],
            "confidence_logreg": [0.991, 0.8, 0.6],
            "wrong_bert": [True, False, True],
            "predicted_bert": ["rotten", "rotten", "rotten"],
            "confidence_bert": [0.7, 0.9, 0.55],
            "n_wrong": [2, 1, 1],
            "sarcasm_present": [True, False, None],
            "sarcasm_evidence": ["[[305, 312]]", "[]", None],
        }
    )
    if text:
        frame["text"] = [WORDS * 12 + "oh GREAT " + WORDS * 12, "short\nand bad", None]
    return frame


@pytest.fixture
def tables(make_breakdown, make_overlap):
    changes = pd.DataFrame(
        {"model": ["bert"], "baseline": ["logreg"], "fixed": [30], "broken": [9]}
    )
    return Tables(wrong_reviews(), make_overlap(NAMES), changes, make_breakdown(NAMES))


def printed(renderable, width=90):
    output = io.StringIO()
    Console(width=width, file=output, color_system=None).print(renderable)
    return output.getvalue()


def test_a_terminal_shows_every_table_and_who_errs_how_confidently(tables, description):
    text = printed(errors_table(tables, description, format="table"))
    assert "taken for logreg: rotten 99.1 %; bert: rotten 70.0 %" in text
    assert "r2  label rotten  taken for logreg: fresh 80.0 %" in text
    for title in (
        "One main cause for each error",
        "All categories that apply",
        "What no model can gain",
        "Fixed and broken by category",
        "How good the taggers are",
        "Errors in common",
        "Fixed and broken",
    ):
        assert title in text
    assert max(map(len, text.splitlines())) <= 90


def test_an_excerpt_shows_the_evidence_of_a_long_review(tables, description):
    text = " ".join(printed(errors_table(tables, description, format="table")).split())
    assert "oh GREAT" in text
    assert "short / and bad" in text


def test_json_has_a_key_for_each_table_with_whole_texts_and_plain_values(tables, description):
    content = json.loads(errors_table(tables, description, format="json"))
    assert list(content) == [
        "misclassified",
        "main_causes",
        "categories",
        "headroom_floor",
        "category_changes",
        "category_overlap",
        "taggers",
        "overlap",
        "fixed_and_broken",
    ]
    first = content["misclassified"][0]
    assert first["wrong_bert"] is True
    assert len(first["text"]) > 500
    sarcasm, _, domain = content["categories"][:3]
    assert sarcasm["errors_tagged"] == 36
    assert (sarcasm["share"], sarcasm["raw_share"], sarcasm["n_gold"]) == (0.16, 0.06, 92)
    assert (domain["share"], domain["method"], domain["n_more"]) == (None, "withheld", 40)
    assert content["taggers"][0]["n"] == 836
    assert content["fixed_and_broken"][0] == {
        "model": "bert",
        "baseline": "logreg",
        "fixed": 30,
        "broken": 9,
    }


def test_csv_is_the_misclassified_reviews_up_to_the_limit(tables, description):
    text = errors_table(tables, description, format="csv", limit=2)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in rows] == ["r1", "r2"]
    assert rows[0]["confidence_logreg"] == "0.991"


def test_programs_get_every_review_where_no_limit_is_set(tables, description):
    many = replace(tables, misclassified=pd.concat([wrong_reviews()] * 40, ignore_index=True))
    rows = csv.DictReader(io.StringIO(errors_table(many, description, format="csv", limit=None)))
    assert len(list(rows)) == 120
    content = json.loads(errors_table(many, description, format="json", limit=None))
    assert len(content["misclassified"]) == 120


def test_a_choice_of_categories_does_not_change_how_many_reviews_are_said_to_be_wrong(
    tables, description
):
    chosen = replace(tables, misclassified=wrong_reviews().iloc[:0], n_misclassified=11)
    markdown = errors_table(chosen, description, format="markdown")
    assert "0 of 11 reviews that a model gets wrong" in markdown


def test_markdown_and_latex_hold_all_tables(tables, description):
    markdown = errors_table(tables, description, format="markdown", limit=1)
    assert markdown.startswith("- Data: rotten-tomatoes")
    assert markdown.count("\n| :---") == 8
    assert "1 of 3 reviews" in markdown
    latex = errors_table(tables, description, format="latex")
    assert latex.count(r"\begin{tabular}") == 8


def test_without_texts_ids_stand_alone_and_no_categories_are_shown(tables, description):
    bare = Tables(
        wrong_reviews(text=False).drop(columns=["sarcasm_present", "sarcasm_evidence"]),
        tables.overlap.iloc[:0],
        tables.fixed_and_broken.iloc[:0],
        None,
    )
    text = printed(errors_table(bare, description, format="table"))
    assert "These predictions come without text: ids only." in text
    assert "Review" in text
    assert "category" not in text
    assert list(json.loads(errors_table(bare, description, format="json"))) == ["misclassified"]


def test_an_unknown_format_is_refused(tables, description):
    with pytest.raises(UsageError, match="unknown format 'yaml'"):
        errors_table(tables, description, format="yaml")


def test_terminal_codes_in_ids_are_not_passed_on():
    frame = wrong_reviews().assign(id=["\x1b[31mred", "b", "c"])
    part = misclassified_part(frame, NAMES)
    assert part.document.grid.rows[0][0].text == "red"


def test_a_breakdown_by_category_shows_a_table_a_model_and_leaves_the_reviews_out(
    tables, description
):
    text = printed(errors_table(tables, description, format="table", by="category"), 200)
    for title in ("Categories of logreg", "Categories of bert", "Categories that stand together"):
        assert title in text
    assert "taken for" not in text
    content = json.loads(errors_table(tables, description, format="json", by="category"))
    assert "misclassified" not in content
    assert [row["model"] for row in content["categories"]] == ["logreg"] * 3 + ["bert"] * 3


def test_csv_of_a_breakdown_is_its_first_table_for_every_model(tables, description):
    text = errors_table(tables, description, format="csv", by="category")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["category"] for row in rows] == ["sarcasm", "mixed", "domain"] * 2
    assert list(rows[0]) == list(CATEGORY_COLUMNS)


@pytest.mark.parametrize("by", [None, "category"])
@pytest.mark.parametrize("format_", ["table", "markdown", "latex", "csv", "json"])
def test_one_model_without_gold_has_tables_in_every_format(
    tables, make_breakdown, description, by, format_
):
    alone = make_breakdown(NAMES[:1], gold=False)
    alone = replace(alone, main_causes=pd.DataFrame(), reliability=alone.reliability.iloc[:0])
    bare = replace(
        tables,
        breakdown=alone,
        overlap=tables.overlap.iloc[:0],
        fixed_and_broken=tables.fixed_and_broken.iloc[:0],
    )
    shown = errors_table(bare, description, format=format_, by=by)
    text = shown if isinstance(shown, str) else printed(shown, 120)
    assert "sarcasm" in text


def test_lengths_and_stars_are_shown_alone_where_they_are_asked_for(
    tables, make_lengths, description
):
    rates = pd.DataFrame([("bert", 1, 200, 30, 0.15, 0.1, 0.2, "enough")], columns=list(BY_COLUMNS))
    asked = replace(tables, lengths=make_lengths(NAMES))
    content = json.loads(errors_table(asked, description, format="json", by="length"))
    assert list(content) == ["lengths"]
    asked = replace(tables, by_value=rates)
    markdown = errors_table(asked, description, format="markdown", by="rating")
    assert "15.0 (10.0–20.0)" in markdown


def test_a_slice_of_ones_own_stands_beside_the_other_tables(tables, description):
    rows = [dict.fromkeys(SLICE_COLUMNS) | {"model": "bert", "slice": "rating <= 4", "n": 90}]
    rows[0] |= {"inside": 0.2, "outside": 0.1, "difference": 0.1, "low": 0.05, "high": 0.15}
    rows[0] |= {"n_confirm": 90, "share": 0.1, "p": 0.01, "p_adjusted": 0.01, "examples": []}
    asked = replace(tables, where=pd.DataFrame(rows, columns=list(SLICE_COLUMNS)))
    assert "rating <= 4" in printed(errors_table(asked, description, format="table"), 120)


def test_flat_tags_are_read_and_what_is_missing_is_none():
    row = {"a_present": True, "b_present": None, "c_present": False, "a_evidence": "[[1, 4]]"}
    assert tags_present(row) == ["a"]
    assert evidence_spans(row, "a") == [(1, 4)]
    assert evidence_spans(row, "b") == []
