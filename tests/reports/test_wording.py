from dataclasses import replace

import pytest

from sentiment_lab.reports.wording import (
    class_balance,
    describe_data,
    describe_reading,
    enumerate_words,
    resolution,
)


def test_the_unit_says_that_snippets_are_not_whole_reviews(description):
    line = describe_data(description)[0]
    assert line == (
        "Data: rotten-tomatoes, test set of 2,562 critics' snippets of 20 words (median), not "
        "whole reviews, of 312 films."
    )


def test_whole_reviews_need_no_such_remark_and_unknowns_are_left_out(description):
    bare = replace(
        description, unit="reviews", median_words=None, n_groups=None, n_train=None, published=None
    )
    lines = describe_data(bare)
    assert lines[0] == "Data: rotten-tomatoes, test set of 2,562 reviews."
    assert len(lines) == 2


def test_splits_and_published_figures_stand_above_the_table(description):
    lines = describe_data(description)
    assert "Trained on 9,200 rows; choices made on 1,046 validation rows." in lines
    assert lines[-1].startswith("Published: about 76 %")
    refitted = describe_data(replace(description, refitted=("logreg",)))
    assert (
        "Trained on 9,200 rows; choices made on 1,046 validation rows, from which logreg learnt in "
        "the end."
    ) in refitted
    without = describe_data(replace(description, n_validation=None))
    assert "Trained on 9,200 rows." in without


def test_class_balance_has_a_decimal(description):
    assert class_balance(description) == "rotten 50.1 %, fresh 49.9 %"


def test_reading_names_baseline_family_films_and_positive_class(make_comparison, description):
    text = " ".join(describe_reading(make_comparison(4), description))
    assert "Baseline: logreg" in text
    assert "Holm over 3 pairs" in text
    assert "by 10,000 resamples, seed 0; of AUC by DeLong" in text
    assert "Rows of one film count as dependent (312 films)." in text
    assert "intervals are rough" not in text
    assert "Positive class: fresh" in text


def test_without_films_rows_are_resampled_and_one_pair_is_one(make_comparison, description):
    text = " ".join(describe_reading(make_comparison(2, n_groups=None), description))
    assert "film" not in text
    assert "Holm over 1 pair with" in text


def test_rows_that_predict_what_the_baseline_does_are_no_test(make_comparison, description):
    same = replace(make_comparison(2), tests=0)
    text = " ".join(describe_reading(same, description))
    assert "every row predicts what it does: nothing is tested." in text
    assert "Holm" not in text


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (30, None),
        (29, "Only 29 films: intervals are rough."),
        (2, "Only 2 films: intervals are rough."),
        (1, "Only 1 film: intervals hold for it alone."),
    ],
)
def test_few_films_are_said_to_make_intervals_rough(make_comparison, description, groups, expected):
    lines = describe_reading(make_comparison(n_groups=groups), description)
    assert [line for line in lines if line.startswith("Only")] == ([expected] if expected else [])


def test_groups_are_called_films_only_where_the_data_set_says_so(make_comparison, description):
    other = replace(description, group_unit="groups")
    lines = (*describe_data(other), *describe_reading(make_comparison(n_groups=12), other))
    assert lines[0].endswith(", of 312 groups.")
    assert "Only 12 groups: intervals are rough." in lines
    assert "Rows of one group count as dependent (12 groups)." in " ".join(lines)
    assert "film" not in " ".join(lines)
    single = describe_data(replace(other, n_groups=1))[0]
    assert single.endswith(", of 1 group.")


def test_more_classes_say_macro(make_comparison, description):
    text = " ".join(describe_reading(make_comparison(2, classes=("a", "b", "c")), description))
    assert "3 classes: precision, recall and F1 are means over the classes (macro)" in text
    assert "Positive class" not in text


def test_resolution_gives_a_range_where_pairs_differ(make_comparison):
    comparison = make_comparison(3)
    assert "differences of 2.3 points or more" in resolution(comparison)
    accuracy = comparison.pairs["metric"] == "accuracy"
    comparison.pairs.loc[accuracy, "resolvable_difference"] = [0.02, 0.031]
    assert "2.0 to 3.1 points or more, by the pair" in resolution(comparison)
    comparison.pairs.loc[accuracy, "resolvable_difference"] = float("nan")
    assert resolution(comparison) == ""


@pytest.mark.parametrize(
    ("words", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_listed_as_in_a_sentence(words, text):
    assert enumerate_words(words) == text
