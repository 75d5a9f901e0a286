"""Agreement of evidence with marked spans."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.analysis.spans import span_scores


def test_words_that_both_mark_count():
    scores = span_scores(["one two three four"], [[(4, 13)]], [[(8, 18)]])
    assert scores.n == 1
    assert scores.precision == pytest.approx(1 / 2)
    assert scores.recall == pytest.approx(1 / 2)
    assert scores.f1 == pytest.approx(1 / 2)


def test_texts_without_a_marked_span_are_left_out():
    assert span_scores(["one two"], [[]], [[(0, 3)]]).n == 0


def test_without_evidence_recall_is_zero_and_precision_undefined():
    scores = span_scores(["one two"], [[(0, 3)]], [[]])
    assert scores.recall == 0
    assert math.isnan(scores.precision)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=4))
def test_spans_agree_wholly_with_themselves(spans):
    scores = span_scores(["ab cd ef gh ij kl mn"], [spans], [spans])
    assert math.isnan(scores.f1) or scores.f1 == 1
