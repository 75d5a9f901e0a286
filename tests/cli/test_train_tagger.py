"""``train-tagger``, then ``tag --level accurate``."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("torch")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.csv"
    rows = [
        f"{row},the {'dull' if row % 2 else 'superb'} plot {row},{row % 2}" for row in range(24)
    ]
    path.write_text("\n".join(["id,text,label", *rows, "24,,1"]) + "\n")
    return path


def test_a_tagger_is_trained_and_used(run_cli: Callable, gold: Path, tiny_checkpoint: Path):
    settings = (
        "bert.epochs=4",
        "bert.max_length=16",
        "bert.batch_size=4",
        "bert.learning_rate=0.02",
    )
    changes = [part for each in settings for part in ("--set", each)]
    command = ("train-tagger", "boredom", gold, "--checkpoint", tiny_checkpoint, *changes)
    first = run_cli(*command, "--folds", 2, "--device", "cpu")
    assert first.code == 0, first.err
    assert first.out.strip() == "runs/taggers/boredom"
    err = " ".join(first.err.split())
    assert "boredom trained on 24 rows, 12 of which belong; out of fold: average precision" in err
    assert "left out of the gold: 1 rows without a text" in err
    assert "was trained before" in run_cli(*command, "--folds", 2, "--device", "cpu").err
    Path("texts.txt").write_text("the dull plot 99\n")
    tagged = json.loads(run_cli("tag", "texts.txt", "--level", "accurate", "--device", "cpu").out)
    assert list(tagged["categories"]) == ["boredom"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--label", "absent"), "no column 'absent'"),
        (("--set", "bert.epohcs=3"), "did you mean 'bert.epochs'"),
        (("--folds", "1"), "folds"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(
    run_cli: Callable, gold: Path, options: tuple[str, ...], message: str
):
    outcome = run_cli("train-tagger", "boredom", gold, *options)
    assert outcome.code == 2
    assert message in outcome.err
    assert len(outcome.err.splitlines()) == 1
