"""What training costs is measured as it runs."""

import time
from pathlib import Path

import numpy as np

from sentiment_lab.experiment.cost import PeakMemory, Stopwatch, folder_bytes, timed


def test_peak_memory_sees_what_was_held_inside_the_block() -> None:
    with PeakMemory() as idle:
        time.sleep(0.12)
    with PeakMemory() as busy:
        block = np.ones(30_000_000)
        time.sleep(0.12)
        del block
    assert busy.bytes > idle.bytes + 150_000_000


def test_a_stopwatch_goes_on_where_an_earlier_session_stopped(tmp_path: Path) -> None:
    (tmp_path / "seconds").write_text("100.0")
    watch = Stopwatch(tmp_path / "seconds")
    assert watch.seconds == 100.0
    watch.start()
    assert 100.0 <= watch.seconds < 101.0


def test_an_empty_file_of_seconds_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "seconds").write_text("")
    assert Stopwatch(tmp_path / "seconds").seconds == 0.0


def test_a_stopwatch_keeps_its_seconds_for_the_next_session(tmp_path: Path) -> None:
    watch = Stopwatch(tmp_path / "seconds")
    watch.start()
    watch.tick()
    assert not (tmp_path / "seconds").exists()
    time.sleep(1.05)
    watch.tick()
    assert float((tmp_path / "seconds").read_text()) >= 1.0


def test_timed_measures_the_block() -> None:
    with timed() as elapsed:
        time.sleep(0.05)
    assert 0.05 <= elapsed.seconds < 1.0


def test_a_folders_bytes_are_those_of_all_files_below(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"12345")
    (tmp_path / "c").write_bytes(b"123")
    assert folder_bytes(tmp_path) == 8
