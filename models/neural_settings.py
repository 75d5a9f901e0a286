"""What can be set on every neural model, whatever its network."""

from dataclasses import dataclass
from typing import Literal

from .settings import Settings, setting

Truncation = Literal["head", "tail", "head_tail"]
Precision = Literal["auto", "fp32", "bf16", "fp16"]
Keep = Literal["best", "last"]


@dataclass(frozen=True, kw_only=True)
class NeuralSettings(Settings):
    """Settings of the one training loop and of how texts become token ids."""

    max_length: int = setting(512, "tokens read of a text, special ones included", low=4)
    truncation: Truncation = setting(
        "head_tail", "what a longer text keeps; its verdict often stands at the end"
    )
    learning_rate: float = setting(1e-3, "peak rate of AdamW", low=0.0, low_open=True, high=1.0)
    batch_size: int = setting(32, "texts a step, over all devices together", low=1)
    epochs: int = setting(3, "passes over the training texts, at most", low=1)
    warmup: float = setting(
        0.1, "linear warm-up: a share of all steps below 1, a number of steps from 1 on", low=0.0
    )
    weight_decay: float = setting(0.01, "decoupled decay of weights, not of biases", low=0.0)
    adam_epsilon: float = setting(1e-8, "AdamW's epsilon", low=0.0, low_open=True)
    max_grad_norm: float = setting(1.0, "clips gradients; 0 clips nothing", low=0.0)
    evaluations: int = setting(
        1, "looks at validation an epoch; each one can be the best", low=1, high=100
    )
    patience: float = setting(
        2.0, "epochs without a better validation result before training stops; 0: never", low=0.0
    )
    keep: Keep = setting(
        "best", "weights of the best validation accuracy (then loss), or the last ones"
    )
    average: float = setting(
        0.0,
        "decay a step of a moving average of the weights, which is then what is scored and kept; "
        "0: none",
        low=0.0,
        high=1.0,
        high_open=True,
    )
    precision: Precision = setting(
        "auto", "number format of training; auto: what the device gains by"
    )
