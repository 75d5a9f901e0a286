"""Training sets of a learning curve."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.data.dataset import Dataset
from sentiment_lab.experiment.ablation_sample import training_sample


def _dataset(labels: list[str]) -> Dataset:
    train = pd.DataFrame(
        {
            "id": [f"r{row}" for row in range(len(labels))],
            "text": [f"text {row}" for row in range(len(labels))],
            "label": labels,
        }
    )
    other = pd.DataFrame({"id": ["v"], "text": ["v"], "label": ["a"]})
    return Dataset("made-up", ("a", "b"), train, other, other, "rows", None, "whole", ())


@given(
    labels=st.lists(st.sampled_from(["a", "b", "c"]), min_size=4, max_size=60),
    seed=st.integers(0, 5),
    data=st.data(),
)
def test_samples_are_nested_stratified_and_of_the_size_asked_for(labels, seed, data) -> None:
    dataset = _dataset(labels)
    larger = data.draw(st.integers(2, len(labels)))
    smaller = data.draw(st.integers(1, larger))
    large = training_sample(dataset, larger, seed).train
    small = training_sample(dataset, smaller, seed).train
    assert (len(large), len(small)) == (larger, smaller)
    assert set(small["id"]) <= set(large["id"])
    for label in set(labels):
        expected = labels.count(label) * smaller / len(labels)
        assert abs((small["label"] == label).sum() - expected) <= 1.5


def test_a_sample_does_not_depend_on_the_order_of_rows() -> None:
    dataset = _dataset(["a", "b"] * 20)
    shuffled = dataset.train.sample(frac=1, random_state=1).reset_index(drop=True)
    other = Dataset(**{**vars(dataset), "train": shuffled})
    one, two = training_sample(dataset, 10, 0), training_sample(other, 10, 0)
    assert set(one.train["id"]) == set(two.train["id"])
    assert one.fingerprint == two.fingerprint


def test_another_seed_or_size_is_other_data() -> None:
    dataset = _dataset(["a", "b"] * 20)
    prints = {
        training_sample(dataset, size, seed).fingerprint for size in (10, 20) for seed in (0, 1)
    }
    assert len(prints | {dataset.fingerprint}) == 5


def test_all_rows_are_the_data_set_itself() -> None:
    dataset = _dataset(["a", "b"])
    assert training_sample(dataset, 2, 0) is dataset
