"""What the processes of a distributed launch (``accelerate launch``, ``torchrun``) agree on."""

import os


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
    said = [value]
    broadcast_object_list(said)
    return said[0]
