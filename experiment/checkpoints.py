"""Brings the embedded checkpoint to this disk where a plan asks for it."""

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
    if plan.settings.values().get("checkpoint") != EMBEDDED_CHECKPOINT:
        return {}
    from ..data.assets import fetch_asset

    listener.progress(0, 1, f"fetching {EMBEDDED_CHECKPOINT}")
    return {EMBEDDED_CHECKPOINT: fetch_asset(EMBEDDED_CHECKPOINT)}
