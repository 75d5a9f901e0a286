"""``sentiment-lab pretrain``."""

import re
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


def test_an_encoder_is_trained_further_and_fine_tuned_from_its_folder(
    run_cli: Callable, reviews_csv: Path, tiny_checkpoint: Path
) -> None:
    settings = ("--epochs", 2, "--max-length", 32, "--learning-rate", 0.01, "--device", "cpu")
    command = ("pretrain", tiny_checkpoint, reviews_csv, "--output", "further", *settings)
    outcome = run_cli(*command)
    assert outcome.code == 0, outcome.err
    lines = outcome.out.splitlines()
    assert lines[0].startswith(f"further: {tiny_checkpoint}, trained further on 235 texts (")
    assert lines[0].endswith("tokens), 2 epochs")
    figures = re.fullmatch(
        r"masked loss on 5 texts held out: (\S+) before, (\S+) after \(perplexity .+\)", lines[1]
    )
    assert figures is not None
    assert float(figures[2]) < float(figures[1])
    assert lines[2] == "use it by --set bert.checkpoint=further"
    assert "has no masked-language head: a fresh one" in outcome.err
    assert run_cli(*command).out == outcome.out
    small = ("--set", "bert.epochs=1", "--set", "bert.max_length=16")
    trained = run_cli("train", "bert", reviews_csv, "--set", "bert.checkpoint=further", *small)
    assert trained.code == 0, trained.err


def test_an_lstm_learns_the_next_word_and_both_recurrent_models_start_from_it(
    run_cli: Callable, reviews_csv: Path
) -> None:
    assert run_cli("pretrain", "words", reviews_csv, "-o", "v.bin", "--size", 8).code == 0
    small = ("--hidden-size", 6, "--epochs", 3, "--learning-rate", 0.02, "--device", "cpu")
    command = ("pretrain", "lstm", reviews_csv, "--vectors", "v.bin", "-o", "further", *small)
    outcome = run_cli(*command)
    assert outcome.code == 0, outcome.err
    lines = outcome.out.splitlines()
    assert lines[0].startswith("further: LSTMs in both directions over v.bin, trained on 235 texts")
    figures = re.fullmatch(
        r"loss of the next word on 5 texts held out: (\S+) before, (\S+) after \(.+\)", lines[1]
    )
    assert figures is not None
    assert float(figures[2]) < float(figures[1])
    assert run_cli(*command).out == outcome.out
    for name in ("lstm", "bilstm-attention"):
        settings = (f"{name}.language_model=further", f"{name}.epochs=1")
        options = [each for setting in settings for each in ("--set", setting)]
        trained = run_cli("train", name, reviews_csv, *options)
        assert trained.code == 0, trained.err


def test_a_checkpoint_that_cannot_be_had_is_named_with_the_choices(
    run_cli: Callable, texts: str
) -> None:
    outcome = run_cli("pretrain", "word", texts, "--output", "further")
    assert (outcome.code, outcome.out) == (1, "")
    assert "checkpoint 'word' cannot be loaded" in outcome.err
    assert outcome.err.endswith(
        "Choices: all-MiniLM-L6-v2 (embedded), a folder with an encoder, or another name on the "
        "Hub\n"
    )


@pytest.mark.parametrize(
    ("what", "options", "message"),
    [
        (
            "words",
            ("--max-length", 8),
            "pretrain words has no --max-length: 'sentiment-lab pretrain --help'",
        ),
        ("words", ("--device", "cpu"), "pretrain words has no --device"),
        ("some/encoder", ("--size", 4), "has no --size"),
        ("some/encoder", ("--masked", 1.5), "masked must be a number above 0 and below 1, not 1.5"),
        ("some/encoder", ("--precision", "fp16"), "precision fp16 needs a CUDA device"),
        ("words", ("--size", 0), "--size is 0: give 1 or more"),
        ("words", ("--vectors", "v.txt"), "pretrain words has no --vectors"),
        ("some/encoder", ("--hidden-size", 4), "has no --hidden-size"),
        ("lstm", ("--masked", 0.2), "pretrain lstm has no --masked"),
        ("lstm", (), "pretrain lstm needs --vectors FILE, which 'sentiment-lab pretrain words'"),
        ("lstm", ("--vectors", "v.txt", "--hidden-size", 0), "hidden_size must be"),
    ],
)
def test_options_of_the_other_kind_and_values_out_of_range_are_refused(
    run_cli: Callable, texts: str, what: str, options: tuple[object, ...], message: str
) -> None:
    outcome = run_cli("pretrain", what, texts, "--output", "out", *options)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert not Path("out").exists()


def test_a_file_without_texts_is_refused(run_cli: Callable, tiny_checkpoint: Path) -> None:
    Path("empty.txt").write_text("\n\n")
    outcome = run_cli("pretrain", tiny_checkpoint, "empty.txt", "--output", "out")
    assert outcome.code == 1
    assert outcome.err == "error: empty.txt holds no texts\n"


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


def test_a_missing_folder_of_a_language_model_is_named_before_any_model_trains(
    run_cli: Callable, reviews_csv: Path
) -> None:
    setting = "bilstm-attention.language_model=nowhere"
    outcome = run_cli("train", "bilstm-attention", reviews_csv, "--set", setting)
    assert outcome.code == 2
    assert "bilstm-attention.language_model: no folder nowhere" in outcome.err
    assert not Path("runs").exists()


def test_word_vectors_are_no_language_model(run_cli: Callable, reviews_csv: Path) -> None:
    Path("w.bin").write_bytes(b"1 1\n")
    outcome = run_cli("train", "lstm", reviews_csv, "--set", "lstm.language_model=w.bin")
    assert outcome.code == 2
    assert "w.bin is a file: give a folder" in outcome.err
    assert "lstm.vectors" in outcome.err
    assert not Path("runs").exists()
