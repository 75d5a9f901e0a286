"""Made-up texts, a made-up pretrained encoder, and small models of each kind."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sentiment_lab.baselines.bilstm_attention import BiLSTMAttentionClassifier
from sentiment_lab.baselines.lstm import LSTMClassifier
from sentiment_lab.models.bert import BertClassifier
from sentiment_lab.models.classifier import Execution, LabelledTexts
from sentiment_lab.models.neural import NeuralClassifier

WORDS = [first + second for first in "bdfgklmnpr" for second in "aeiou"]
SMALL: dict[str, Any] = {"batch_size": 8, "epochs": 3, "learning_rate": 0.02, "max_length": 16}
SMALL_RECURRENT = {**SMALL, "embedding_size": 8, "hidden_size": 8, "min_count": 1}

MakeModel = Callable[..., NeuralClassifier[Any, Any, Any]]


def made_up(n: int, classes: tuple[str, ...], seed: int) -> LabelledTexts:
    """Texts whose class shows in which of the words they prefer."""
    rng = np.random.default_rng(seed)
    texts, labels = [], []
    for _ in range(n):
        index = int(rng.integers(len(classes)))
        own = WORDS[index * 15 : index * 15 + 20]
        texts.append(" ".join(rng.choice(own, size=int(rng.integers(3, 15)))))
        labels.append(classes[index])
    return LabelledTexts(texts, labels)


@pytest.fixture(scope="session")
def train() -> LabelledTexts:
    return made_up(60, ("neg", "pos"), seed=0)


@pytest.fixture(scope="session")
def validation() -> LabelledTexts:
    return made_up(20, ("neg", "pos"), seed=1)


@pytest.fixture(scope="session")
def three_classes() -> LabelledTexts:
    return made_up(60, ("bad", "fair", "good"), seed=2)


@pytest.fixture(scope="session")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a pretrained encoder with two narrow layers that knows `WORDS`."""
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("checkpoints") / "tiny-bert"
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    tokenizer = BertTokenizer(vocab={word: index for index, word in enumerate(vocabulary)})
    tokenizer.save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
    )
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module", params=["bert", "lstm", "bilstm-attention"])
def make(request: pytest.FixtureRequest, tiny_bert: Path) -> MakeModel:
    """Makes a small model of one kind; settings and ``execution`` may be given."""

    def build(**given: Any) -> NeuralClassifier[Any, Any, Any]:
        execution: Execution = given.pop("execution", Execution(device="cpu"))
        match request.param:
            case "bert":
                settings = {**SMALL, "checkpoint": str(tiny_bert), **given}
                return BertClassifier(execution=execution, **settings)
            case "lstm":
                return LSTMClassifier(execution=execution, **{**SMALL_RECURRENT, **given})
            case _:
                settings = {**SMALL_RECURRENT, "attention_size": 4, **given}
                return BiLSTMAttentionClassifier(execution=execution, **settings)

    return build


@pytest.fixture
def make_lstm() -> MakeModel:
    """Makes a small LSTM; settings and ``execution`` may be given."""

    def build(**given: Any) -> LSTMClassifier:
        execution: Execution = given.pop("execution", Execution(device="cpu"))
        return LSTMClassifier(execution=execution, **{**SMALL_RECURRENT, **given})

    return build
