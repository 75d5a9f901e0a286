"""The moving average of weights."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from sentiment_lab.models.averaging import WeightAverage
from sentiment_lab.models.classifier import LabelledTexts

CPU = torch.device("cpu")


def layer(value: float) -> nn.Linear:
    made = nn.Linear(1, 1, bias=False)
    nn.init.constant_(made.weight, value)
    return made


def value(network: nn.Module) -> float:
    return float(next(network.parameters()).detach())


@given(st.lists(st.floats(-10, 10, width=32), min_size=1, max_size=12), st.floats(0.1, 0.99))
def test_it_is_the_recursion_of_its_source(weights: list[float], decay: float) -> None:
    network = layer(0.0)
    average = WeightAverage(network, decay, CPU)
    expected = weights[0]
    for step, weight in enumerate(weights):
        nn.init.constant_(network.weight, weight)
        average.update(network)
        if step:
            now = min(decay, (1 + step) / (10 + step))
            expected = now * expected + (1 - now) * weight
    assert value(average.network) == pytest.approx(expected, abs=1e-4)
    assert value(network) == pytest.approx(weights[-1])


def test_it_goes_on_from_a_checkpoint_as_if_never_interrupted(tmp_path) -> None:
    whole, first = WeightAverage(layer(0.0), 0.9, CPU), WeightAverage(layer(0.0), 0.9, CPU)
    for weight in (1.0, 5.0, -3.0):
        whole.update(layer(weight))
        first.update(layer(weight))
    first.save(tmp_path)
    second = WeightAverage(layer(7.0), 0.9, CPU)
    second.load(tmp_path)
    for each in (whole, second):
        each.update(layer(2.0))
    assert value(second.network) == value(whole.network)


def test_the_average_is_what_is_scored_and_kept(
    make_lstm, train, validation: LabelledTexts
) -> None:
    settings = {"epochs": 2, "patience": 0.0, "keep": "last"}
    averaged = make_lstm(**settings, average=0.999).fit(*train, validation=validation)
    plain = make_lstm(**settings).fit(*train, validation=validation)
    assert [each.train_loss for each in averaged.history_] == [
        each.train_loss for each in plain.history_
    ], "training itself is the same"
    last = averaged.history_[-1]
    probabilities = averaged.predict_proba(validation.texts)
    column = [averaged.classes_.tolist().index(label) for label in validation.labels]
    loss = -np.log(probabilities[np.arange(len(column)), column]).mean()
    assert loss == pytest.approx(last.validation_loss, abs=1e-5)
    assert last.validation_loss != pytest.approx(plain.history_[-1].validation_loss, abs=1e-3)
    assert all(torch.isfinite(each).all() for each in averaged.network_.parameters())
