"""The language model over words that an LSTM may start from."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional

from sentiment_lab.baselines.language_model import (
    LanguageModel,
    LanguageModelShape,
    is_predicted,
    n_predicted,
)
from sentiment_lab.baselines.vocabulary import PAD_ID, UNKNOWN_ID

N_WORDS = 12
IDS = torch.tensor([[2, 3, 4, 5, 6], [7, UNKNOWN_ID, 8, PAD_ID, PAD_ID]])
MASK = (IDS != PAD_ID).long()


def model(noise: int = 5, dropout: float = 0.0) -> LanguageModel:
    rng = torch.Generator().manual_seed(0)
    vectors = torch.randn(N_WORDS, 4, generator=rng)
    vectors[[PAD_ID, UNKNOWN_ID]] = 0.0
    counts = torch.arange(N_WORDS)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return LanguageModel(vectors, counts, LanguageModelShape(3, dropout, noise))


def loss(network: LanguageModel, ids: Tensor) -> float:
    return network(ids, (ids != PAD_ID).long())["loss"].item()


def of_one_direction(network: LanguageModel, ids: list[int], *, backwards: bool) -> list[float]:
    """Every loss of one text in one direction, straight from the definition."""
    lstm = network.backward_lstm if backwards else network.forward_lstm
    project = network.backward_project if backwards else network.forward_project
    read = torch.tensor(ids[::-1] if backwards else ids)
    states, _ = lstm(network.embedding(read)[None])
    scores = project(states[0]) @ network.embedding.weight.T + network.bias
    scores[:, [PAD_ID, UNKNOWN_ID]] = float("-inf")
    return [
        functional.cross_entropy(scores[place], read[place + 1]).item()
        for place in range(len(read) - 1)
        if read[place + 1] > UNKNOWN_ID
    ]


def test_the_loss_is_the_mean_over_the_next_words_of_both_directions() -> None:
    network = model().eval()
    expected = [
        each
        for ids in ([2, 3, 4, 5, 6], [7, UNKNOWN_ID, 8])
        for backwards in (False, True)
        for each in of_one_direction(network, ids, backwards=backwards)
    ]
    assert len(expected) == n_predicted(IDS) == 4 + 4 + 1 + 1
    assert loss(network, IDS) == pytest.approx(np.mean(expected), abs=1e-6)


def test_padding_changes_no_loss() -> None:
    network = model().eval()
    padded = functional.pad(IDS, (0, 7), value=PAD_ID)
    assert loss(network, padded) == pytest.approx(loss(network, IDS), abs=1e-6)


def test_a_word_is_told_from_the_noise_by_scores_less_the_log_chance_of_being_drawn() -> None:
    network = model(noise=3)
    guesses, words = torch.randn(2, 4), torch.tensor([5, 3])
    noise = torch.tensor([3, 7])
    with torch.no_grad():
        losses = network._sampled_losses(guesses, words, noise)
        drawn = 1 - (1 - network.noise_shares.double()) ** 3
        scores = guesses @ network.embedding.weight.T + network.bias - torch.log(drawn)
    for place, told_from in ((0, [3, 7]), (1, [7])):
        candidates = scores[place][[int(words[place]), *told_from]]
        assert losses[place].item() == pytest.approx(-candidates.log_softmax(0)[0].item(), abs=1e-5)


def test_frequent_words_drawn_more_than_once_keep_their_probability() -> None:
    n_words, share = 40, 0.5
    counts = torch.ones(n_words)
    counts[2] = n_words  # is expected some ten times among the noise
    vectors = torch.zeros(n_words, 1)
    network = LanguageModel(vectors, counts, LanguageModelShape(1, 0.0, 20))
    others = torch.full((n_words - 3,), (1 - share) / (n_words - 3))
    target = torch.cat([torch.tensor([share]), others])
    optimiser = torch.optim.Adam([network.bias], lr=0.02)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        for _ in range(800):
            words = torch.multinomial(target, 256, replacement=True) + 2
            optimiser.zero_grad()
            network._sampled_losses(torch.zeros(256, 1), words, network._noise()).mean().backward()
            optimiser.step()
    learnt = network.bias.detach()[2:].softmax(0)[0].item()
    assert learnt == pytest.approx(share, abs=0.05)


def test_training_against_noise_learns_which_word_follows_among_all() -> None:
    network = model(noise=4)
    # Each word has one word before it and one behind it.
    circle = torch.tensor([[2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6, 7]])
    before = loss(network.eval(), circle)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.05)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network.train()
        for _ in range(200):
            optimiser.zero_grad()
            network(circle, torch.ones_like(circle))["loss"].backward()
            optimiser.step()
    assert before > 1.5
    assert loss(network.eval(), circle) < 0.2


def test_gradients_reach_all_but_the_vectors_which_stay() -> None:
    network = model().train()
    network(IDS, MASK)["loss"].backward()
    for name, parameter in network.named_parameters():
        if name == "embedding.weight":
            assert parameter.grad is None
        else:
            assert parameter.grad is not None
            assert parameter.grad.abs().sum() > 0, name


def test_padding_and_the_unknown_word_are_never_drawn_as_noise() -> None:
    drawn = model(noise=5_000)._noise()
    assert drawn.min() > UNKNOWN_ID
    # The word of count 0 is drawn at times too: texts held out may have it.
    assert set(drawn.tolist()) == set(range(2, N_WORDS))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.integers(1, 9), min_size=2, max_size=8), min_size=1, max_size=5))
def test_every_known_word_is_predicted_from_either_side_but_at_the_ends(
    texts: list[list[int]],
) -> None:
    longest = max(len(text) for text in texts)
    ids = torch.tensor([text + [PAD_ID] * (longest - len(text)) for text in texts])
    expected = sum(
        (place > 0) + (place < len(text) - 1)
        for text in texts
        for place, number in enumerate(text)
        if number != UNKNOWN_ID
    )
    assert n_predicted(ids) == expected
    assert int(is_predicted(ids).sum()) == sum(n != UNKNOWN_ID for text in texts for n in text)
