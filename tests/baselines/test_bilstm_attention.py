import pytest

from sentiment_lab.baselines.bilstm_attention import (
    BiLSTMAttentionClassifier,
    BiLSTMAttentionSettings,
)
from sentiment_lab.exceptions import DataError, UsageError
from sentiment_lab.models.classifier import Execution

FILLERS = ["the", "film", "of", "plot", "hall"]
TEXTS = [
    " ".join([*FILLERS[index % 5 :], "Good" if index % 2 else "bad", *FILLERS[: index % 5]])
    for index in range(60)
]
LABELS = ["pos" if index % 2 else "neg" for index in range(60)]


@pytest.fixture(scope="module")
def model() -> BiLSTMAttentionClassifier:
    made = BiLSTMAttentionClassifier(
        execution=Execution(device="cpu"),
        embedding_size=8,
        hidden_size=8,
        attention_size=8,
        epochs=12,
        learning_rate=0.02,
        min_count=1,
        max_length=8,
    )
    return made.fit(TEXTS, LABELS)


def test_it_learns(model):
    assert model.predict(["the film good", "bad plot"]).tolist() == ["pos", "neg"]


def test_attention_names_the_tokens_of_the_text_and_sums_to_one(model):
    text = "The film<br />GOOD, of plot"
    tokens = model.attention([text])[0]
    assert [text[token.start : token.end] for token in tokens] == [
        "The",
        "film",
        "GOOD",
        ",",
        "of",
        "plot",
    ]
    assert sum(token.weight for token in tokens) == pytest.approx(1.0, abs=1e-6)


def test_attention_covers_what_was_read_of_a_long_text(model):
    text = " ".join(f"w{index}" for index in range(30))
    tokens = model.attention([text])[0]
    assert len(tokens) == 8
    assert tokens[-1].end == len(text)
    assert sum(token.weight for token in tokens) == pytest.approx(1.0, abs=1e-6)


def test_attention_of_several_texts_is_that_of_each_alone(model):
    texts = ["good", "", "a bad film of the plot"]
    for together, text in zip(model.attention(texts), texts, strict=True):
        alone = model.attention([text])[0]
        assert [token[:2] for token in together] == [token[:2] for token in alone]
        assert [token.weight for token in together] == pytest.approx(
            [token.weight for token in alone], abs=1e-5
        )


def test_attention_needs_a_trained_model_and_texts(model):
    with pytest.raises(UsageError, match="not trained yet"):
        BiLSTMAttentionClassifier().attention(["good"])
    with pytest.raises(DataError, match="no texts"):
        model.attention([])


def test_the_published_network_has_about_four_million_parameters():
    recipe = BiLSTMAttentionSettings.published()
    gates = 2 * 4 * recipe.hidden_size * (recipe.embedding_size + recipe.hidden_size + 2)
    assert 3.6e6 < recipe.max_words * recipe.embedding_size + gates < 4.4e6
