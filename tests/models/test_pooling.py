from typing import Any, get_args

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from sentiment_lab.exceptions import RunError
from sentiment_lab.models.bert import BertClassifier
from sentiment_lab.models.classifier import Execution
from sentiment_lab.models.pooling import _POOLINGS, HEAD_FILE, PooledClassifier
from sentiment_lab.models.pretrained import Pooling, load_folder

CPU = Execution(device="cpu")
QUICK: dict[str, Any] = {"epochs": 1, "batch_size": 30, "max_length": 16, "learning_rate": 1e-3}
OWN = [each for each in get_args(Pooling) if each != "default"]
TEXTS = ["ba", "ba be bi bo bu da de di do du", "ra re ri", "ba ra", "ro ru na ne ni no nu"]


def pooled(pooling: str, states: Tensor, mask: Tensor) -> Tensor:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        pool = _POOLINGS[pooling](states.shape[-1])
    return pool(states, mask)


def test_every_pooling_that_can_be_chosen_is_there():
    assert set(_POOLINGS) == set(OWN)


@pytest.mark.parametrize("pooling", OWN)
@given(data=st.data())
def test_what_stands_at_padding_never_changes_a_vector(pooling: str, data: st.DataObject):
    length = data.draw(st.integers(1, 5), label="tokens")
    padding = data.draw(st.integers(1, 4), label="padding")
    numbers = st.floats(-1e4, 1e4, width=32)
    shape = ((length + padding) * 3,)
    drawn = data.draw(st.lists(numbers, min_size=shape[0], max_size=shape[0]), label="states")
    states = torch.tensor(drawn).view(1, length + padding, 3)
    mask = torch.arange(length + padding)[None] < length
    plain = pooled(pooling, states[:, :length], mask[:, :length])
    assert torch.equal(pooled(pooling, states, mask), plain)


def test_vectors_are_the_first_the_mean_and_the_maximum():
    states = torch.tensor([[[1.0, 6.0], [3.0, 2.0], [90.0, 90.0]]])
    mask = torch.tensor([[True, True, False]])
    assert pooled("cls", states, mask).tolist() == [[1.0, 6.0]]
    assert pooled("mean", states, mask).tolist() == [[2.0, 4.0]]
    assert pooled("max", states, mask).tolist() == [[3.0, 6.0]]


def test_a_token_with_a_higher_score_weighs_more():
    pool: Any = _POOLINGS["attention"](1)
    with torch.no_grad():
        for each in pool.parameters():
            each.fill_(1.0)
    states = torch.tensor([[[0.0], [1.0]]])
    # The scores are tanh(1) + 1 and tanh(2) + 1.
    expected = 1 / (1 + np.exp(np.tanh(1) - np.tanh(2)))
    assert pool(states, torch.ones(1, 2, dtype=torch.bool)).item() == pytest.approx(expected)


def test_the_last_four_layers_are_averaged_at_the_first_token(tiny_encoders):
    from transformers import AutoConfig, AutoModel

    config = AutoConfig.from_pretrained(tiny_encoders["bert"], num_hidden_layers=6)
    network = PooledClassifier(AutoModel.from_config(config), "last_four", 2).eval()
    ids, mask = torch.tensor([[2, 7, 8, 3]]), torch.ones(1, 4, dtype=torch.long)
    layers = network.encoder(ids, mask, output_hidden_states=True).hidden_states
    expected = torch.stack([layer[:, 0] for layer in layers[3:]]).mean(dim=0)
    assert len(layers) == 7
    assert torch.allclose(network(ids, mask)["logits"], network.classifier(expected), atol=1e-6)


@pytest.mark.parametrize("pooling", get_args(Pooling))
def test_an_encoder_of_any_type_is_trained_stored_and_read_again(
    tiny_encoder, pooling, train, tmp_path
):
    untrained = load_folder(tiny_encoder, ["neg", "pos"], pooling).network.state_dict()
    model = BertClassifier(execution=CPU, checkpoint=str(tiny_encoder), pooling=pooling, **QUICK)
    model.fit(*train)
    trained = model.network_.state_dict()
    embeddings = next(name for name in trained if name.endswith("word_embeddings.weight"))
    assert not torch.equal(trained[embeddings], untrained[embeddings])
    assert model.n_layers_ == 2
    probabilities = model.predict_proba(TEXTS)
    model.save(tmp_path)
    loaded = BertClassifier.load(tmp_path, execution=CPU)
    assert np.array_equal(loaded.predict_proba(TEXTS), probabilities)


@pytest.mark.parametrize("pooling", get_args(Pooling))
def test_a_text_in_a_padded_batch_has_the_logits_that_it_has_alone(tiny_encoder, pooling):
    tokenizer, network = load_folder(tiny_encoder, ["neg", "pos"], pooling)
    network.eval()
    batch = tokenizer(TEXTS, padding=True, return_tensors="pt")
    assert (batch["attention_mask"] == 0).any()
    with torch.inference_mode():
        together = network(batch["input_ids"], batch["attention_mask"])["logits"]
        for text, logits in zip(TEXTS, together, strict=True):
            one = tokenizer([text], return_tensors="pt")
            alone = network(one["input_ids"], one["attention_mask"])["logits"][0]
            assert torch.allclose(alone, logits, atol=1e-4)
    assert (together[0] - together[1]).abs().max() > 1e-2


def test_an_encoders_own_pooler_is_not_trained(tiny_encoders, train):
    checkpoint = str(tiny_encoders["bert"])
    before = load_folder(tiny_encoders["bert"], ["neg", "pos"], "mean").network.state_dict()
    model = BertClassifier(execution=CPU, checkpoint=checkpoint, pooling="mean", **QUICK)
    after = model.fit(*train).network_.state_dict()
    pooler = [name for name in after if "pooler" in name]
    assert len(pooler) == 2
    for name in pooler:
        assert torch.equal(after[name], before[name])
    word = next(name for name in after if "word_embeddings" in name)
    assert not torch.equal(after[word], before[word])


def test_the_stored_encoder_is_a_checkpoint_for_every_pooling(tiny_encoders, train, tmp_path):
    checkpoint = str(tiny_encoders["distilbert"])
    model = BertClassifier(execution=CPU, checkpoint=checkpoint, pooling="attention", **QUICK)
    model.fit(*train).save(tmp_path)
    for pooling in ("default", "max"):
        again = BertClassifier(execution=CPU, checkpoint=str(tmp_path), pooling=pooling, **QUICK)
        assert again.fit(*train).n_layers_ == 2


def test_a_stored_head_that_is_gone_or_anothers_is_named(tiny_encoders, train, tmp_path):
    checkpoint = str(tiny_encoders["bert"])
    first, second = tmp_path / "first", tmp_path / "second"
    for pooling, folder in (("mean", first), ("attention", second)):
        model = BertClassifier(execution=CPU, checkpoint=checkpoint, pooling=pooling, **QUICK)
        model.fit(*train).save(folder)
    (first / HEAD_FILE).write_bytes((second / HEAD_FILE).read_bytes())
    with pytest.raises(RunError, match="belongs to another pooling"):
        BertClassifier.load(first, execution=CPU)
    (first / HEAD_FILE).unlink()
    with pytest.raises(RunError, match="cannot be read"):
        BertClassifier.load(first, execution=CPU)
