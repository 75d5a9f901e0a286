"""Every command that README and docs show is run, on made-up data and a made-up checkpoint."""

import bz2
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.baselines.language_model_settings import LanguageModelSettings
from sentiment_lab.baselines.word_vectors import WordVectors, write_word_vectors
from sentiment_lab.data.columns import Columns
from sentiment_lab.data.text_batches import open_texts
from sentiment_lab.experiment.pretraining_lstm import pretrain_lstm
from sentiment_lab.experiment.pretraining_run import PretrainingRequest

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
ON_THE_HUB = "imdb"
FOLDER_OF_THE_READER = "data/imdb"


def _commands(page: Path) -> Iterator[str]:
    for block in BLOCK.findall(page.read_text()):
        joined = block.replace("\\\n", " ")
        yield from (line[2:] for line in joined.splitlines() if line.startswith("$ "))


ALL = sorted({command for page in PAGES for command in _commands(page)})
OURS = [command for command in ALL if command.startswith("sentiment-lab ")]
MADE = [command for command in ALL if command.startswith("make ")]


def test_the_readme_shows_commands() -> None:
    assert len(list(_commands(ROOT / "README.md"))) >= 10


@pytest.fixture(scope="module")
def words_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vectors of a few words, as `pretrain words` leaves them."""
    words = ("the", "is", "a", "and")
    matrix = np.random.default_rng(0).normal(size=(len(words), 4)).astype(np.float32)
    path = tmp_path_factory.mktemp("vectors") / "words.bin"
    write_word_vectors(WordVectors(words, matrix), path)
    return path


@pytest.fixture(scope="module")
def lstm_start(tmp_path_factory: pytest.TempPathFactory, words_file: Path) -> Path:
    """A small language model over those words, as `pretrain lstm` leaves it."""
    folder = tmp_path_factory.mktemp("language-model")
    (folder / "texts.txt").write_text(
        "\n".join(f"the plot is a {n} and the cast is a joy" for n in range(20))
    )
    settings = LanguageModelSettings(hidden_size=4, max_length=8, batch_size=8, noise=2)
    request = PretrainingRequest(str(words_file), settings, device="cpu")
    pretrain_lstm(request, open_texts(folder / "texts.txt", Columns()), folder / "start")
    return folder / "start"


@pytest.fixture
def workplace(
    run_cli: Callable,
    reviews: pd.DataFrame,
    tiny_checkpoint: Path,
    two_predictions: tuple[Path, Path],
    words_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable:
    """A folder with every file that the pages name, and assets that need no network."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    named = reviews.rename(columns={"film": "movie_name"}).assign(
        category=np.where(reviews["label"] == "positive", "fresh", "rotten")
    )
    (corpus / "rotten_tomatoes_corpus_full.csv.bz2").write_bytes(
        bz2.compress(named[["category", "text", "movie_name"]].to_csv(index=False).encode())
    )
    assets = {"rotten-tomatoes": corpus, "all-MiniLM-L6-v2": tiny_checkpoint}
    monkeypatch.setattr("sentiment_lab.data.assets.fetch_asset", assets.__getitem__)
    monkeypatch.setattr("sentiment_lab.data.rotten_tomatoes.fetch_asset", assets.__getitem__)
    reviews.to_csv("reviews.csv", index=False)
    (tmp_path / "texts").mkdir()
    reviews[["id", "text"]].to_parquet("texts/reviews.parquet")
    weak, strong = two_predictions
    shutil.copy(words_file, "words.bin")
    shutil.copy(weak, "old.csv")
    shutil.copy(strong, "new.parquet")
    gold = reviews[["id", "text"]].assign(is_sarcastic=np.arange(len(reviews)) % 5 == 0)
    gold.astype({"is_sarcastic": int}).to_csv("gold.csv", index=False)
    if (ROOT / "docs" / "results").is_dir():
        shutil.copytree(ROOT / "docs" / "results", tmp_path / "docs" / "results")
    for example in (ROOT / "docs" / "examples").glob("*.py"):
        shutil.copy(example, tmp_path)
    # What a page's earlier commands leave behind for its later ones.
    assert run_cli("compare", "reviews.csv", "--model", "logreg").code == 0
    return run_cli


@pytest.mark.parametrize("command", OURS)
def test_a_command_of_the_pages_runs(workplace: Callable, lstm_start: Path, command: str) -> None:
    arguments = shlex.split(command, comments=True)[1:]
    if "language_model=next-words" in command:
        # The command that makes it refuses a folder that is there.
        shutil.copytree(lstm_start, "next-words")
    if any(Path(FOLDER_OF_THE_READER) in (Path(each), Path(each).parent) for each in arguments):
        # The data are not there: the options are read, then what is missing is named.
        outcome = workplace(*arguments)
        assert outcome.code == 1, outcome.err
        assert "no such file" in outcome.err.lower()
    elif ON_THE_HUB in arguments:
        outcome = workplace(*arguments)
        assert outcome.code == 1, outcome.err
        assert "Hub" in outcome.err
    else:
        outcome = workplace(*arguments)
        assert outcome.code == 0, outcome.err


@pytest.mark.parametrize("command", MADE)
def test_a_make_target_of_the_pages_exists(command: str) -> None:
    target = command.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_relative_links_of_the_pages_lead_somewhere() -> None:
    for page in [*PAGES, ROOT / "CONTRIBUTING.md"]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
