"""``sentiment-lab pretrain``."""

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("gensim")


@pytest.fixture
def texts() -> str:
    Path("texts.txt").write_text("a fine film\na dull film\n" * 10)
    return "texts.txt"


def test_words_of_unlabelled_texts_become_a_file_of_vectors(run_cli: Callable, texts: str) -> None:
    outcome = run_cli("pretrain", "words", texts, "--output", "v.txt", "--size", "4")
    assert outcome.code == 0
    assert outcome.out == "v.txt: vectors of 4 words from 20 texts\n"
    assert Path("v.txt").read_text().splitlines()[0] == "4 4"


def test_what_cannot_be_pretrained_is_named(run_cli: Callable, texts: str) -> None:
    outcome = run_cli("pretrain", "word", texts, "--output", "v.txt")
    assert (outcome.code, outcome.out) == (2, "")
    assert "unknown kind of pretraining 'word': did you mean 'words'?" in outcome.err


def test_a_name_that_readers_would_take_for_compressed_is_refused(
    run_cli: Callable, texts: str
) -> None:
    outcome = run_cli("pretrain", "words", texts, "--output", "v.txt.gz")
    assert outcome.code == 2
    assert "not compressed here" in outcome.err


def test_a_folder_that_is_not_there_is_named_before_anything_is_learnt(
    run_cli: Callable, texts: str
) -> None:
    outcome = run_cli("pretrain", "words", texts, "--output", "nowhere/v.txt")
    assert (outcome.code, outcome.out) == (1, "")
    assert "there is no folder nowhere" in outcome.err


def test_a_missing_file_of_vectors_is_named_before_any_model_trains(
    run_cli: Callable, reviews_csv: Path
) -> None:
    outcome = run_cli("compare", reviews_csv, "--model", "lstm", "--set", "lstm.vectors=none.bin")
    assert outcome.code == 2
    assert "lstm.vectors: no file none.bin" in outcome.err
    assert not Path("runs").exists()
