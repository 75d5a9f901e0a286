import random

import numpy as np
import torch

from sentiment_lab.models.randomness import isolated_randomness


def draw() -> tuple[float, float, float]:
    return random.random(), float(np.random.rand()), float(torch.rand(()))  # noqa: NPY002


def test_the_same_seed_draws_the_same_numbers():
    with isolated_randomness(3):
        first = draw()
    with isolated_randomness(3):
        assert draw() == first
    with isolated_randomness(4):
        assert draw() != first


def test_generators_outside_go_on_as_if_nothing_had_been_drawn():
    with isolated_randomness(0):
        expected = (draw(), draw())
    with isolated_randomness(0):
        before = draw()
        with isolated_randomness(9):
            draw()
        assert (before, draw()) == expected
