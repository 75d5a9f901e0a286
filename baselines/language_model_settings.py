"""What can be set on a language model over words."""

from dataclasses import dataclass

from ..models.pretraining_settings import PretrainingSettings
from ..models.settings import setting


@dataclass(frozen=True, kw_only=True)
class LanguageModelSettings(PretrainingSettings):
    """Settings of a language model over words."""

    learning_rate: float = setting(2e-3, "peak rate of AdamW", low=0.0, low_open=True, high=1.0)
    batch_size: int = setting(64, "stretches of text a step", low=1)
    max_length: int = setting(200, "words of a stretch", low=8)
    weight_decay: float = setting(0.0, "decoupled decay of weights, not of biases", low=0.0)
    hidden_size: int = setting(256, "numbers a position, in each direction", low=1)
    dropout: float = setting(0.1, "embedding channels left out", low=0.0, high=1.0, high_open=True)
    noise: int = setting(512, "words drawn that each next word is told from", low=1)
