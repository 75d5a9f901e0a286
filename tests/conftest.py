"""Fixtures that every test shares."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from sentiment_lab.cli.main import run

# The same examples on every machine, and no limit on time that a busy one would miss.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator with a fixed seed."""
    return np.random.default_rng(20260101)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Any connection beyond loopback fails the test that makes it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and host not in LOOPBACK:
            pytest.fail(f"a test tried to reach {host}")
        connect(self, address)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    yield


@pytest.fixture
def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Outcome:
    """What a command line came to."""

    code: int
    out: str
    err: str


RunCli = Callable[..., Outcome]


@pytest.fixture
def run_cli(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> RunCli:
    """Runs ``sentiment-lab`` with some arguments in an empty folder, at a width of 100."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("SENTIMENT_LAB_CACHE", str(tmp_path / "cache"))

    def call(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


PRAISE = ("superb", "moving", "brilliant", "delightful", "gripping")
BLAME = ("dull", "clumsy", "tedious", "lifeless", "dreadful")
THINGS = ("plot", "cast", "score", "camera", "ending", "dialogue", "pacing", "editing")


def made_up_reviews(rng: np.random.Generator, n: int = 240) -> pd.DataFrame:
    """Made-up reviews by made-up rules, a tenth of them labelled against their words."""
    rows = []
    for number in range(n):
        positive = number % 2 == 0
        words = PRAISE if positive != (rng.random() < 0.1) else BLAME
        text = " ".join(
            f"the {rng.choice(THINGS)} is {rng.choice(words)} number {rng.integers(1000)}."
            for _ in range(3)
        )
        label = "positive" if positive else "negative"
        rows.append((f"r{number}", text, label, f"film{number % 30}", 8 if positive else 3))
    return pd.DataFrame(rows, columns=["id", "text", "label", "film", "stars"])


@pytest.fixture
def reviews() -> pd.DataFrame:
    """240 made-up reviews of 30 films."""
    return made_up_reviews(np.random.default_rng(7))


@pytest.fixture
def reviews_csv(reviews: pd.DataFrame, tmp_path: Path) -> Path:
    """The made-up reviews as a file."""
    path = tmp_path / "reviews.csv"
    reviews.to_csv(path, index=False)
    return path


def made_up_predictions(
    rng: np.random.Generator, n: int = 400, skill: float = 1.0, truth_seed: int = 1
) -> pd.DataFrame:
    """A predictions table of two classes; tables of one ``truth_seed`` share ids and labels."""
    truth = np.random.default_rng(truth_seed).random(n) < 0.5
    margin = skill * np.where(truth, 1.0, -1.0) + rng.normal(size=n)
    positive = 1 / (1 + np.exp(-margin))
    return pd.DataFrame(
        {
            "id": [f"t{row}" for row in range(n)],
            "split": "test",
            "label": np.where(truth, "positive", "negative"),
            "p_negative": 1 - positive,
            "p_positive": positive,
            "predicted": np.where(positive > 0.5, "positive", "negative"),
        }
    )


@pytest.fixture
def two_predictions(tmp_path: Path, rng: np.random.Generator) -> tuple[Path, Path]:
    """A weak and a strong system's predictions over the same 400 rows, as CSV and Parquet."""
    weak, strong = tmp_path / "weak.csv", tmp_path / "strong.parquet"
    made_up_predictions(rng, skill=0.8).to_csv(weak, index=False)
    made_up_predictions(rng, skill=2.0).to_parquet(strong)
    return weak, strong


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT with one narrow layer that knows letters and the words of the made-up snippets."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("assets") / "tiny"
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    words = ["superb", "moving", "dull", "clumsy", "plot", "cast", "the", "is"]
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *words]
    tokenizer = BertTokenizer(vocab={token: index for index, token in enumerate(tokens)})
    tokenizer.save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(tokens),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    with torch.random.fork_rng():
        torch.manual_seed(0)
        BertModel(config).save_pretrained(folder)
    return folder
