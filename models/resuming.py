"""Where a training goes on."""

from ..exceptions import RunError
from .checkpoints import Checkpoint, CheckpointFolder
from .classifier import Execution
from .processes import process_rank, tell_all


def open_checkpoints(
    execution: Execution, key: str
) -> tuple[CheckpointFolder | None, Checkpoint | None]:
    """The folder of checkpoints, cleared of all that cannot be used, and where to go on.

    Args:
        execution: Names the folder, if there is to be one, and the device.
        key: Tells this training from every other.

    Raises:
        RunError: The processes of a launch do not see the same checkpoints.
    """
    if execution.checkpoint_dir is None:
        return None, None
    checkpoints = CheckpointFolder(execution.checkpoint_dir, key)
    if process_rank() == 0:
        checkpoints.drop_all_but(checkpoints.newest())
    # The others look for themselves only when the first has done so, and learn what it found.
    tell_all(None, execution.device)
    newest = checkpoints.newest()
    expected = tell_all(_name(newest), execution.device)
    if _name(newest) != expected:
        raise RunError(
            f"{checkpoints.folder}: the first process of the launch goes on from "
            f"{expected or 'no checkpoint'}, this one sees {_name(newest) or 'none'}: give all "
            "machines the same, shared folder of runs"
        )
    return checkpoints, newest


def _name(checkpoint: Checkpoint | None) -> str | None:
    return None if checkpoint is None else checkpoint.folder.name
