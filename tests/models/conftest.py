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
    import torch
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
    with torch.random.fork_rng():
        torch.manual_seed(0)
        BertModel(config).save_pretrained(folder)
    return folder


ENCODER_TYPES = ("bert", "roberta", "distilbert", "electra", "deberta-v2")


def save_tiny_encoder(kind: str, folder: Path) -> Path:
    """Write a pretrained encoder of a type: two narrow layers and a tokenizer of its own kind."""
    import torch
    from transformers import AutoConfig, AutoModel

    tokenizer = _tiny_tokenizer(kind)
    tokenizer.save_pretrained(folder)
    # Names that a type does not have become further attributes that nothing reads.
    config = AutoConfig.for_model(
        kind,
        vocab_size=len(tokenizer),
        hidden_size=16,
        dim=16,
        num_hidden_layers=2,
        n_layers=2,
        num_attention_heads=2,
        n_heads=2,
        intermediate_size=32,
        hidden_dim=32,
        embedding_size=8,
        max_position_embeddings=34,
        pad_token_id=tokenizer.pad_token_id,
        initializer_range=0.3,  # wide enough for words and places to be seen in the logits
        **DEBERTA_V3 if kind == "deberta-v2" else {},
    )
    with torch.random.fork_rng():
        torch.manual_seed(0)
        AutoModel.from_config(config).save_pretrained(folder)
    return folder


DEBERTA_V3: dict[str, Any] = {
    "relative_attention": True,
    "pos_att_type": ["p2c", "c2p"],
    "position_biased_input": False,
    "position_buckets": 8,
    "norm_rel_ebd": "layer_norm",
    "share_att_key": True,
}


def _tiny_tokenizer(kind: str) -> Any:
    from transformers import BertTokenizer, DebertaV2Tokenizer, RobertaTokenizer

    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    if kind == "roberta":
        special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
        vocabulary = {
            word: index for index, word in enumerate([*special, *letters, "\u0120", *WORDS])
        }
        merges: Any = [(word[0], word[1]) for word in WORDS]
        return RobertaTokenizer(vocab=vocabulary, merges=merges)
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    if kind == "deberta-v2":
        pieces = [("\u2581", -3.0), *((letter, -4.0) for letter in letters)]
        words = [("\u2581" + word, -1.0) for word in WORDS]
        return DebertaV2Tokenizer(vocab=[*((word, 0.0) for word in special), *pieces, *words])
    return BertTokenizer(vocab={word: index for index, word in enumerate([*special, *WORDS])})


@pytest.fixture(scope="session")
def tiny_encoders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of a tiny pretrained encoder by its type."""
    folder = tmp_path_factory.mktemp("encoders")
    return {kind: save_tiny_encoder(kind, folder / kind) for kind in ENCODER_TYPES}


@pytest.fixture(params=ENCODER_TYPES)
def tiny_encoder(request: pytest.FixtureRequest, tiny_encoders: dict[str, Path]) -> Path:
    """The folder of a tiny pretrained encoder of each type in turn."""
    return tiny_encoders[request.param]


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
