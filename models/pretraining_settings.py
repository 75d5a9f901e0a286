"""What can be set on every training on texts without labels."""

from dataclasses import dataclass

from .neural_settings import Precision
from .settings import Settings, setting


@dataclass(frozen=True, kw_only=True)
class PretrainingSettings(Settings):
    """Settings of the steps."""

    epochs: int = setting(1, "passes over the texts", low=1)
    learning_rate: float = setting(5e-5, "peak rate of AdamW", low=0.0, low_open=True, high=1.0)
    batch_size: int = setting(32, "stretches of text a step", low=1)
    max_length: int = setting(256, "tokens of a stretch, special ones included", low=8)
    warmup: float = setting(
        0.1, "linear warm-up: a share of all steps below 1, a number of steps from 1 on", low=0.0
    )
    weight_decay: float = setting(0.01, "decoupled decay of weights, not of biases", low=0.0)
    precision: Precision = setting(
        "auto", "number format of training; auto: what the device gains by"
    )
