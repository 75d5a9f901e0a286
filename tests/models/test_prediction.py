import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.models.encoding import EncodedTexts
from sentiment_lab.models.prediction import (
    TEXTS_PER_BATCH,
    TOKENS_PER_BATCH,
    batches_by_length,
    mean_loss,
    predict_logits,
    softmax,
)

CPU = torch.device("cpu")


class SumOfIds(torch.nn.Module):
    """Gives the sum of a text's ids, so that each row of output names its text."""

    def forward(self, input_ids, attention_mask):
        total = (input_ids * attention_mask).sum(dim=1).float()
        return {"logits": torch.stack([total, -total], dim=1)}


def test_predictions_come_in_the_order_of_the_texts(rng):
    texts = [rng.integers(1, 100, size=n).tolist() for n in rng.integers(1, 400, size=300)]
    logits = predict_logits(SumOfIds(), EncodedTexts(texts), pad_id=7, device=CPU)
    assert logits.shape == (300, 2)
    assert logits[:, 0].tolist() == [sum(text) for text in texts]


def test_progress_ends_with_all_texts_done():
    seen: list[tuple[int, int, str]] = []
    texts = EncodedTexts([[1] * 3_000, [1] * 3_000, [1]])
    predict_logits(SumOfIds(), texts, pad_id=0, device=CPU, on_progress=lambda *a: seen.append(a))
    assert seen == [(1, 3, "predict"), (2, 3, "predict"), (3, 3, "predict")]


def test_the_network_predicts_without_dropout():
    network = SumOfIds().train()
    predict_logits(network, EncodedTexts([[1]]), pad_id=0, device=CPU)
    assert not network.training


@given(lengths=st.lists(st.integers(1, 10_000), min_size=1, max_size=300))
def test_batches_hold_every_text_once_within_the_token_budget(lengths):
    batches = batches_by_length(np.array(lengths), CPU)
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    for batch in batches:
        padded = max(lengths[row] for row in batch) * len(batch)
        assert len(batch) == 1 or padded <= TOKENS_PER_BATCH["cpu"]
        assert len(batch) <= TEXTS_PER_BATCH


@given(st.lists(st.lists(st.floats(-700, 700), min_size=3, max_size=3), min_size=1, max_size=20))
def test_probabilities_lie_in_range_and_sum_to_one(logits):
    probabilities = softmax(np.array(logits))
    assert np.all((probabilities >= 0) & (probabilities <= 1))
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-12)


def test_mean_loss_is_torchs_cross_entropy(rng):
    logits, labels = rng.normal(size=(50, 4)) * 30, rng.integers(0, 4, size=50)
    expected = torch.nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(labels))
    assert mean_loss(logits, labels) == pytest.approx(float(expected), rel=1e-12)
