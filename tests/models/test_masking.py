import numpy as np
import pytest

from sentiment_lab.models.masking import IGNORED, HiddenTokens, Vocabulary
from sentiment_lab.models.token_file import Row

PAD, START, END, UNKNOWN, MASK, FIRST = range(6)
SPECIAL = np.array([PAD, START, END, UNKNOWN, MASK])
WORDS = Vocabulary(size=5_000, mask_id=MASK, pad_id=PAD, special_ids=SPECIAL)


def row(number: int, length: int) -> Row:
    words = np.random.default_rng(number).integers(FIRST, WORDS.size, size=length)
    return Row(number, np.array([START, *words, UNKNOWN, END], dtype=np.int32))


def test_of_the_tokens_drawn_four_in_five_are_masked_one_swapped_in_ten_and_one_kept() -> None:
    rows = [row(number, 1_000) for number in range(40)]
    batch = HiddenTokens(WORDS, 0.15, seed=0)(rows)
    before = np.stack([each.token_ids for each in rows])
    after, labels = batch["input_ids"].numpy(), batch["labels"].numpy()
    hidden = labels != IGNORED
    assert np.array_equal(labels[hidden], before[hidden])
    assert np.array_equal(after[~hidden], before[~hidden])
    assert hidden.sum() / 40_000 == pytest.approx(0.15, abs=0.01)
    masked, kept = after[hidden] == MASK, after[hidden] == before[hidden]
    assert masked.mean() == pytest.approx(0.8, abs=0.02)
    assert kept.mean() == pytest.approx(0.1, abs=0.02)


def test_special_tokens_unknown_words_and_padding_are_never_drawn() -> None:
    rows = [row(number, 5 + number) for number in range(30)]
    batch = HiddenTokens(WORDS, 0.9, seed=0)(rows)
    drawn = batch["labels"].numpy()
    assert not np.isin(drawn[drawn != IGNORED], SPECIAL).any()
    lengths = [len(each.token_ids) for each in rows]
    assert batch["attention_mask"].sum(dim=1).tolist() == lengths
    assert (batch["input_ids"].numpy()[0, lengths[0] :] == PAD).all()


def test_every_row_teaches_at_least_one_word() -> None:
    batch = HiddenTokens(WORDS, 0.01, seed=0)([row(number, 1) for number in range(20)])
    assert ((batch["labels"] != IGNORED).sum(dim=1) == 1).all()


def test_what_is_hidden_depends_on_row_epoch_and_seed_but_not_on_the_batch() -> None:
    hide = HiddenTokens(WORDS, 0.3, seed=1)
    together = hide([row(0, 50), row(1, 50)])["labels"][1].tolist()
    assert hide([row(1, 50)])["labels"][0].tolist() == together
    hide.set_epoch(1)
    assert hide([row(1, 50)])["labels"][0].tolist() != together
    assert HiddenTokens(WORDS, 0.3, seed=2)([row(1, 50)])["labels"][0].tolist() != together


def test_a_row_without_a_known_word_teaches_nothing() -> None:
    assert not WORDS.teaches([START, UNKNOWN, END])
    assert WORDS.teaches([START, UNKNOWN, FIRST, END])
