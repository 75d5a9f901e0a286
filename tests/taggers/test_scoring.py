from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.taggers.scoring import disjoint
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
