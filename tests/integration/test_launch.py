"""Two processes of a distributed launch make the run that one process makes."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.experiment.run import Run

pytestmark = pytest.mark.integration

PROBABILITY_TOLERANCE = 1e-4
HISTORY_TOLERANCE = 1e-4

COMMON = {
    "epochs": 6,
    "evaluations": 2,
    "learning_rate": 0.02,
    "max_length": 24,
    "max_grad_norm": 0.05,
    "precision": "fp32",
}
"""Clipping bites at every step, so that gradients of another size would show; both stop early."""

# 45 texts: of batches of 8 the last has 5; of batches of 11, shared as 6 and 5, it has 1.
N_TEXTS = {"train": 45, "validation": 21, "test": 31}
SETTINGS = {
    "bert": {**COMMON, "batch_size": 8},
    "bilstm-attention": {
        **COMMON,
        **{"batch_size": 11, "dropout": 0, "word_dropout": 0, "average": 0.8, "min_count": 1},
        **{"embedding_size": 16, "hidden_size": 16, "attention_size": 8},
    },
}

Options = list[str]


@pytest.fixture(scope="module")
def checkpoint(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny BERT without dropout, its weights wide enough to learn in a few steps."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("without-dropout") / "tiny"
    BertTokenizer.from_pretrained(tiny_checkpoint).save_pretrained(folder)
    config = BertConfig.from_pretrained(
        tiny_checkpoint,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        initializer_range=0.3,
    )
    with torch.random.fork_rng():
        torch.manual_seed(0)
        BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture
def texts(tmp_path: Path, rng: np.random.Generator) -> Path:
    """A folder of made-up texts of unlike lengths, a tenth of them labelled against their words."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for split, n in N_TEXTS.items():
        rows = [_made_up(rng, f"{split}-{number}") for number in range(n)]
        frame = pd.DataFrame(rows, columns=["id", "text", "label"])
        frame.to_csv(folder / f"{split}.csv", index=False)
    return folder


def _made_up(rng: np.random.Generator, name: str) -> tuple[str, str, str]:
    positive = bool(rng.integers(2))
    words = ("superb", "moving") if positive != (rng.random() < 0.1) else ("dull", "clumsy")
    things = ("plot", "cast", "the", "is")
    said = [f"{rng.choice(things)} {rng.choice(words)}" for _ in range(rng.integers(1, 9))]
    return name, " ".join([*said, name]), "positive" if positive else "negative"


@pytest.fixture
def options(checkpoint: Path, texts: Path) -> Callable[[str], Options]:
    """What follows ``sentiment-lab`` to train a model on the texts, without dropout."""

    def of(model: str) -> Options:
        settings = dict(SETTINGS[model])
        if model == "bert":
            settings["checkpoint"] = str(checkpoint)
        changes = [f"--set={model}.{name}={value}" for name, value in settings.items()]
        return ["train", model, str(texts), "--id", "id", "--device", "cpu", *changes]

    return of


def launch(options: Options, folder: Path, port: int) -> Run:
    """Train by two processes of ``accelerate launch``."""
    accelerate = [sys.executable, "-m", "accelerate.commands.launch", "--multi_gpu"]
    accelerate += ["--num_processes", "2", "--main_process_port", str(port)]
    done = subprocess.run(
        [*accelerate, "-m", "sentiment_lab", *options, "--runs", "two"],
        cwd=folder,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Run.read(folder / done.stdout.strip())


@pytest.mark.parametrize("model", SETTINGS)
def test_two_processes_train_what_one_does(
    model: str,
    options: Callable[[str], Options],
    run_cli: Callable,
    tmp_path: Path,
    free_port: int,
) -> None:
    outcome = run_cli(*options(model), "--runs", "one")
    assert outcome.code == 0, outcome.err
    one = Run.read(tmp_path / outcome.out.strip())
    two = launch(options(model), tmp_path, free_port)

    alone, shared = (run.predictions().frame for run in (one, two))
    assert len(alone) == N_TEXTS["validation"] + N_TEXTS["test"]
    assert not shared["id"].duplicated().any()
    assert shared[["id", "split", "label"]].equals(alone[["id", "split", "label"]])
    for column in ("p_negative", "p_positive"):
        assert np.ptp(alone[column]) > 0.3, "a model that learns nothing would prove nothing"
        np.testing.assert_allclose(shared[column], alone[column], atol=PROBABILITY_TOLERANCE)

    history, expected = two.manifest.history, one.manifest.history
    assert 0 < len(expected) < COMMON["epochs"] * COMMON["evaluations"]
    assert [record.epoch for record in history] == [record.epoch for record in expected]
    for figure in ("train_loss", "validation_loss", "validation_accuracy"):
        np.testing.assert_allclose(
            [getattr(record, figure) for record in history],
            [getattr(record, figure) for record in expected],
            atol=HISTORY_TOLERANCE,
        )

    again = launch(options(model), tmp_path, free_port)
    assert (again.folder, again.manifest) == (two.folder, two.manifest)
