"""The sentences on shares of categories."""

import numpy as np
import pytest

from sentiment_lab.reports import category_findings


def test_the_highest_corrected_shares_stand_with_interval_and_headroom(make_categories):
    (sentence,) = category_findings.share_sentences(make_categories(["bert"]))
    assert sentence == (
        "bert, 598 errors: the categories that apply to most of them are mixed to 31.0 % (28.0 to "
        "34.0) and sarcasm to 16.0 % (13.0 to 19.0). Headroom, if every error of the category were "
        "mended: mixed 7.1 points of accuracy (6.1 to 8.1) and sarcasm 3.7 points of accuracy (2.7 "
        "to 4.7)."
    )


def test_shares_that_nothing_corrects_are_said_to_be_of_the_tags(make_categories):
    (sentence,) = category_findings.share_sentences(make_categories(["bert"], gold=False))
    assert sentence == (
        "bert, 598 errors: no share is corrected; by the tags alone, mixed 21.0 %, domain 13.0 % "
        "and sarcasm 6.0 %."
    )


def test_a_model_without_errors_or_tags_has_a_sentence_too(make_categories):
    none = make_categories(["bert"], gold=False).assign(
        n_errors=0, raw_share=np.nan, raw_low=np.nan, raw_high=np.nan
    )
    (sentence,) = category_findings.share_sentences(none)
    assert sentence == "bert, 0 errors: no share is corrected; none is tagged."


def test_differences_to_correct_reviews_are_sorted_by_what_their_interval_shows(make_categories):
    bert, note = category_findings.difference_sentences(make_categories(["bert"]))
    assert bert == (
        "Among the errors of bert, against its correct reviews: more common sarcasm (+8.0 points, "
        "+3.0 to +13.0); no difference is shown for mixed."
    )
    assert note == category_findings.ONE_BY_ONE


def test_a_category_less_common_among_errors_is_said_to_be(make_categories):
    table = make_categories(["bert"])
    table.loc[1, ["difference", "difference_low", "difference_high"]] = [-0.1, -0.15, -0.05]
    assert (
        "less common mixed (-10.0 points, -15.0 to -5.0)"
        in (category_findings.difference_sentences(table)[0])
    )


def test_without_corrected_shares_the_error_rates_of_tagged_reviews_speak(make_categories):
    table = make_categories(["bert"], gold=False)
    table.loc[2, "error_rate_inside"] = 0.1
    assert category_findings.difference_sentences(table) == (
        "By the tags as they are, bert errs more often on reviews tagged sarcasm (31.0 % against "
        "22.0 % of the others); less often on reviews tagged domain (10.0 % against 22.0 % of the "
        "others); not enough evidence for mixed.",
    )


def test_too_little_gold_is_said_with_how_much_more_it_takes(make_categories):
    (sentence,) = category_findings.gold_sentences(make_categories(["bert"]))
    assert sentence == (
        "Too little gold among the errors of bert to correct domain (about 40 more): annotate so "
        "many more of its errors."
    )


def test_gold_that_cannot_correct_or_lacks_a_category_is_named(make_categories):
    table = make_categories(["bert"])
    table.loc[2, "method"] = "not correctable"
    assert category_findings.gold_sentences(table) == (
        "Not correctable with this gold for bert: domain.",
    )
    table.loc[2, ["method", "n_gold"]] = ["raw", 0]
    assert category_findings.gold_sentences(table) == (
        "The gold says nothing of domain: uncorrected.",
    )


def test_without_any_gold_one_line_says_so_for_all(make_categories):
    table = make_categories(["a", "b"], gold=False)
    assert category_findings.gold_sentences(table) == (category_findings.NO_GOLD,)


@pytest.mark.parametrize(
    ("gold", "finite", "said", "unsaid"),
    [
        (True, False, "by the judgement of those who annotated", "--finite"),
        (True, True, "of this test set (--finite)", "!"),
        (False, False, "marked as uncorrected", "judgement"),
    ],
)
def test_limits_fit_what_was_corrected(make_categories, gold, finite, said, unsaid):
    table = make_categories(["bert"], gold=gold)
    text = " ".join(category_findings.category_limits(table, finite=finite))
    assert "Association, not cause" in text
    assert said in text
    assert unsaid not in text
