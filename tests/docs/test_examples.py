import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sentiment_lab.models.classifier import Execution, LabelledTexts
from sentiment_lab.models.custom import as_classifier, can_save, fit_classifier, load_own

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
GOOD, BAD = ("warm", "bright", "joyful", "kind"), ("cold", "dull", "grey", "stale")


@pytest.fixture(autouse=True)
def examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The modules of docs/examples can be imported."""
    monkeypatch.syspath_prepend(str(EXAMPLES))


def snippets(rng: np.random.Generator, n: int) -> LabelledTexts:
    texts, labels = [], []
    for row in range(n):
        words = [*rng.choice(GOOD if row % 2 else BAD, 2), *rng.choice(["film", "plot", "cast"], 3)]
        texts.append(" ".join(rng.permutation(words)))
        labels.append("fresh" if row % 2 else "rotten")
    return LabelledTexts(texts, labels)


@pytest.mark.parametrize(
    ("name", "settings"),
    [("own_pipeline:pipeline", {}), ("own_network:MeanOfEmbeddings", {"epochs": "4"})],
)
def test_an_example_learns_from_made_up_texts(rng, name, settings):
    module, _, attribute = name.partition(":")
    if module == "own_network":
        pytest.importorskip("torch")
    example = getattr(importlib.import_module(module), attribute)
    train, test = snippets(rng, 200), snippets(rng, 50)

    def trained() -> Any:
        model = as_classifier(example, Execution(seed=1), settings)
        return fit_classifier(model, *train, validation=test)

    model = trained()
    probabilities = model.predict_proba([*test.texts, ""])
    assert model.classes_.tolist() == ["fresh", "rotten"]
    assert probabilities.shape == (51, 2)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-6)
    predicted = model.classes_[probabilities[:50].argmax(axis=1)]
    assert np.mean(predicted == np.array(test.labels)) > 0.9
    assert model.n_parameters_ > 0
    assert np.array_equal(trained().predict_proba(test.texts), model.predict_proba(test.texts))


def test_the_pipeline_is_stored_and_the_network_is_not(rng, tmp_path):
    pipeline: Any = as_classifier(importlib.import_module("own_pipeline").pipeline)
    train = snippets(rng, 40)
    fit_classifier(pipeline, *train).save(tmp_path)
    loaded = load_own("own_pipeline:pipeline", tmp_path)
    assert np.array_equal(loaded.predict_proba(train.texts), pipeline.predict_proba(train.texts))
    pytest.importorskip("torch")
    network = importlib.import_module("own_network").MeanOfEmbeddings()
    assert not can_save(network)


def test_an_example_stays_short():
    longest = {"own_pipeline.py": 20, "own_network.py": 70}
    for name, lines in longest.items():
        assert len((EXAMPLES / name).read_text().splitlines()) <= lines, name
