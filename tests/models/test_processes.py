"""What the processes of a launch agree on."""

import atexit

import pytest

from sentiment_lab.models import processes


@pytest.mark.parametrize(("count", "registered"), [("1", 0), ("2", 1)])
def test_the_group_is_left_at_exit_in_a_launch_alone(monkeypatch, count, registered):
    handlers: list[object] = []
    monkeypatch.setattr(atexit, "register", handlers.append)
    monkeypatch.setenv("WORLD_SIZE", count)
    processes.leave_group_at_exit.cache_clear()
    for _ in range(2):
        processes.leave_group_at_exit()
    assert len(handlers) == registered
    processes.leave_group_at_exit.cache_clear()


def test_without_a_launch_there_is_one_process_and_it_is_the_first(monkeypatch):
    for name in ("RANK", "WORLD_SIZE"):
        monkeypatch.delenv(name, raising=False)
    assert (processes.process_rank(), processes.process_count()) == (0, 1)
    assert processes.tell_all(True, "cpu")
