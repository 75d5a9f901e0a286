import numpy as np
import pytest

from sentiment_lab.exceptions import DataError
from sentiment_lab.models.inputs import class_indices, require_classes, require_texts


def test_texts_come_back_as_a_list():
    assert require_texts(("a", "b")) == ["a", "b"]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([], "no texts: at least one is needed"),
        ("text", "not one string: put it in a list"),
        (["a", float("nan")], "text 1 is nan, not a string"),
        (["a", None], "text 1 is None, not a string"),
    ],
)
def test_texts_that_are_none_are_refused(texts, message):
    with pytest.raises(DataError, match=message):
        require_texts(texts)


def test_classes_are_sorted():
    assert require_classes(["b", "c", "a", "b"], 4).tolist() == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["a", "b"], "3 texts but 2 labels"),
        (["a", "a", "a"], "all labels are 'a': at least two classes are needed"),
        (["a", None, "b"], "label 1 is None"),
        (["a", "b", float("nan")], "label 2 is nan"),
    ],
)
def test_labels_that_nothing_can_be_learnt_from_are_refused(labels, message):
    with pytest.raises(DataError, match=message):
        require_classes(labels, 3)


def test_labels_become_indices_of_the_sorted_classes():
    assert class_indices(["b", "a", "b"], np.array(["a", "b"])).tolist() == [1, 0, 1]


def test_a_label_that_training_never_saw_is_refused():
    with pytest.raises(DataError, match="label 1 is 'z', which training never saw: a, b"):
        class_indices(["a", "z"], np.array(["a", "b"]))
