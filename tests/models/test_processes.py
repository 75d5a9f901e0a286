"""What the processes of a launch agree on."""

import atexit

import accelerate
import pytest
import torch

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


@pytest.mark.parametrize(("cuda", "on_cpu"), [(False, True), (True, False)])
def test_processes_on_a_machine_without_a_gpu_form_a_group_too(monkeypatch, cuda, on_cpu):
    groups: list[bool] = []
    monkeypatch.setattr(accelerate, "PartialState", lambda *, cpu: groups.append(cpu))
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(processes, "leave_group_at_exit", lambda: None)
    monkeypatch.setattr("accelerate.utils.broadcast_object_list", lambda said: said.reverse())
    monkeypatch.setenv("WORLD_SIZE", "2")
    assert processes.tell_all("said", "auto") == "said"
    assert groups == [on_cpu]


def test_every_process_has_dropout_of_its_own_and_the_first_that_of_one_alone(monkeypatch):
    drawn: list[list[float]] = []
    for rank in ("0", "1", "2"):
        monkeypatch.setenv("RANK", rank)
        with torch.random.fork_rng():
            torch.manual_seed(5)
            processes.draw_apart(5)
            drawn.append(torch.rand(3).tolist())
    with torch.random.fork_rng():
        torch.manual_seed(5)
        assert drawn[0] == torch.rand(3).tolist()
    assert len({tuple(each) for each in drawn}) == 3
