import importlib
from dataclasses import replace
from pathlib import Path

import pytest

from sentiment_lab.exceptions import UsageError

declared_types = importlib.import_module("results_declared")
pretrained = importlib.import_module("results_pretraining").pretrained
read_declared = importlib.import_module("results_rows").read_declared

LOG = "out: vectors of 4 words\nuse it by --set x=out\n\nreal\t{clock}\nuser\t1m0.0s\n"


@pytest.fixture
def with_log(folder: Path):
    def build(text: str):
        declared = read_declared(folder)
        (declared.folder / "pre.log").write_text(text)
        return replace(
            declared, pretraining=(declared_types.Pretraining("vectors", "pretrain", "pre.log"),)
        )

    return build


@pytest.mark.parametrize(("clock", "seconds"), [("2m35.8s", 155.8), ("1h2m0.5s", 3720.5)])
def test_time_and_words_of_a_pretraining_come_from_its_log(with_log, clock, seconds) -> None:
    (found,) = pretrained(with_log(LOG.format(clock=clock)))
    assert found.seconds == pytest.approx(seconds)
    assert found.said == ("out: vectors of 4 words",)


def test_a_log_without_a_clock_is_refused(with_log) -> None:
    with pytest.raises(UsageError, match=r"pre\.log has no line 'real"):
        pretrained(with_log("out: vectors\n"))


def test_a_missing_log_stops_the_build(with_log) -> None:
    declared = with_log(LOG)
    Path(declared.folder / "pre.log").unlink()
    with pytest.raises(UsageError, match="which is missing"):
        pretrained(declared)
