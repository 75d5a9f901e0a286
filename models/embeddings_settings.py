"""Settings of the regression on a frozen encoder's embeddings."""

from dataclasses import dataclass
from typing import ClassVar

from ..exceptions import UsageError
from .neural_settings import Precision, Truncation
from .settings import Settings, setting

PLACE = "{}"
"""Where the name of a class stands in ``template``."""


@dataclass(frozen=True, kw_only=True)
class EmbeddingsSettings(Settings):
    """Settings of the embeddings and of the regression on them."""

    prefix: ClassVar[str] = "embeddings"

    checkpoint: str = setting(
        "all-MiniLM-L6-v2", "frozen encoder: a name of the Hub, a folder, or all-MiniLM-L6-v2"
    )
    shots: int | None = setting(
        None, "training texts of each class; none: all; 0: names of the classes alone", low=0
    )
    C: float | None = setting(
        None,
        "inverse regularisation; none: chosen on validation, 1 with shots",
        low=0.0,
        low_open=True,
    )
    normalize: bool = setting(True, "embeddings of length 1, as sentence encoders are trained")
    max_length: int = setting(256, "tokens read of a text, special ones included", low=4)
    truncation: Truncation = setting(
        "head_tail", "what a longer text keeps; its verdict often stands at the end"
    )
    template: str = setting(
        "This text is {}.", "sentence around the name of a class, read with shots=0 alone"
    )
    precision: Precision = setting("auto", "number format; auto: what the device gains by")

    def __post_init__(self) -> None:
        super().__post_init__()
        if PLACE not in self.template:
            raise UsageError(
                f"embeddings.template must hold {PLACE} where the class stands, not "
                f"'{self.template}'"
            )
        if self.shots == 0 and not self.normalize:
            raise UsageError(
                "embeddings.shots=0 compares by angle, for which embeddings have length 1: leave "
                "embeddings.normalize=true"
            )
        if self.shots == 0 and self.C is not None:
            raise UsageError("embeddings.C is of no use with embeddings.shots=0: leave it out")
