import sys
from typing import Any

import numpy as np
import pytest
import torch

from sentiment_lab.exceptions import MissingExtraError
from sentiment_lab.models import training
from sentiment_lab.models.bert import BertClassifier
from sentiment_lab.models.classifier import Execution
from sentiment_lab.models.pretrained import load_folder

CPU = Execution(device="cpu")
QUICK: dict[str, Any] = {
    "batch_size": 20,
    "epochs": 2,
    "max_length": 16,
    "learning_rate": 0.01,
    "lora_rank": 3,
    "precision": "fp32",
}
TEXTS = ["ba", "ba be bi bo bu da de di do du", "ra re ri"]


def test_without_the_package_the_extra_is_named(tiny_bert, train, monkeypatch):
    monkeypatch.setitem(sys.modules, "peft", None)
    model = BertClassifier(execution=CPU, checkpoint=str(tiny_bert), **QUICK)
    with pytest.raises(MissingExtraError, match=r"bert\.lora_rank needs the 'lora' extra"):
        model.fit(*train)


pytest.importorskip("peft", reason="needs the extra 'lora'")


@pytest.mark.parametrize("pooling", ["default", "mean"])
def test_adapters_and_head_learn_and_nothing_else_changes_but_by_them(
    tiny_encoders, train, tmp_path, pooling
):
    checkpoint = tiny_encoders["bert"]
    model = BertClassifier(execution=CPU, checkpoint=str(checkpoint), pooling=pooling, **QUICK)
    model.fit(*train)
    merged = load_folder(checkpoint, ["neg", "pos"], pooling).network
    assert model.n_parameters_ == sum(each.numel() for each in merged.parameters())
    before = merged.state_dict()
    after = model.network_.state_dict()
    assert after.keys() == before.keys()
    body = [name for name in after if "encoder.layer." in name or "embeddings" in name]
    changed = {name for name in body if not torch.equal(before[name], after[name])}
    is_linear = {name for name in body if "encoder.layer." in name and after[name].dim() == 2}
    assert changed == is_linear
    for name in changed:
        assert torch.linalg.matrix_rank(after[name] - before[name], atol=1e-5) <= 3
    model.save(tmp_path)
    loaded = BertClassifier.load(tmp_path, execution=CPU)
    assert np.array_equal(loaded.predict_proba(TEXTS), model.predict_proba(TEXTS))
    assert loaded.n_parameters_ == model.n_parameters_


@pytest.mark.parametrize("pooling", ["default", "attention"])
def test_an_encoder_of_any_type_is_adapted_and_merged_without_a_change_of_its_outputs(
    tiny_encoder, pooling, train, validation
):
    settings = {**QUICK, "checkpoint": str(tiny_encoder), "pooling": pooling, "keep": "last"}
    model = BertClassifier(execution=CPU, **settings).fit(*train, validation=validation)
    columns = [model.classes_.tolist().index(label) for label in validation.labels]
    chances = model.predict_proba(validation.texts)[np.arange(len(columns)), columns]
    # The last validation saw the adapters beside the weights, and this the weights alone.
    assert model.history_[-1].validation_loss == pytest.approx(-np.log(chances).mean(), abs=1e-5)
    assert not any("lora" in name for name in model.network_.state_dict())


def test_adapters_learn_with_layer_decay_and_anew(tiny_bert, train):
    settings = {**QUICK, "checkpoint": str(tiny_bert), "layer_decay": 0.9}
    model = BertClassifier(execution=CPU, **settings)
    first = model.fit(*train).predict_proba(TEXTS)
    assert np.array_equal(model.fit(*train).predict_proba(TEXTS), first)


@pytest.mark.parametrize("pooling", ["default", "cls"])
@pytest.mark.parametrize("step", [1, 3, 5])
def test_an_interrupted_training_ends_as_if_it_had_not_been(
    tiny_bert, train, validation, tmp_path, monkeypatch, pooling, step
):
    monkeypatch.setitem(training.train_network.__kwdefaults__, "seconds_between_checkpoints", 0.0)

    def fitted(execution: Execution) -> BertClassifier:
        settings = {**QUICK, "checkpoint": str(tiny_bert), "pooling": pooling}
        return BertClassifier(execution=execution, **settings).fit(*train, validation=validation)

    def interrupt(done: int, total: int, note: str) -> None:
        if done == step:
            raise KeyboardInterrupt

    whole = fitted(CPU)
    with pytest.raises(KeyboardInterrupt):
        fitted(Execution(device="cpu", checkpoint_dir=tmp_path, on_progress=interrupt))
    resumed = fitted(Execution(device="cpu", checkpoint_dir=tmp_path))
    assert resumed.history_ == whole.history_
    difference = resumed.predict_proba(train.texts) - whole.predict_proba(train.texts)
    assert np.abs(difference).max() < 1e-5
