import pytest

from sentiment_lab.baselines.lstm import LSTMClassifier, LSTMSettings
from sentiment_lab.exceptions import UsageError
from sentiment_lab.models.classifier import Execution

TEXTS = [f"word{chr(97 + index % 26)} {'good' if index % 2 else 'bad'}" for index in range(40)]
LABELS = ["pos" if index % 2 else "neg" for index in range(40)]
SMALL = {
    "embedding_size": 8,
    "hidden_size": 8,
    "batch_size": 8,
    "epochs": 15,
    "learning_rate": 0.02,
}


@pytest.mark.parametrize("pooling", ["last", "max_mean"])
def test_it_learns_by_either_pooling(pooling):
    model = LSTMClassifier(execution=Execution(device="cpu"), pooling=pooling, **SMALL)
    assert model.fit(TEXTS, LABELS).predict(TEXTS).tolist() == LABELS


def test_the_published_network_has_about_two_million_parameters():
    recipe = LSTMSettings.published()
    gates = 4 * recipe.hidden_size * (recipe.embedding_size + recipe.hidden_size + 2)
    assert 1.8e6 < recipe.max_words * recipe.embedding_size + gates < 2.2e6


def test_a_pooling_of_its_neighbour_is_refused():
    with pytest.raises(UsageError, match=r"lstm\.pooling must be one of last, max_mean"):
        LSTMClassifier(pooling="attention")
