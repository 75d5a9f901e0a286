"""What the processes of a distributed launch (``accelerate launch``, ``torchrun``) agree on."""

import atexit
import os
from functools import cache
from typing import TypeVar

T = TypeVar("T")


def process_rank() -> int:
    """Number of this process among those of a launch; 0 without one."""
    return int(os.environ.get("RANK", "0"))


def process_count() -> int:
    """How many processes a launch has started; 1 without one."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def tell_all(value: T, device: str) -> T:
    """What the first process says, in every process; the others wait for it.

    Args:
        value: Counts in the first process alone.
        device: The device that was asked for.
    """
    if process_count() == 1:
        return value
    from accelerate import PartialState
    from accelerate.utils import broadcast_object_list

    from .device import choose_device

    # Unless told so, accelerate makes no group of processes on a machine that has but a CPU.
    PartialState(cpu=choose_device(device).type == "cpu")
    leave_group_at_exit()
    said = [value]
    broadcast_object_list(said)
    return said[0]


def draw_apart(seed: int) -> None:
    """Seed torch anew in all processes but the first, so that each has dropout of its own.

    Args:
        seed: The seed that all of them drew the same weights by.
    """
    import torch

    if process_rank() > 0:
        torch.manual_seed(seed + process_rank())


@cache
def leave_group_at_exit() -> None:
    """Close the process group before the interpreter goes.

    A process that ends with its group open tears threads of gloo or NCCL down while they run, which
    now and then aborts it after its work is done; the launcher then reports a failure.
    """
    if process_count() > 1:
        atexit.register(_leave_group)


def _leave_group() -> None:
    import torch.distributed

    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()
