from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from sentiment_lab.exceptions import UsageError
from sentiment_lab.models import trainer, training
from sentiment_lab.models.bert import BertClassifier
from sentiment_lab.models.classifier import Execution
from sentiment_lab.models.layer_decay import apply_rate_factors, rate_factors
from sentiment_lab.models.pretrained import load_folder

QUICK: dict[str, Any] = {
    "batch_size": 20,
    "epochs": 2,
    "max_length": 16,
    "learning_rate": 1e-3,
    "layer_decay": 0.5,
}


@pytest.mark.parametrize("pooling", ["default", "mean"])
def test_rates_fall_from_the_head_to_the_words_in_an_encoder_of_any_type(tiny_encoder, pooling):
    network = load_folder(tiny_encoder, ["neg", "pos"], pooling).network
    factors = rate_factors(network, 0.5)
    assert factors.keys() == dict(network.named_parameters()).keys()
    for name, factor in factors.items():
        if ".0." in name:
            assert factor == 0.5, name
        elif "embeddings" in name:
            assert factor == 0.25, name
        else:
            assert factor == 1.0, name
    assert set(factors.values()) == {0.25, 0.5, 1.0}


def test_layers_that_cannot_be_told_apart_are_refused(tiny_encoders):
    network = load_folder(tiny_encoders["bert"], ["neg", "pos"]).network
    network.config.num_hidden_layers = 7
    with pytest.raises(UsageError, match=r"cannot be told apart: set bert\.layer_decay=1"):
        rate_factors(network, 0.9)


def test_a_group_is_split_by_rate_and_keeps_all_else():
    network = nn.ModuleDict({"low": nn.Linear(1, 1), "high": nn.Linear(1, 1)})
    optimizer = torch.optim.AdamW(
        [
            {"params": [each.weight for each in network.values()], "weight_decay": 0.1},
            {"params": [each.bias for each in network.values()], "weight_decay": 0.0},
        ],
        lr=2.0,
    )
    factors = {"low.weight": 0.5, "low.bias": 0.5, "high.weight": 1.0, "high.bias": 1.0}
    apply_rate_factors(optimizer, network, factors)
    groups = [(group["lr"], group["weight_decay"]) for group in optimizer.param_groups]
    assert groups == [(1.0, 0.1), (2.0, 0.1), (1.0, 0.0), (2.0, 0.0)]
    assert optimizer.param_groups[0]["params"] == [network["low"].weight]


def test_no_bias_or_norm_of_a_network_decays_and_every_layer_learns_at_its_rate(
    tiny_encoders, train, monkeypatch
):
    made: list[torch.optim.Optimizer] = []

    def noted(optimizer: torch.optim.Optimizer, *rest: Any) -> None:
        apply_rate_factors(optimizer, *rest)
        made.append(optimizer)

    monkeypatch.setattr(trainer, "apply_rate_factors", noted)
    execution = Execution(device="cpu")
    model = BertClassifier(execution=execution, checkpoint=str(tiny_encoders["bert"]), **QUICK)
    model.fit(*train)
    found = {
        id(each): (group["initial_lr"], group["weight_decay"])
        for group in made[0].param_groups
        for each in group["params"]
    }
    by_name = {name: found[id(each)] for name, each in model.network_.named_parameters()}
    assert by_name["classifier.weight"] == (1e-3, 0.01)
    assert by_name["classifier.bias"] == (1e-3, 0.0)
    assert by_name["bert.encoder.layer.0.output.dense.weight"] == (5e-4, 0.01)
    assert by_name["bert.encoder.layer.0.output.LayerNorm.weight"] == (5e-4, 0.0)
    assert by_name["bert.embeddings.word_embeddings.weight"] == (2.5e-4, 0.01)


def test_a_decay_of_one_trains_as_without(tiny_encoders, train):
    def probabilities(**changed: float) -> Any:
        settings = {**QUICK, **changed, "checkpoint": str(tiny_encoders["bert"])}
        model = BertClassifier(execution=Execution(device="cpu"), **settings)
        return model.fit(*train).predict_proba(train.texts)

    plain, nearly, decayed = (probabilities(layer_decay=each) for each in (1.0, 1 - 1e-9, 0.5))
    assert np.allclose(plain, nearly, atol=1e-5)
    assert np.abs(plain - decayed).max() > 1e-3


@pytest.mark.parametrize("step", [1, 3, 4])
def test_an_interrupted_training_ends_as_if_it_had_not_been(
    tiny_encoders, train, tmp_path, monkeypatch, step
):
    monkeypatch.setitem(training.train_network.__kwdefaults__, "seconds_between_checkpoints", 0.0)

    def fitted(execution: Execution) -> BertClassifier:
        checkpoint = str(tiny_encoders["bert"])
        return BertClassifier(execution=execution, checkpoint=checkpoint, **QUICK).fit(*train)

    def interrupt(done: int, total: int, note: str) -> None:
        if done == step:
            raise KeyboardInterrupt

    whole = fitted(Execution(device="cpu"))
    with pytest.raises(KeyboardInterrupt):
        fitted(Execution(device="cpu", checkpoint_dir=tmp_path, on_progress=interrupt))
    resumed = fitted(Execution(device="cpu", checkpoint_dir=tmp_path))
    difference = resumed.predict_proba(train.texts) - whole.predict_proba(train.texts)
    assert np.abs(difference).max() < 1e-5
