from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.taggers.scoring import disjoint, logistic_tag
from sentiment_lab.taggers.tagger import Span

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: Span(*pair)))


def test_disjoint_joins_spans_that_overlap_or_touch():
    assert disjoint([Span(5, 9), Span(0, 3), Span(3, 4), Span(6, 7)]) == (Span(0, 4), Span(5, 9))


@settings(deadline=None)
@given(SPANS)
def test_disjoint_covers_the_same_characters_in_order(spans: list[Span]):
    joined = disjoint(spans)
    covered = {place for span in spans for place in range(*span)}
    assert {place for span in joined for place in range(*span)} == covered
    assert all(one.end < other.start for one, other in pairwise(joined))


def test_a_text_without_evidence_scores_nothing_whatever_its_features():
    tag = logistic_tag([100.0], [100.0], 0.0, threshold=0.5, evidence=[])
    assert (tag.score, tag.present, tag.evidence) == (0.0, False, ())


def test_the_score_is_the_logistic_of_the_weighted_sum():
    tag = logistic_tag([1.0, 2.0], [0.5, -0.25], 0.0, threshold=0.5, evidence=[Span(0, 1)])
    assert tag.score == pytest.approx(0.5)
    assert tag.present


def test_a_score_below_the_threshold_is_absent_but_keeps_its_evidence():
    tag = logistic_tag([0.0], [1.0], -1.0, threshold=0.5, evidence=[Span(0, 1)])
    assert tag.score == pytest.approx(0.26894, abs=1e-5)
    assert not tag.present
    assert tag.evidence == (Span(0, 1),)


def test_features_and_weights_of_different_number_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        logistic_tag([1.0], [1.0, 2.0], 0.0, threshold=0.5, evidence=[Span(0, 1)])
