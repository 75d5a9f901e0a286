import dataclasses

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.baselines.recurrent import RecurrentNetwork, RecurrentShape, reversal

SHAPE = RecurrentShape(
    n_words=40,
    n_classes=3,
    embedding_size=5,
    hidden_size=6,
    bidirectional=False,
    pooling="last",
    attention_size=4,
    dropout=0.0,
    word_dropout=0.0,
    frozen_vectors=False,
)
SHAPES = [
    dataclasses.replace(SHAPE, bidirectional=bidirectional, pooling=pooling)
    for bidirectional in (False, True)
    for pooling in ("last", "max_mean", "attention")
]


def network(shape: RecurrentShape) -> RecurrentNetwork:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return RecurrentNetwork(shape).eval()


def padded(lengths: list[int], width: int) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(2, 40, (len(lengths), width), generator=generator)
    mask = (torch.arange(width) < torch.tensor(lengths)[:, None]).long()
    return ids * mask, mask


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: f"{s.bidirectional}-{s.pooling}")
@settings(deadline=None, max_examples=20)
@given(lengths=st.lists(st.integers(1, 12), min_size=1, max_size=5), more=st.integers(0, 5))
def test_padding_never_changes_a_result(shape, lengths, more):
    model = network(shape)
    ids, mask = padded(lengths, max(lengths) + more)
    with torch.no_grad():
        together = model(ids, mask)["logits"]
        for row, length in enumerate(lengths):
            alone = model(ids[row : row + 1, :length], mask[row : row + 1, :length])["logits"]
            assert torch.allclose(together[row], alone[0], atol=1e-5)


@pytest.mark.parametrize("pooling", ["last", "max_mean", "attention"])
def test_every_padded_text_reads_as_torchs_own_bidirectional_lstm(pooling):
    model = network(dataclasses.replace(SHAPE, bidirectional=True, pooling=pooling))
    reference = torch.nn.LSTM(5, 6, batch_first=True, bidirectional=True)
    assert model.backward_lstm is not None
    backward = model.backward_lstm.state_dict()
    turned = {f"{name}_reverse": value for name, value in backward.items()}
    reference.load_state_dict({**model.forward_lstm.state_dict(), **turned})
    ids, mask = padded([7, 3, 1], 7)
    packed = torch.nn.utils.rnn.pack_padded_sequence(
        model.embedding(ids), mask.sum(dim=1), batch_first=True
    )
    expected, _ = torch.nn.utils.rnn.pad_packed_sequence(reference(packed)[0], batch_first=True)
    states = model.states(ids, mask.bool()) * mask[:, :, None]
    assert torch.allclose(states, expected, atol=1e-6)


def test_reversal_turns_texts_and_leaves_padding_in_place():
    mask = torch.tensor([[1, 1, 1, 0], [1, 0, 0, 0], [1, 1, 1, 1]]).bool()
    assert reversal(mask).tolist() == [[2, 1, 0, 3], [0, 1, 2, 3], [3, 2, 1, 0]]


def test_attention_weights_sum_to_one_and_are_zero_where_padded():
    model = network(dataclasses.replace(SHAPE, bidirectional=True, pooling="attention"))
    ids, mask = padded([5, 2], 6)
    weights = model.attention_weights(ids, mask)
    assert torch.allclose(weights.sum(dim=1), torch.ones(2))
    assert torch.all(weights[mask == 0] == 0)
    assert torch.all(weights[mask == 1] > 0)


def test_a_network_without_attention_has_no_weights_to_show():
    with pytest.raises(TypeError, match="without attention"):
        network(SHAPE).attention_weights(*padded([2], 2))


def test_the_loss_is_cross_entropy_and_absent_without_labels():
    model = network(SHAPE)
    ids, mask = padded([4, 2], 4)
    labels = torch.tensor([2, 0])
    output = model(ids, mask, labels)
    expected = torch.nn.functional.cross_entropy(output["logits"], labels)
    assert torch.equal(output["loss"], expected)
    assert "loss" not in model(ids, mask)


def test_dropout_and_word_dropout_act_in_training_only():
    model = network(dataclasses.replace(SHAPE, dropout=0.5, word_dropout=0.5))
    ids, mask = padded([6], 6)
    assert torch.equal(model(ids, mask)["logits"], model(ids, mask)["logits"])
    model.train()
    assert not torch.equal(model(ids, mask)["logits"], model(ids, mask)["logits"])


def test_every_parameter_takes_part():
    for shape in SHAPES:
        model = network(shape)
        ids, mask = padded([6, 3], 6)
        model(ids, mask, torch.tensor([0, 1]))["loss"].backward()
        assert all(each.grad is not None for each in model.parameters())
