import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.models.encoding import Collator, EncodedTexts, in_chunks, truncate


@pytest.mark.parametrize(
    ("truncation", "kept"),
    [
        ("head", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("tail", [12, 13, 14, 15, 16, 17, 18, 19]),
        ("head_tail", [0, 1, 14, 15, 16, 17, 18, 19]),
    ],
)
def test_truncation_keeps_the_part_it_is_named_after(truncation, kept):
    assert truncate(list(range(20)), 8, truncation) == kept


@given(
    n=st.integers(0, 60),
    budget=st.integers(1, 60),
    truncation=st.sampled_from(["head", "tail", "head_tail"]),
)
def test_truncation_keeps_as_much_as_it_may_in_order(n, budget, truncation):
    kept = truncate(list(range(n)), budget, truncation)
    assert len(kept) == min(n, budget)
    assert kept == sorted(set(kept))


def test_a_batch_is_padded_to_its_longest_text_only():
    texts = EncodedTexts([[1, 2, 3], [4]], np.array([0, 1]))
    batch = Collator(pad_id=9)([texts[0], texts[1]])
    assert batch["input_ids"].tolist() == [[1, 2, 3], [4, 9, 9]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1], [1, 0, 0]]
    assert batch["labels"].tolist() == [0, 1]


def test_a_batch_without_labels_has_none():
    texts = EncodedTexts([[1, 2], [3]])
    assert "labels" not in Collator(0)([texts[0], texts[1]])


def test_encoded_texts_know_lengths_and_labels():
    texts = EncodedTexts([[1, 2], [3]], np.array([1, 0]))
    assert len(texts) == 2
    assert texts.lengths.tolist() == [2, 1]
    assert texts[0].token_ids.tolist() == [1, 2]
    assert (texts[0].label, texts[1].label) == (1, 0)


def test_chunks_hold_all_texts_in_order():
    texts = [str(number) for number in range(2_500)]
    chunks = list(in_chunks(texts))
    assert [len(chunk) for chunk in chunks] == [1_000, 1_000, 500]
    assert [text for chunk in chunks for text in chunk] == texts
