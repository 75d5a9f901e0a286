"""What can be set on masked-language pre-training."""

from dataclasses import dataclass

from .pretraining_settings import PretrainingSettings
from .settings import setting


@dataclass(frozen=True, kw_only=True)
class MaskedLanguageSettings(PretrainingSettings):
    """Settings of further pre-training; the rate is that of Sun et al. 2019."""

    masked: float = setting(
        0.15, "share of tokens to hide", low=0.0, low_open=True, high=1.0, high_open=True
    )
