import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.models.sampling import LengthGroupedSampler


@given(
    lengths=st.lists(st.integers(1, 500), min_size=1, max_size=200),
    batch=st.integers(1, 32),
    epoch=st.integers(0, 5),
)
def test_every_text_comes_exactly_once_an_epoch(lengths, batch, epoch):
    sampler = LengthGroupedSampler(lengths, batch, seed=1)
    sampler.set_epoch(epoch)
    assert sorted(sampler) == list(range(len(lengths)))
    assert len(sampler) == len(lengths)


@pytest.fixture
def lengths(rng) -> list[int]:
    return rng.integers(1, 300, size=1_000).tolist()


def order(lengths: list[int], seed: int, epoch: int) -> list[int]:
    sampler = LengthGroupedSampler(lengths, 10, seed)
    sampler.set_epoch(epoch)
    return list(sampler)


def test_the_order_depends_on_seed_and_epoch_alone(lengths):
    assert order(lengths, 1, 2) == order(lengths, 1, 2)
    assert order(lengths, 1, 2) != order(lengths, 1, 3)
    assert order(lengths, 1, 2) != order(lengths, 2, 2)


def test_batches_hold_texts_of_like_length_in_an_order_without_trend(lengths):
    batches = np.array(lengths)[order(lengths, 0, 0)].reshape(-1, 10)
    assert np.ptp(batches, axis=1).mean() < 0.1 * np.ptp(batches)
    assert abs(np.corrcoef(np.arange(len(batches)), batches.mean(axis=1))[0, 1]) < 0.3


def test_an_incomplete_batch_comes_last_so_that_no_other_is_torn(lengths):
    batches = np.array(lengths[:995])[order(lengths[:995], 0, 0)][:990].reshape(-1, 10)
    assert np.ptp(batches, axis=1).mean() < 0.1 * np.ptp(batches)
