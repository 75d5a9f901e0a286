import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import confusion_matrix as independent

from sentiment_lab.analysis.confusion import confusion_matrix
from sentiment_lab.analysis.predictions import Predictions


def three_classes(labels, predicted):
    frame = pd.DataFrame({"id": np.arange(len(labels)).astype(str), "split": "test"})
    frame["label"], frame["predicted"] = labels, predicted
    return Predictions("m", frame, ("low", "middle", "high"))


def test_counts_equal_those_of_scikit_learn(rng):
    classes = ("low", "middle", "high")
    labels, predicted = rng.choice(classes, 200), rng.choice(classes, 200)
    cells = confusion_matrix(three_classes(labels, predicted))
    expected = independent(labels, predicted, labels=classes)
    assert cells["n"].to_numpy().reshape(3, 3).tolist() == expected.tolist()
    assert cells["label"].tolist()[:3] == ["low"] * 3
    assert cells["predicted"].tolist()[:3] == list(classes)


def test_shares_are_of_the_true_class_and_undefined_without_its_reviews():
    cells = confusion_matrix(three_classes(["low", "low", "high"], ["low", "high", "high"]))
    shares = cells.set_index(["label", "predicted"])["share"]
    assert shares["low", "high"] == pytest.approx(0.5)
    assert shares["high", "high"] == 1
    assert shares["middle"].isna().all()
