"""The sentences on main causes, taggers, what no model can gain, and changes."""

import numpy as np
import pandas as pd

from sentiment_lab.reports import cause_findings


def test_main_causes_name_the_first_and_set_apart_what_is_none(make_main_causes):
    (sentence,) = cause_findings.main_cause_sentences(make_main_causes(["bert"]))
    assert sentence == (
        "bert, 598 errors: first of all mixed 40.0 % (35.0 to 46.0) and sarcasm 20.0 % (15.0 to "
        "26.0); no clear verdict in it (unclear) 10.0 % (5.0 to 16.0); nothing hard about the text "
        "(none) 30.0 % (25.0 to 36.0)."
    )


def test_uncorrected_main_causes_are_marked(make_main_causes):
    (sentence,) = cause_findings.main_cause_sentences(make_main_causes(["bert"], gold=False))
    assert sentence.startswith("bert, 598 errors: first of all mixed 40.0 % and sarcasm 20.0 %;")
    assert sentence.endswith("All uncorrected: the taggers' own word.")


def test_errors_without_any_cause_are_said_to_have_none(make_main_causes):
    table = make_main_causes(["bert"])
    (sentence,) = cause_findings.main_cause_sentences(table[table["cause"] == "none"])
    assert sentence.startswith("bert, 598 errors: no cause; nothing hard about the text")


def test_taggers_are_given_with_their_gold_rows_or_said_not_to_be_measured(taggers):
    sentence = cause_findings.tagger_sentence(taggers, ["mixed", "domain"])
    assert sentence == (
        "Taggers as measured: mixed precision 0.410, recall 0.350 (836 gold rows). No measured "
        "tagger: domain."
    )
    assert cause_findings.tagger_sentence(taggers.iloc[:0], ["domain"]) == (
        "No measured tagger: domain."
    )


def test_the_floor_gives_the_share_out_of_reach_and_its_points_of_accuracy(make_breakdown):
    (sentence,) = cause_findings.floor_sentences(make_breakdown(["bert"]).floor)
    assert sentence == (
        "bert: 12.0 % (10.0 to 14.0) of its errors are out of reach (label contradicted 8.0 %, no "
        "verdict 4.0 %), 2.4 points of accuracy (1.9 to 2.9), by 92 annotated errors."
    )


def test_a_withheld_floor_says_how_much_gold_it_takes(make_breakdown):
    floor = make_breakdown(["bert"]).floor.assign(share=np.nan, n_more=31)
    (sentence,) = cause_findings.floor_sentences(floor)
    assert sentence == "bert: too little gold to tell; annotate about 31 more of its errors."


def test_a_floor_without_main_causes_tells_of_contradicted_labels_alone(make_breakdown):
    floor = make_breakdown(["bert"]).floor
    floor.loc[1:, "share"] = np.nan
    (sentence,) = cause_findings.floor_sentences(floor)
    assert sentence == (
        "bert: 8.0 % (6.0 to 10.0) of its errors (label contradicted), or more, are out of reach, "
        "1.6 points of accuracy (1.1 to 2.1), by 92 annotated errors."
    )


def test_changes_name_the_categories_on_which_a_model_gains_more(make_breakdown):
    (sentence,) = cause_findings.change_sentences(make_breakdown(["logreg", "bert"]).changes)
    assert sentence == (
        "bert against logreg gains, next to what it gains elsewhere, more on sarcasm (+8.0 in 100 "
        "reviews, +3.0 to +13.0; p = 0.006)."
    )


def test_changes_that_no_category_sets_apart_are_said_to_be_so(make_breakdown):
    changes = make_breakdown(["logreg", "bert"]).changes.assign(p_holm=0.3)
    (sentence,) = cause_findings.change_sentences(changes)
    assert sentence == "bert against logreg: on no category is another gain shown than elsewhere."
    assert cause_findings.change_sentences(pd.DataFrame(columns=changes.columns)) == ()
