import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.taggers.given_label import sarcasm_given_label

PRAISE = "A wonderful, brilliant and moving film. Superb acting. I loved it."
SCORN = "A dull, awful and boring film. Terrible acting. I hated it."


def test_praise_under_a_negative_label_is_likelier_sarcastic_than_the_text_alone():
    against, along, unknown = sarcasm_given_label([PRAISE] * 3, [-1, 1, 0], [0.4, 0.4, 0.4])
    assert against > unknown == 0.4
    assert along <= unknown


def test_criticism_under_a_positive_label_is_likelier_meant():
    (score,) = sarcasm_given_label([SCORN], [1], [0.4])
    assert score < 0.4


def test_a_text_that_cannot_be_sarcastic_stays_so():
    assert sarcasm_given_label(["", PRAISE], [-1, -1], [0.0, 0.0]).tolist() == [0.0, 0.0]
    assert sarcasm_given_label([], [], []).shape == (0,)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(st.text(max_size=60), st.sampled_from([-1, 0, 1]), st.floats(0, 1)), max_size=5
    )
)
def test_scores_lie_between_0_and_1_and_do_not_depend_on_the_company(rows):
    texts, signs, alone = ([row[i] for row in rows] for i in range(3))
    scores = sarcasm_given_label(texts, signs, alone)
    assert ((scores >= 0) & (scores <= 1)).all()
    by_one = [sarcasm_given_label([t], [s], [a])[0] for t, s, a in rows]
    assert np.allclose(scores, by_one, atol=1e-6)
