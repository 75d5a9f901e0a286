"""Brings the embedded checkpoint to this disk where it is asked for."""

from pathlib import Path

from .listener import Listener
from .plan import EMBEDDED_CHECKPOINT, KnownModel, ModelPlan


def local_checkpoints(plan: ModelPlan, listener: Listener) -> dict[str, Path]:
    """Folders on this disk that stand for the checkpoint names of a plan.

    Raises:
        AssetError: The embedded checkpoint cannot be fetched.
    """
    if not isinstance(plan, KnownModel):
        return {}
    return local_folders(plan.settings.values().get("checkpoint"), listener)


def local_folders(checkpoint: str | None, listener: Listener) -> dict[str, Path]:
    """Folders on this disk that stand for a checkpoint's name.

    Raises:
        AssetError: The embedded checkpoint cannot be fetched.
    """
    if checkpoint != EMBEDDED_CHECKPOINT:
        return {}
    from ..data.assets import fetch_asset

    listener.progress(0, 1, f"fetching {EMBEDDED_CHECKPOINT}")
    return {EMBEDDED_CHECKPOINT: fetch_asset(EMBEDDED_CHECKPOINT)}
