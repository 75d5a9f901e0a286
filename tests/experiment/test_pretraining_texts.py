from collections.abc import Sequence
from pathlib import Path

import pytest

from sentiment_lab.data.columns import Columns
from sentiment_lab.data.text_batches import TextFile, open_texts
from sentiment_lab.exceptions import DataError
from sentiment_lab.experiment.listener import Silent
from sentiment_lab.experiment.pretraining_encoder import EncoderLearner
from sentiment_lab.experiment.pretraining_texts import TokenParts, survey_texts
from sentiment_lab.models.masked_checkpoint import load_masked_checkpoint
from sentiment_lab.models.masked_settings import MaskedLanguageSettings

MANY = [f"the plot is {word}" for word in ("superb", "dull", "moving") for _ in range(3)] + [
    f"{letter} {other} cast" for letter in "abcdefgh" for other in "ijklmnopqrst"
]


def file_of(texts: Sequence[str], folder: Path, name: str = "texts.txt") -> TextFile:
    (folder / name).write_text("\n".join(texts), encoding="utf-8")
    return open_texts(folder / name, Columns())


def tokenised(texts: Sequence[str], folder: Path, tiny: Path, max_length: int = 8) -> TokenParts:
    checkpoint = load_masked_checkpoint(str(tiny), {}, 0)
    surveyed = survey_texts(file_of(texts, folder), 0, Silent())
    learner = EncoderLearner(checkpoint, MaskedLanguageSettings(max_length=max_length))
    return surveyed.tokenised(learner, folder / "tokens", Silent())


def all_ids(parts: TokenParts) -> list[list[int]]:
    return [part[index].token_ids.tolist() for part in parts[:2] for index in range(len(part))]


def test_one_text_in_fifty_is_held_out_and_none_is_lost(
    tmp_path: Path, tiny_checkpoint: Path
) -> None:
    texts = sorted(set(MANY))
    parts = tokenised(texts, tmp_path, tiny_checkpoint)
    assert (parts.n_train, parts.n_held_out) == (len(texts) - 2, 2)
    assert len(all_ids(parts)) == len(texts)


def test_texts_that_stand_twice_are_held_out_together(
    tmp_path: Path, tiny_checkpoint: Path
) -> None:
    parts = tokenised(MANY[:9], tmp_path, tiny_checkpoint)
    assert (parts.n_train, parts.n_held_out) == (6, 3)


def test_a_long_text_is_cut_into_stretches_that_hold_all_of_it(
    tmp_path: Path, tiny_checkpoint: Path
) -> None:
    words = ["plot", "cast", "superb", "dull"] * 5
    parts = tokenised([" ".join(words), "the cast is moving"], tmp_path, tiny_checkpoint)
    rows = max(([part[i].token_ids for i in range(len(part))] for part in parts[:2]), key=len)
    assert [len(row) for row in rows] == [7, 7, 7, 7]
    tokenizer = load_masked_checkpoint(str(tiny_checkpoint), {}, 0).tokenizer
    read = [str(tokenizer.decode(row, skip_special_tokens=True)) for row in rows]
    assert " ".join(read).split() == words


def test_what_was_tokenised_once_is_not_tokenised_again(
    tmp_path: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tokenised(MANY, tmp_path, tiny_checkpoint)
    monkeypatch.setattr("sentiment_lab.models.bert.SubwordEncoder.encode_stretches", None)
    again = tokenised(MANY, tmp_path, tiny_checkpoint)
    assert all_ids(again) == all_ids(first)
    assert again[2:] == first[2:]


def test_what_was_half_written_is_written_anew(tmp_path: Path, tiny_checkpoint: Path) -> None:
    (tmp_path / "tokens.partial").mkdir()
    (tmp_path / "tokens.partial" / "train.arrow").write_bytes(b"half")
    assert len(all_ids(tokenised(MANY, tmp_path, tiny_checkpoint))) == len(MANY)


def test_the_digest_tells_texts_and_their_order_apart(tmp_path: Path) -> None:
    digests = {
        survey_texts(file_of(texts, tmp_path), 0, Silent()).digest
        for texts in (["a b", "c"], ["c", "a b"], ["a", "b c"], ["a b", "c", "c"])
    }
    assert len(digests) == 4


@pytest.mark.parametrize("texts", [["the cast is dull"], ["dull", "dull"], ["\u2603", "\u2604"]])
def test_texts_of_which_nothing_can_be_learnt_are_refused(
    tmp_path: Path, tiny_checkpoint: Path, texts: list[str]
) -> None:
    with pytest.raises(DataError, match=r"texts\.txt: \d texts to learn from and \d to hold out"):
        tokenised(texts, tmp_path, tiny_checkpoint)
    assert not (tmp_path / "tokens").exists()
