import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.models.sampling import LengthGroupedSampler, SharedBatches


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


def order(lengths: list[int], seed: int, epoch: int, batch: int = 10) -> list[int]:
    sampler = LengthGroupedSampler(lengths, batch, seed)
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


shares = given(
    lengths=st.lists(st.integers(1, 500), min_size=1, max_size=120),
    batch=st.integers(1, 20),
    processes=st.integers(1, 6),
    epoch=st.integers(0, 2),
)


def shared(
    lengths: list[int], batch: int, processes: int, epoch: int
) -> tuple[list[list[int]], list[SharedBatches]]:
    """The batches that one process reads, and what each of several gets."""
    sampler = LengthGroupedSampler(lengths, batch, seed=3)
    sampler.set_epoch(epoch)
    whole = list(SharedBatches(sampler, batch, 0, 1))
    return whole, [SharedBatches(sampler, batch, rank, processes) for rank in range(processes)]


@shares
def test_all_processes_together_read_each_batch_of_one_process_once(
    lengths, batch, processes, epoch
):
    whole, parts = shared(lengths, batch, processes, epoch)
    assert [index for each in whole for index in each] == order(lengths, 3, epoch, batch)
    assert all(len(part) == len(list(part)) == len(whole) for part in parts)
    for step, texts in enumerate(zip(whole, *parts, strict=True)):
        expected, *read = texts
        # Nobody goes without a text; what only fills up counts for nothing.
        assert all(read)
        counted = [own for part, own in zip(parts, read, strict=True) if part.weight(step)]
        assert sorted(index for own in counted for index in own) == sorted(expected)


@shares
def test_weighted_means_of_all_processes_average_to_the_mean_of_the_batch(
    lengths, batch, processes, epoch
):
    whole, parts = shared(lengths, batch, processes, epoch)
    values = np.random.default_rng(0).normal(size=len(lengths))
    for step, texts in enumerate(zip(whole, *parts, strict=True)):
        expected, *read = texts
        means = [
            part.weight(step) * values[own].mean() for part, own in zip(parts, read, strict=True)
        ]
        assert np.mean(means) == pytest.approx(values[expected].mean(), abs=1e-12)
        later = step + epoch * len(whole)
        assert [part.weight(later) for part in parts] == [part.weight(step) for part in parts]


def test_the_texts_of_a_batch_are_dealt_out_in_turn_so_that_no_process_gets_the_long_ones():
    sampler = LengthGroupedSampler([9, 8, 7, 6, 5], 5, seed=0)
    assert [list(SharedBatches(sampler, 5, rank, 2)) for rank in (0, 1)] == [[[0, 2, 4]], [[1, 3]]]


def test_shares_of_equal_size_leave_the_loss_as_it_is():
    sampler = LengthGroupedSampler([1] * 8, 4, seed=0)
    assert [SharedBatches(sampler, 4, rank, 2).weight(1) for rank in (0, 1)] == [1, 1]
