import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.taggers.features import DENSE_NAMES, FeatureReader
from sentiment_lab.taggers.profile import PROFILE_NAMES
from sentiment_lab.taggers.surface import SURFACE_NAMES

READER = FeatureReader.shipped()
PRAISE = "A wonderful and moving film."
SCORN = "The acting is awful and the plot is dull."


def column(name: str, *texts: str) -> list[float]:
    return READER.read(list(texts)).dense[:, DENSE_NAMES.index(name)].tolist()


def test_there_is_a_name_for_each_dense_feature():
    features = READER.read([PRAISE, ""])
    assert features.dense.shape == (2, len(DENSE_NAMES))
    assert len(set(DENSE_NAMES)) == len(DENSE_NAMES)
    assert set(SURFACE_NAMES) < set(DENSE_NAMES)
    assert {f"sentence_{name}" for name in PROFILE_NAMES} < set(DENSE_NAMES)


def test_praise_and_scorn_differ_in_polarity_and_a_text_of_both_has_both():
    praise, scorn, both = column("sentence_mean", PRAISE, SCORN, f"{PRAISE} {SCORN}")
    assert praise > both > scorn
    one_sided, mixed = column("sentence_both", PRAISE, f"{PRAISE} {SCORN}")
    assert mixed > one_sided


def test_rows_of_n_grams_have_length_one_or_none():
    features = READER.read([PRAISE, "", "\ud800"])
    for block in (features.words, features.characters):
        lengths = np.sqrt(np.asarray(block.multiply(block).sum(axis=1)).ravel())
        assert lengths[0] == pytest.approx(1, abs=1e-5)
    assert features.words[1].nnz == 0


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(st.characters(codec=None), max_size=80), min_size=1, max_size=4))
def test_what_is_read_in_a_text_does_not_depend_on_its_company(texts: list[str]):
    together = READER.read(texts)
    for row, text in enumerate(texts):
        alone = READER.read([text])
        assert np.allclose(together.dense[row], alone.dense[0], atol=1e-4)
        assert abs(together.words[row] - alone.words).sum() < 1e-4
    assert np.isfinite(together.dense).all()
    assert np.abs(together.dense).max() <= 4
