"""Tags in the order of a system's rows."""

import pandas as pd
import pytest

from sentiment_lab.analysis.categories import aligned_tags
from sentiment_lab.exceptions import PredictionsError

N = 20


@pytest.fixture
def tags() -> pd.DataFrame:
    frame = pd.DataFrame({"id": [f"test/{i}" for i in range(N)], "mixed_score": 0.5})
    return frame.assign(mixed_present=[i % 3 == 0 for i in range(N)], mixed_evidence="[]")


def test_tags_take_the_order_of_the_predictions(simulate, tags):
    shuffled = tags.sample(frac=1, random_state=1)
    found = aligned_tags(simulate(n=N), shuffled)
    assert list(found) == ["mixed_present"]
    assert found["mixed_present"].tolist() == tags["mixed_present"].tolist()


def test_tags_of_other_reviews_are_left_out(simulate, tags):
    assert len(aligned_tags(simulate(n=12), tags)) == 12


def test_tags_without_a_category_raise(simulate, tags):
    with pytest.raises(PredictionsError, match="'<category>_present' columns, found: id"):
        aligned_tags(simulate(n=N), tags[["id"]])


def test_tags_that_lack_ids_raise(simulate, tags):
    with pytest.raises(PredictionsError, match="lack 1 of the 20 ids of 'x', such as 'test/19'"):
        aligned_tags(simulate("x", n=N), tags.iloc[:-1])


def test_an_id_that_is_tagged_twice_raises(simulate, tags):
    with pytest.raises(PredictionsError, match="'test/0' twice"):
        aligned_tags(simulate(n=N), pd.concat([tags, tags.head(1)]))
