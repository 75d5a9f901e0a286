"""Average precision under weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from sentiment_lab.analysis.ranking import average_precision, rank

ROWS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 4)), min_size=2, max_size=40
).filter(lambda rows: any(label and weight for label, _, weight in rows))


@given(ROWS)
def test_it_is_that_of_scikit_learn_for_any_ties_and_weights(rows):
    labels, scores, weights = (np.array(column) for column in zip(*rows, strict=True))
    ours = average_precision(rank(scores.astype(float)), labels, weights[None].astype(float))
    theirs = average_precision_score(labels, scores, sample_weight=weights)
    assert ours[0] == pytest.approx(theirs)


def test_a_replicate_without_a_row_that_belongs_is_undefined():
    ranking = rank(np.array([0.2, 0.8]))
    weights = np.array([[0.0, 2.0], [1.0, 1.0]])
    values = average_precision(ranking, np.array([True, False]), weights)
    assert np.isnan(values[0])
    assert values[1] == pytest.approx(0.5)
