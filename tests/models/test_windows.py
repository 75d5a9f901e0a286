from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.models.bert import BertClassifier
from sentiment_lab.models.classifier import Execution
from sentiment_lab.models.windows import WindowedTexts, cut_into_stretches, cut_into_windows

QUICK: dict[str, Any] = {
    "epochs": 1,
    "batch_size": 30,
    "max_length": 10,
    "learning_rate": 1e-3,
    "precision": "fp32",
}
SHORT = ["ba be bi", "ra re ri ro ru na ne ni", "bo"]
LONG = " ".join(["ba be bi bo bu da de di do du fa fe fi fo fu"] * 2)


@given(n=st.integers(1, 200), width=st.integers(1, 30), most=st.integers(2, 12))
def test_windows_are_full_reach_both_ends_and_leave_nothing_out_where_enough_may_be(
    n: int, width: int, most: int
):
    items = list(range(n))
    windows = cut_into_windows(items, width, most)
    assert windows[0][0] == 0
    assert windows[-1][-1] == n - 1
    assert len(windows) <= most
    assert all(len(window) == min(n, width) for window in windows)
    if len(windows) < most:
        assert sorted({each for window in windows for each in window}) == items
        shared = [len(set(one) & set(two)) for one, two in pairwise(windows)]
        assert min(shared, default=width) >= int(width * 0.25)


def test_a_text_that_fits_is_one_window():
    assert cut_into_windows([1, 2, 3], 3, 9) == [[1, 2, 3]]
    assert cut_into_windows([1, 2, 3, 4], 3, 9) == [[1, 2, 3], [2, 3, 4]]


def test_logits_are_averaged_over_the_windows_of_each_text():
    texts = WindowedTexts([[[1]], [[2], [3]], [[4]]], np.array([0, 1, 0]))
    assert (len(texts), texts[1].label) == (4, None)
    logits = np.array([[1.0, 2.0], [3.0, 0.0], [5.0, 4.0], [7.0, 7.0]])
    assert texts.pool(logits).tolist() == [[1.0, 2.0], [4.0, 2.0], [7.0, 7.0]]


@pytest.fixture
def fitted(tiny_encoders, train):
    """A trained model whose settings may be changed for prediction."""

    def fit(**given: Any) -> BertClassifier:
        settings = {**QUICK, "checkpoint": str(tiny_encoders["bert"]), **given}
        return BertClassifier(execution=Execution(device="cpu"), **settings).fit(*train)

    return fit


def logits_of(model: BertClassifier, text: str) -> Any:
    probabilities = model.predict_proba([text])
    return np.log(probabilities[:, 1] / probabilities[:, 0])


def test_texts_of_one_window_are_predicted_exactly_as_without_windows(fitted):
    model = fitted(windows=1)
    plain = model.predict_proba(SHORT)
    model.set_params(windows=5)
    assert np.array_equal(model.predict_proba(SHORT), plain)


def test_a_long_text_is_predicted_by_the_mean_of_its_windows(fitted):
    model = fitted(windows=50)
    words = LONG.split()
    windows = [" ".join(each) for each in cut_into_windows(words, 8, 50)]
    assert len(windows) > 4
    expected = np.mean([logits_of(model, window) for window in windows])
    assert logits_of(model, LONG) == pytest.approx(expected, abs=1e-5)
    model.set_params(windows=1)
    assert logits_of(model, LONG) != pytest.approx(expected, abs=1e-3)


def test_training_does_not_depend_on_windows_and_validation_reads_them(fitted, train, validation):
    plain, windowed = fitted(windows=1), fitted(windows=4)
    windowed.set_params(windows=1)
    assert np.array_equal(plain.predict_proba(train.texts), windowed.predict_proba(train.texts))
    windowed.set_params(windows=4)
    windowed.set_params(evaluations=1).fit(*train, validation=validation)
    columns = [windowed.classes_.tolist().index(label) for label in validation.labels]
    chances = windowed.predict_proba(validation.texts)[np.arange(len(columns)), columns]
    assert windowed.history_[-1].validation_loss == pytest.approx(-np.log(chances).mean())


def test_windows_are_stored_with_the_model(fitted, tmp_path):
    model = fitted(windows=3)
    probabilities = model.predict_proba([LONG, *SHORT])
    model.save(tmp_path)
    loaded = BertClassifier.load(tmp_path, execution=Execution(device="cpu"))
    assert np.array_equal(loaded.predict_proba([LONG, *SHORT]), probabilities)


@given(length=st.integers(0, 200), width=st.integers(1, 40))
def test_stretches_hold_each_token_once_and_are_alike_in_length(length: int, width: int) -> None:
    stretches = cut_into_stretches(list(range(length)), width)
    assert [item for stretch in stretches for item in stretch] == list(range(length))
    assert len(stretches) == -(-length // width)
    sizes = [len(stretch) for stretch in stretches]
    assert max(sizes, default=0) - min(sizes, default=0) <= 1
