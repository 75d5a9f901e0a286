"""A mixture of linear experts, one for each kind of text, joined by a gate that knows the kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from scipy import sparse

_LEVELS = 40
"""Steps on each side of 0: finer ones change no figure and compress worse."""


class Lexical(Protocol):
    """The part of ``Features`` that experts read."""

    @property
    def words(self) -> sparse.csr_matrix:
        """Shape (n_texts, 2**WORD_BITS)."""
        ...

    @property
    def characters(self) -> sparse.csr_matrix:
        """Shape (n_texts, 2**CHARACTER_BITS)."""
        ...

    @property
    def dense(self) -> np.ndarray:
        """Shape (n_texts, n_dense)."""
        ...


class Judged(NamedTuple):
    """What a mixture says of each text.

    Attributes:
        scores: In [0, 1], shape (n_texts,).
        kinds: The expert that weighs most, shape (n_texts,), int64.
    """

    scores: np.ndarray
    kinds: np.ndarray


@dataclass(frozen=True)
class Linear:
    """Several linear functions of the features.

    Attributes:
        words: Shape (2**WORD_BITS, n_outputs).
        characters: Shape (2**CHARACTER_BITS, n_outputs).
        dense: Shape (n_dense, n_outputs).
        bias: Shape (n_outputs,).
    """

    words: np.ndarray
    characters: np.ndarray
    dense: np.ndarray
    bias: np.ndarray

    def apply(self, features: Lexical) -> np.ndarray:
        """Shape (n_texts, n_outputs), float."""
        sums = features.words @ self.words + features.characters @ self.characters
        return sums + features.dense @ self.dense + self.bias

    def arrays(self, prefix: str) -> dict[str, np.ndarray]:
        """As small integers with a scale for each output, to be stored."""
        stored: dict[str, np.ndarray] = {
            f"{prefix}_dense": self.dense.astype(np.float32),
            f"{prefix}_bias": self.bias.astype(np.float32),
        }
        for name, block in (("words", self.words), ("characters", self.characters)):
            step = np.maximum(np.quantile(np.abs(block), 0.9999, axis=0), 1e-9) / _LEVELS
            levels = np.clip(np.round(block / step), -_LEVELS, _LEVELS).astype(np.int8)
            # One output after another compresses better than interleaved.
            stored[f"{prefix}_{name}"] = np.ascontiguousarray(levels.T)
            stored[f"{prefix}_{name}_step"] = step.astype(np.float32)
        return stored

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray], prefix: str) -> "Linear":
        """From what ``arrays`` made."""
        blocks = [
            arrays[f"{prefix}_{name}"].T.astype(np.float32) * arrays[f"{prefix}_{name}_step"]
            for name in ("words", "characters")
        ]
        words, characters = blocks
        return cls(words, characters, arrays[f"{prefix}_dense"], arrays[f"{prefix}_bias"])


@dataclass(frozen=True)
class Mixture:
    """The experts of one category.

    Attributes:
        kinds: What kinds of text there are experts for, shape (n_kinds,).
        gate: Log-odds of each kind, n_kinds outputs.
        main: Log-odds of the category by each expert, n_kinds outputs.
        praise, criticism: How surely something is praised and criticised, n_kinds outputs each.
        rarer: How much the smaller of both adds to the log-odds of each expert, shape (n_kinds,):
            a text is mixed where it holds both, which no sum of words can say.
    """

    kinds: tuple[str, ...]
    gate: Linear
    main: Linear
    praise: Linear
    criticism: Linear
    rarer: np.ndarray

    def shares(self, features: Lexical) -> np.ndarray:
        """How surely a text is of each kind, shape (n_texts, n_kinds), rows add to 1."""
        raw = self.gate.apply(features)
        raised = np.exp(raw - raw.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)

    def log_odds(self, features: Lexical) -> np.ndarray:
        """Of the category, by each expert, shape (n_texts, n_kinds)."""
        both = np.minimum(self.praise.apply(features), self.criticism.apply(features))
        return self.main.apply(features) + self.rarer * both

    def judge(self, features: Lexical) -> "Judged":
        """The score of each text, and the kind that it is taken for."""
        shares = self.shares(features)
        by_expert = 1 / (1 + np.exp(-np.clip(self.log_odds(features), -30, 30)))
        return Judged((shares * by_expert).sum(axis=1), shares.argmax(axis=1))

    def arrays(self) -> dict[str, np.ndarray]:
        """To be stored by ``save_weights``."""
        stored = {"kinds": np.array(self.kinds), "rarer": self.rarer.astype(np.float32)}
        for name in ("gate", "main", "praise", "criticism"):
            stored |= getattr(self, name).arrays(name)
        return stored

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> "Mixture":
        """From what ``arrays`` made."""
        kinds = tuple(arrays["kinds"].tolist())
        gate, main, praise, criticism = (
            Linear.from_arrays(arrays, name) for name in ("gate", "main", "praise", "criticism")
        )
        return cls(kinds, gate, main, praise, criticism, arrays["rarer"])
