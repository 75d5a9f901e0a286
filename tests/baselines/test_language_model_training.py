"""A language model over words, from rows of texts to what a classifier starts from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sentiment_lab.baselines.bilstm_attention import BiLSTMAttentionClassifier
from sentiment_lab.baselines.language_model_settings import LanguageModelSettings
from sentiment_lab.baselines.language_model_training import (
    LanguageModelLearner,
    read_language_model,
)
from sentiment_lab.baselines.lstm import LSTMClassifier
from sentiment_lab.baselines.word_vectors import SPREAD, WordVectors
from sentiment_lab.exceptions import DataError, UsageError
from sentiment_lab.models.classifier import Execution
from sentiment_lab.models.pretraining_data import PretrainingData
from sentiment_lab.models.token_file import TokenFile, token_writer

WORDS = ("the", "cast", "is", "plot", "dull", "superb", "!")
VECTORS = WordVectors(WORDS, np.random.default_rng(0).normal(size=(7, 5)).astype(np.float32))
SETTINGS = LanguageModelSettings(
    epochs=4, learning_rate=0.02, batch_size=4, max_length=8, hidden_size=6, noise=4
)
TEXTS = ["the cast is superb !", "the plot is dull"] * 8
LABELS = ["pos", "neg"] * 8
CPU = Execution(device="cpu")
SMALL = {"epochs": 1, "max_length": 12, "batch_size": 8}


@pytest.fixture
def learner() -> LanguageModelLearner:
    return LanguageModelLearner(VECTORS, SETTINGS)


@pytest.fixture
def data(tmp_path: Path, learner: LanguageModelLearner) -> PretrainingData:
    rows = [row for text in learner.encode_stretches(TEXTS) for row in text]
    for name, part in (("train", rows[:12]), ("held-out", rows[12:])):
        with token_writer(tmp_path / name) as writer:
            writer.write(part)
    return PretrainingData(TokenFile(tmp_path / "train"), TokenFile(tmp_path / "held-out"), "key")


@pytest.fixture
def folder(tmp_path: Path, learner: LanguageModelLearner, data: PretrainingData) -> Path:
    learner.fit(data, CPU)
    learner.save(tmp_path / "model")
    return tmp_path / "model"


def test_long_texts_are_cut_and_unknown_words_share_an_id(learner: LanguageModelLearner) -> None:
    (whole,), (cut_1, cut_2), empty = learner.encode_stretches(
        ["The film is DULL!", "the cast is superb " * 3, " "]
    )
    assert whole == [2, 1, 4, 6, 8]
    assert (len(cut_1), len(cut_2)) == (6, 6)
    assert empty == []


def test_a_stretch_of_one_word_or_of_unknown_ones_teaches_nothing(
    learner: LanguageModelLearner,
) -> None:
    assert [learner.teaches(ids) for ids in ([2], [1, 1], [1, 2])] == [False, False, True]


def test_the_loss_of_the_next_word_falls(
    learner: LanguageModelLearner, data: PretrainingData
) -> None:
    history = learner.fit(data, CPU)
    losses = [each.validation_loss or 0.0 for each in history]
    assert [each.epoch for each in history] == [0, 1, 2, 3, 4]
    assert losses[-1] < losses[0] - 0.05


def test_words_vectors_and_states_are_read_as_they_were_stored(folder: Path) -> None:
    read = read_language_model(folder)
    assert read.vectors.words == WORDS
    expected = VECTORS.matrix * SPREAD / VECTORS.matrix.std()
    assert np.allclose(read.vectors.matrix, expected, atol=1e-6)
    assert read.hidden_size == 6
    assert read.directions.keys() == {"forward_lstm", "backward_lstm"}


@pytest.mark.parametrize("kind", [LSTMClassifier, BiLSTMAttentionClassifier])
def test_a_classifier_starts_from_its_vectors_and_states(kind: type, folder: Path) -> None:
    model = kind(execution=CPU, language_model=str(folder), **SMALL)
    model.classes_ = np.array(["neg", "pos"])
    model._build(TEXTS)
    read, ids = read_language_model(folder), model.encoder_.ids()
    for word, vector in zip(read.vectors.words, read.vectors.matrix, strict=True):
        row = model.network_.embedding.weight[ids[word]].detach().numpy()
        assert np.allclose(row, vector, atol=1e-6)
    for direction in ("forward_lstm", "backward_lstm"):
        lstm = getattr(model.network_, direction)
        if lstm is not None:
            for name, value in lstm.state_dict().items():
                assert torch.equal(value, read.directions[direction][name])


@pytest.mark.parametrize("kind", [LSTMClassifier, BiLSTMAttentionClassifier])
def test_a_trained_classifier_keeps_the_vectors_moves_the_states_and_needs_the_folder_no_more(
    kind: type, folder: Path, tmp_path: Path
) -> None:
    read = read_language_model(folder)
    model = kind(execution=CPU, language_model=str(folder), **SMALL).fit(TEXTS, LABELS)
    row = model.network_.embedding.weight[model.encoder_.ids()["superb"]].detach().numpy()
    assert np.allclose(row, read.vectors.matrix[WORDS.index("superb")], atol=1e-6)
    moved = model.network_.forward_lstm.state_dict()["weight_hh_l0"]
    assert not torch.equal(moved, read.directions["forward_lstm"]["weight_hh_l0"])
    model.save(tmp_path / "classifier")
    for path in folder.iterdir():
        path.unlink()
    loaded = kind.load(tmp_path / "classifier", execution=CPU)
    assert np.array_equal(loaded.predict_proba(TEXTS), model.predict_proba(TEXTS))


def test_the_start_is_told_by_words_and_vectors(learner: LanguageModelLearner) -> None:
    other = WordVectors((*WORDS[:-1], "?"), VECTORS.matrix)
    moved = WordVectors(WORDS, VECTORS.matrix + np.arange(5, dtype=np.float32))
    digests = {LanguageModelLearner(each, SETTINGS).digest() for each in (VECTORS, other, moved)}
    assert len(digests) == 3
    same = LanguageModelLearner(VECTORS, replace(SETTINGS, epochs=9)).digest()
    assert learner.digest() == same


@pytest.mark.parametrize("content", [None, b"half"])
def test_a_folder_that_holds_no_language_model_is_refused(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "language_model.safetensors").write_bytes(content)
    with pytest.raises(DataError, match="give a folder that 'sentiment-lab pretrain lstm' wrote"):
        read_language_model(tmp_path)


def test_word_vectors_beside_a_language_model_are_refused() -> None:
    with pytest.raises(UsageError, match="leave lstm.vectors=train out"):
        LSTMClassifier(language_model="folder", vectors="train")


@pytest.mark.parametrize("name", ["hidden_size", "embedding_size"])
def test_another_size_than_that_of_the_language_model_is_refused(name: str, folder: Path) -> None:
    model = LSTMClassifier(execution=CPU, language_model=str(folder), **{**SMALL, name: 7})
    with pytest.raises(UsageError, match=rf"lstm\.{name} is 7, but what it starts from has"):
        model.fit(TEXTS, LABELS)
