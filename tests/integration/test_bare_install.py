"""The wheel, installed without torch, compares, tags and reports; the rest says what it needs."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the wheel and its base dependencies alone."""
    folder = tmp_path_factory.mktemp("bare")
    _run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT])
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    (wheel,) = folder.glob("sentiment_lab-*.whl")
    lock = ROOT / "requirements.lock"
    _run([python, "-m", "pip", "install", "--quiet", "--constraint", lock, wheel])
    return folder / "env" / "bin" / "sentiment-lab"


@pytest.fixture
def predictions(tmp_path: Path) -> list[str]:
    """Options for the made-up predictions of two systems over 300 texts."""
    rng = np.random.default_rng(3)
    truth = rng.random(300) < 0.5
    options = []
    for name, skill in (("old", 0.8), ("new", 2.0)):
        margin = skill * np.where(truth, 1.0, -1.0) + rng.normal(size=300)
        positive = 1 / (1 + np.exp(-margin))
        table = pd.DataFrame(
            {
                "id": [f"r{row}" for row in range(300)],
                "label": np.where(truth, "positive", "negative"),
                "p_negative": 1 - positive,
                "p_positive": positive,
                "text": "a fine film, but the ending drags",
            }
        )
        table.to_csv(tmp_path / f"{name}.csv", index=False)
        options += ["--predictions", f"{name}={tmp_path / name}.csv"]
    return options


def _run(arguments: list, cwd: Path | None = None, code: int = 0) -> subprocess.CompletedProcess:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(argument) for argument in arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=environment,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


def test_the_wheel_brings_nothing_but_the_package(bare: Path) -> None:
    packages = next((bare.parents[1] / "lib").glob("python*")) / "site-packages"
    names = {path.name for path in packages.iterdir()}
    assert "sentiment_lab" in names
    assert not {"models", "analysis", "tests", "cli", "torch", "transformers"} & names


def test_predictions_are_compared_without_torch(
    bare: Path, predictions: list[str], tmp_path: Path
) -> None:
    done = _run([bare, "compare", *predictions], cwd=tmp_path)
    assert "new" in done.stdout
    assert "old" in done.stdout


def test_errors_and_report_follow_without_torch(
    bare: Path, predictions: list[str], tmp_path: Path
) -> None:
    _run([bare, "compare", *predictions], cwd=tmp_path)
    assert "last comparison" in _run([bare, "errors"], cwd=tmp_path).stderr
    page = tmp_path / _run([bare, "report"], cwd=tmp_path).stdout.strip()
    assert page.read_text().startswith("#")


def test_texts_are_tagged_without_torch(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "texts.txt").write_text("A fine cast, but the plot is dreadful.\n")
    done = _run([bare, "tag", "texts.txt"], cwd=tmp_path)
    assert '"mixed"' in done.stdout


@pytest.mark.parametrize("command", ["models", "doctor"])
def test_what_needs_no_torch_works_without_it(bare: Path, tmp_path: Path, command: str) -> None:
    extra = ["--offline"] if command == "doctor" else []
    _run([bare, command, *extra], cwd=tmp_path)


def test_training_a_neural_model_names_the_missing_extra_in_one_line(
    bare: Path, tmp_path: Path
) -> None:
    rows = pd.DataFrame({"text": ["good film", "bad film"] * 40, "label": ["pos", "neg"] * 40})
    rows["text"] += " number " + rows.index.astype(str)
    rows.to_csv(tmp_path / "rows.csv", index=False)
    done = _run([bare, "train", "lstm", "rows.csv"], cwd=tmp_path, code=1)
    assert done.stderr.strip().splitlines()[-1] == (
        "error: the model 'lstm' needs the 'train' extra: pip install 'sentiment-lab[train]'"
    )
    assert not (tmp_path / "runs").exists()
