"""``sentiment-lab ablate``."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE_SECONDS = 90


def test_a_table_goes_to_standard_output_and_cells_to_standard_error(run_cli, reviews_csv) -> None:
    out = run_cli("ablate", "logreg", reviews_csv, "--vary", "ngrams=1,2", "--resamples", 200)
    assert out.code == 0, out.err
    assert "logreg: ngrams, on validation" in out.out
    assert "(default)" in out.out
    assert "ngrams=1: accuracy" in out.err or "ngrams=2: accuracy" in out.err
    assert "chosen on test" not in out.out


@pytest.mark.parametrize("form", ["markdown", "csv", "json", "latex"])
def test_every_format_can_be_written_to_a_file(run_cli, reviews_csv, tmp_path, form) -> None:
    path = tmp_path / "table"
    out = run_cli(
        "ablate", "logreg", reviews_csv, "--vary", "ngrams=1,2", "--format", form, "--output", path
    )
    assert out.code == 0, out.err
    assert not out.out
    assert "ngrams" in path.read_text()


def test_scoring_on_test_is_possible_and_titled(run_cli, reviews_csv) -> None:
    out = run_cli("ablate", "logreg", reviews_csv, "--vary", "ngrams=1,2", "--on", "test")
    assert out.code == 0, out.err
    assert "chosen on test: the best cell is optimistic" in out.out


def test_set_and_seeds_hold_for_every_cell(run_cli, reviews_csv) -> None:
    out = run_cli(
        *("ablate", "logreg", reviews_csv, "--vary", "ngrams=1,2", "--set", "logreg.ngrams=1"),
        *("--seeds", 2, "--seed", 3, "--format", "json"),
    )
    assert out.code == 0, out.err
    rows = json.loads(out.out)["ngrams"]
    assert [(row["value"], row["is_default"], row["seeds"]) for row in rows] == [
        ("1", True, 2),
        ("2", False, 2),
    ]
    assert "seed 4" in out.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("logreg", "--vary", "ngram=1,2"), "did you mean 'logreg.ngrams'?"),
        (("bert", "--vary", "warmup_steps=0,500"), "did you mean 'bert.warmup'?"),
        (("logrek", "--vary", "ngrams=1,2"), "did you mean 'logreg'?"),
        (("logreg", "--vary", "ngrams"), "--vary takes SETTING=VALUE,VALUE"),
        (("logreg",), "--vary"),
        (("logreg", "--vary", "ngrams=1,2", "--set", "bert.epochs=1"), "unknown model in --set"),
    ],
)
def test_wrong_usage_is_said_in_one_line(run_cli, tmp_path, arguments, message) -> None:
    out = run_cli("ablate", *arguments)
    assert out.code == 2
    assert message in out.err
    assert len(out.err.splitlines()) == 1
    assert not (tmp_path / "runs").exists()


def test_the_last_comparison_stays_what_it_was(run_cli, reviews_csv) -> None:
    assert run_cli("compare", reviews_csv, "--model", "logreg").code == 0
    before = run_cli("errors", "--format", "json").out
    assert run_cli("ablate", "logreg", reviews_csv, "--vary", "train_size=20,40").code == 0
    assert run_cli("errors", "--format", "json").out == before


SLOW_AT_THREE = """
import time
from sentiment_lab.baselines.logreg import LogisticRegressionClassifier

fit = LogisticRegressionClassifier.fit

def slow(self, *arguments, **rest):
    with open("fits", "a") as file:
        file.write(f"{self.settings.ngrams}\\n")
    if self.settings.ngrams == 3 and %d:
        time.sleep(600)
    return fit(self, *arguments, **rest)

LogisticRegressionClassifier.fit = slow
from sentiment_lab.cli.main import main
main()
"""


def test_killed_in_the_middle_the_same_command_repeats_no_finished_cell(
    reviews_csv: Path, tmp_path: Path
) -> None:
    words = ["ablate", "logreg", str(reviews_csv), "--vary", "ngrams=1,2,3", "--format", "json"]
    words += ["--set", "logreg.ngrams=2"]
    fits = tmp_path / "fits"

    def command(sleeps: int) -> list[str]:
        return [sys.executable, "-c", SLOW_AT_THREE % sleeps, *words]

    killed = subprocess.Popen(
        command(1), cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (fits.exists() and "3" in fits.read_text().split()):
        assert killed.poll() is None, "the ablation ended before it could be killed"
        assert time.monotonic() < deadline, "the last cell did not begin"
        time.sleep(0.02)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert fits.read_text().split() == ["2", "1", "3"]
    done = subprocess.run(command(0), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert fits.read_text().split() == ["2", "1", "3", "3"]
    assert [row["value"] for row in json.loads(done.stdout)["ngrams"]] == ["1", "2", "3"]
