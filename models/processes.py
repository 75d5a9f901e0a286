"""What the processes of a distributed launch (``accelerate launch``, ``torchrun``) agree on."""

import atexit
import os
from functools import cache


def process_rank() -> int:
    """Number of this process among those of a launch; 0 without one."""
    return int(os.environ.get("RANK", "0"))


def process_count() -> int:
    """How many processes a launch has started; 1 without one."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def tell_all(value: bool, device: str) -> bool:
    """What the first process says, in every process; waits until all have come here.

    Args:
        value: Counts in the first process alone.
        device: The device that was asked for.
    """
    if process_count() == 1:
        return value
    from accelerate import PartialState
    from accelerate.utils import broadcast_object_list

    PartialState(cpu=device == "cpu")
    leave_group_at_exit()
    said = [value]
    broadcast_object_list(said)
    return said[0]


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
