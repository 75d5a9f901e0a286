"""What a network learns from texts without labels, and what it is to predict of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from torch import Tensor, nn

from .encoding import Batch
from .token_file import Row, TokenFile


class Objective(Protocol):
    """What a network is to predict of rows of token ids."""

    def set_epoch(self, epoch: int) -> None:
        """Which epoch the next batches belong to, from 0."""
        ...

    def __call__(self, rows: Sequence[Row]) -> Batch:
        """The rows as a batch, with what is to be predicted."""
        ...

    def loss(self, network: nn.Module, batch: Batch) -> Tensor:
        """The mean loss of all that is predicted of a batch, in nats."""
        ...

    def n_predicted(self, batch: Batch) -> int:
        """How many predictions that mean is over."""
        ...


@dataclass(frozen=True)
class PretrainingData:
    """What a network learns from and is scored on.

    Attributes:
        train: Rows to learn from, special tokens included.
        held_out: Rows of other texts.
        key: Tells this training from every other, so that none resumes another's checkpoint.
    """

    train: TokenFile
    held_out: TokenFile
    key: str


class Objectives(NamedTuple):
    """What is predicted of the rows to learn from, and of those held out."""

    train: Objective
    held_out: Objective
