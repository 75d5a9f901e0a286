"""Word vectors: learnt, stored, read, and what a recurrent baseline starts from."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("gensim")

from sentiment_lab.baselines.bilstm_attention import BiLSTMAttentionClassifier
from sentiment_lab.baselines.lstm import LSTMClassifier
from sentiment_lab.baselines.vocabulary import split_words
from sentiment_lab.baselines.word_vectors import (
    SPREAD,
    WordVectors,
    learn_word_vectors,
    read_word_vectors,
    rows_for,
    write_word_vectors,
)
from sentiment_lab.exceptions import DataError
from sentiment_lab.models.classifier import Execution

VECTORS = WordVectors(
    ("good", "bad", "elsewhere"), np.array([[1, 0, 2], [-1, 0, 2], [0, 3, 0]], dtype=np.float32)
)
TEXTS = [f"word{chr(97 + index % 26)} {'good' if index % 2 else 'bad'}" for index in range(40)]
LABELS = ["pos" if index % 2 else "neg" for index in range(40)]
SMALL = {"hidden_size": 8, "batch_size": 8, "epochs": 2, "learning_rate": 0.02, "min_count": 1}


def sentences() -> list[list[str]]:
    """Two kinds of texts, whose words never meet; long, since frequent words are often skipped."""
    rng = np.random.default_rng(3)
    kinds = [[f"{kind}{number}" for number in range(30)] for kind in ("summer", "winter")]
    return [rng.choice(kinds[row % 2], 80).tolist() for row in range(400)]


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "vectors.bin"
    write_word_vectors(VECTORS, path)
    return str(path)


def test_words_that_stand_together_get_like_vectors() -> None:
    learnt = learn_word_vectors(sentences(), size=8, seed=0)
    unit = learnt.matrix / np.linalg.norm(learnt.matrix, axis=1, keepdims=True)
    summer = np.array([word.startswith("summer") for word in learnt.words])
    same, other = unit[summer] @ unit[summer].T, unit[summer] @ unit[~summer].T
    assert same.mean() > other.mean() + 0.5


def test_the_same_texts_and_seed_give_the_same_vectors() -> None:
    first, second = (learn_word_vectors(sentences(), size=8, seed=4) for _ in range(2))
    assert first.words == second.words
    assert np.array_equal(first.matrix, second.matrix)


def test_texts_without_a_repeated_word_are_refused() -> None:
    with pytest.raises(DataError, match="no word occurs 5 times"):
        learn_word_vectors([["once"]], size=8, seed=0)


@pytest.mark.parametrize("name", ["vectors.bin", "vectors.txt"])
def test_a_file_gives_back_what_was_written(tmp_path: Path, name: str) -> None:
    write_word_vectors(VECTORS, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    back = read_word_vectors(tmp_path / name)
    assert back.words == VECTORS.words
    assert np.allclose(back.matrix, VECTORS.matrix)


@pytest.mark.parametrize(("name", "content"), [("a.bin", b"\xff\xfe"), ("a.txt", b"no header\n")])
def test_a_file_of_something_else_is_refused_by_its_name(tmp_path, name, content) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=f"{name}: no word vectors can be read there"):
        read_word_vectors(tmp_path / name)


def test_known_words_get_their_vectors_at_one_spread() -> None:
    rows = dict(rows_for(VECTORS, [("bad", 7), ("unheard", 8)]))
    assert list(rows) == [7]
    scale = SPREAD / VECTORS.matrix.std()
    assert np.allclose(rows[7], VECTORS.matrix[1] * scale)


def test_texts_are_split_as_the_vocabulary_sees_them() -> None:
    assert split_words(["Don't<br />GO, 9!"]) == [["don't", "go", ",", "9", "!"]]


@pytest.mark.parametrize("kind", [LSTMClassifier, BiLSTMAttentionClassifier])
def test_frozen_vectors_stay_as_they_were_and_are_counted_as_parameters(kind, file: str) -> None:
    model = kind(execution=Execution(device="cpu"), vectors=file, **SMALL).fit(TEXTS, LABELS)
    embedding = model.network_.embedding.weight.detach().numpy()
    expected = dict(rows_for(VECTORS, model.encoder_.ids().items()))
    assert len(expected) == 2
    for number, vector in expected.items():
        assert np.array_equal(embedding[number], vector)
    assert model.n_parameters_ == sum(each.numel() for each in model.network_.parameters())


@pytest.mark.parametrize("rate", [0.0, 0.1])
def test_words_without_a_vector_stay_at_zero_where_vectors_are_frozen(
    file: str, rate: float
) -> None:
    settings = {**SMALL, "vectors": file, "vectors_rate": rate}
    model = LSTMClassifier(execution=Execution(device="cpu"), **settings).fit(TEXTS, LABELS)
    embedding = model.network_.embedding.weight.detach().numpy()
    others = sorted({*range(len(embedding))} - {model.encoder_.ids()[w] for w in ("good", "bad")})
    assert len(others) > 2
    # Row 0 is padding, which is never anything else.
    assert (embedding[others[1:]] == 0).all() == (rate == 0.0)


def test_the_share_of_words_with_a_vector_is_told_and_stored(file: str, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    execution = Execution(device="cpu", on_progress=lambda *each: told.append(each))
    model = LSTMClassifier(execution=execution, vectors=file, **SMALL).fit(TEXTS, LABELS)
    assert told[0] == (2, 28, "7 % of 28 words have a vector")
    assert model.vector_share_ == 2 / 28
    model.save(tmp_path / "model")
    loaded = LSTMClassifier.load(tmp_path / "model", execution=Execution(device="cpu"))
    assert loaded.vector_share_ == model.vector_share_
    assert LSTMClassifier(**SMALL).fit(TEXTS, LABELS).vector_share_ is None


def test_vectors_of_other_words_alone_are_refused(file: str) -> None:
    model = LSTMClassifier(execution=Execution(device="cpu"), vectors=file, **SMALL)
    with pytest.raises(DataError, match=r"no word of the training texts of .lstm. has a vector"):
        model.fit(["word here", "word there"] * 20, ["pos", "neg"] * 20)


def test_vectors_may_be_trained_further_at_a_rate_of_their_own(file: str) -> None:
    moved = {}
    for rate in (0.1, 1.0):
        settings = {**SMALL, "vectors": file, "vectors_rate": rate}
        model = LSTMClassifier(execution=Execution(device="cpu"), **settings).fit(TEXTS, LABELS)
        embedding = model.network_.embedding.weight.detach().numpy()
        rows = rows_for(VECTORS, model.encoder_.ids().items())
        moved[rate] = max(np.abs(embedding[number] - vector).max() for number, vector in rows)
    assert 0 < moved[0.1] < 0.3 * moved[1.0]


@pytest.mark.parametrize("vectors", ["file", "train"])
def test_a_stored_model_needs_neither_file_nor_texts(file: str, tmp_path: Path, vectors) -> None:
    source = file if vectors == "file" else vectors
    settings = {**SMALL, "vectors": source, "embedding_size": 3}
    model = LSTMClassifier(execution=Execution(device="cpu"), **settings).fit(TEXTS, LABELS)
    assert model.network_.embedding.weight.shape[1] == 3
    model.save(tmp_path / "model")
    Path(file).unlink()
    loaded = LSTMClassifier.load(tmp_path / "model", execution=Execution(device="cpu"))
    assert np.array_equal(loaded.predict_proba(TEXTS), model.predict_proba(TEXTS))
    assert loaded.n_parameters_ == model.n_parameters_
