"""The known models and their settings, in words."""

from dataclasses import dataclass

from ..models.settings import SettingDescription, describe_settings
from .registry import MODELS, model_entry


@dataclass(frozen=True)
class ModelListing:
    """One model: its name, what it is, and its settings."""

    name: str
    summary: str
    settings: tuple[SettingDescription, ...]


def list_models(name: str | None = None) -> list[ModelListing]:
    """Every known model, or one of them.

    Raises:
        UsageError: No model has that name.
    """
    entries = MODELS.values() if name is None else [model_entry(name)]
    return [
        ModelListing(entry.name, entry.summary, tuple(describe_settings(entry.settings_class())))
        for entry in entries
    ]
