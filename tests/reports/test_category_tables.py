"""Tables of causes and categories, and what stands around them."""

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.reports.category_pivot import shown_shares
from sentiment_lab.reports.category_tables import (
    category_change_part,
    category_detail_parts,
    category_part,
    floor_part,
    main_cause_part,
    tagger_part,
    together_part,
)
from sentiment_lab.reports.formats import TEXT_RENDERERS
from sentiment_lab.reports.parts import parts_table

NAMES = ("logreg", "bert")


def cells(part, key):
    """The entries of a column, each with its small print."""
    place = [each.key for each in part.document.grid.headings].index(key)
    return [(row[place].text, row[place].detail) for row in part.document.grid.rows]


def below(part):
    return " ".join(part.document.below)


def test_a_corrected_share_is_shown_and_the_share_of_the_tags_where_there_is_none(make_categories):
    shown = shown_shares(make_categories(["bert"]))
    assert shown["corrected"].tolist() == [True, True, False]
    assert shown["shown"].tolist() == pytest.approx([0.16, 0.31, 0.13])
    assert shown["shown_low"].tolist() == pytest.approx([0.13, 0.28, 0.11])


def test_the_share_of_correct_reviews_is_never_of_another_kind_than_that_of_errors(make_categories):
    table = make_categories(["bert"])
    assert shown_shares(table)["shown_correct"].tolist() == pytest.approx([0.08, 0.30, 0.11])
    table.loc[0, "method_correct"] = "withheld"
    assert shown_shares(table)["shown_correct"].isna().tolist() == [True, False, False]


def test_each_model_has_a_column_and_uncorrected_shares_a_mark(make_categories):
    part = category_part(make_categories(NAMES))
    assert [each.key for each in part.document.grid.headings] == ["category", *NAMES]
    assert cells(part, "logreg")[0] == ("16.0", "13.0–19.0")
    assert cells(part, "bert")[2] == ("14.0*", "12.0–16.0")
    assert "* uncorrected" in below(part)
    assert "inverse of their chance to be annotated" in below(part)


def test_the_gold_behind_the_shares_is_told_for_each_model(make_categories):
    text = below(category_part(make_categories(["bert"])))
    assert (
        "bert: 92 of its errors are annotated, worth 61 drawn alike (largest weight 3.0 %)" in text
    )
    assert "annotate about 40 more" in text
    assert "--gold" not in text, "it was given"


def test_without_gold_every_share_is_marked_and_the_way_to_correct_it_is_named(make_categories):
    part = category_part(make_categories(["bert"], gold=False))
    assert all(text.endswith("*") for text, _ in cells(part, "bert"))
    assert "--gold FILE" in below(part)
    assert "inverse" not in below(part)


def test_a_category_that_a_model_lacks_is_a_dash(make_categories):
    table = make_categories(NAMES)
    part = category_part(table.drop(index=5))
    assert cells(part, "bert")[2] == ("–", "")


def test_a_model_without_errors_has_dashes(make_categories):
    none = make_categories(["bert"], gold=False).assign(raw_share=np.nan, raw_low=np.nan)
    assert cells(category_part(none), "bert") == [("–", "")] * 3
    assert cells(category_detail_parts(none)[0], "shown")[0][0] == "–"


def test_main_causes_have_a_row_each_with_what_the_last_two_mean(make_main_causes):
    part = main_cause_part(make_main_causes(NAMES))
    assert cells(part, "cause") == [("mixed", ""), ("sarcasm", ""), ("unclear", ""), ("none", "")]
    assert cells(part, "bert")[0] == ("40.0", "35.0–46.0")
    assert "unclear: it holds no clear verdict" in below(part)
    assert part.records[0]["readers_share"] is None


def test_details_show_what_each_share_rests_on_and_the_tagger_in_that_cell(make_categories):
    (part,) = category_detail_parts(make_categories(["bert"]))
    assert part.document.title == "Categories of bert"
    assert cells(part, "basis") == [("92 gold, 61 effective", "")] * 2 + [
        ("too little gold: annotate about 40 more", "")
    ]
    assert cells(part, "shown")[2] == ("13.0*", "11.0–15.0")
    assert cells(part, "shown_correct")[2] == ("11.0*", "")
    assert cells(part, "tagger")[0] == ("P 0.430 R 0.310", "")
    assert cells(part, "excess_errors")[0] == ("+27", "")
    assert "association, not cause" in below(part)


def test_details_say_where_gold_cannot_correct_or_is_not_there(make_categories):
    table = make_categories(["bert"])
    table.loc[2, "method"] = "not correctable"
    (part,) = category_detail_parts(table)
    assert cells(part, "basis")[2][0] == "not correctable with this gold"
    (part,) = category_detail_parts(make_categories(["bert"], gold=False))
    assert {text for text, _ in cells(part, "basis")} == {"tags alone"}
    assert {text for text, _ in cells(part, "tagger")} == {"–"}


def test_changes_show_how_much_more_is_gained_than_elsewhere(make_breakdown):
    part = category_change_part(make_breakdown(NAMES).changes)
    assert cells(part, "interaction")[0] == ("+8.0", "+3.0 to +13.0")
    assert cells(part, "p_holm")[0] == ("0.006", "")
    assert part.records[0]["net_rate"] == 0.1


def test_pairs_of_categories_stand_with_the_closest_first_up_to_the_limit(make_breakdown):
    pairs = make_breakdown(NAMES).together
    more = pd.concat([pairs.assign(phi=-0.4), pairs.assign(phi=np.nan), pairs], ignore_index=True)
    part = together_part(more, limit=2)
    assert cells(part, "phi") == [("-0.40", ""), ("+0.19", "")]
    assert len(part.records) == 3


def test_the_floor_gives_shares_and_points_of_accuracy_with_intervals(make_breakdown):
    part = floor_part(make_breakdown(["bert"]).floor)
    assert cells(part, "share")[2] == ("12.0", "10.0–14.0")
    assert cells(part, "accuracy")[2] == ("2.4", "1.9–2.9")


def test_taggers_are_shown_with_their_gold_and_its_rows(taggers):
    part = tagger_part(taggers)
    assert cells(part, "precision")[0] == ("0.410", "0.300–0.520")
    assert cells(part, "n")[0] == ("836", "")
    assert cells(part, "gold")[0] == ("made-up gold", "")


@pytest.mark.parametrize("gold", [True, False])
@pytest.mark.parametrize("format_", [*TEXT_RENDERERS, "csv", "json"])
def test_every_table_renders_in_every_format(make_breakdown, format_, gold):
    found = make_breakdown(NAMES, gold=gold)
    parts = [
        main_cause_part(found.main_causes),
        category_part(found.categories),
        *category_detail_parts(found.categories),
        category_change_part(found.changes),
        together_part(found.together),
        tagger_part(found.reliability),
    ]
    text = str(parts_table(parts, (), format=format_))
    assert "sarcasm" in text
    assert "nan" not in text
