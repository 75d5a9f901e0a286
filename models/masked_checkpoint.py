"""An encoder with its masked-language head: loaded from a checkpoint, stored as one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch

from ..exceptions import UsageError
from .bert import SubwordEncoder
from .encoder_limits import position_limit
from .masking import Vocabulary
from .pretrained import Purpose, find_checkpoint
from .quiet import quiet_transformers
from .randomness import isolated_randomness

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

PRETRAINING = Purpose("pre-trained further", "")


@dataclass(frozen=True)
class MaskedCheckpoint:
    """An encoder that predicts hidden tokens.

    Attributes:
        tokenizer: Its tokenizer.
        network: The encoder below its masked-language head.
        head_is_fresh: Whether the checkpoint had no such head, so that it starts at random (but for
            an output layer that shares its weights with the word embeddings).
        beside: What the checkpoint's encoder has and masked-language training does not read, such
            as BERT's pooler, by name as in ``network``; it is stored as it was.
    """

    tokenizer: PreTrainedTokenizerBase
    network: PreTrainedModel
    head_is_fresh: bool
    beside: Mapping[str, Tensor]

    def vocabulary(self) -> Vocabulary:
        """What masking needs to know of the tokenizer."""
        embeddings = self.network.get_input_embeddings()
        rows = int(cast("Tensor", embeddings.weight).shape[0])
        return Vocabulary(
            size=min(len(self.tokenizer), rows),
            mask_id=cast("int", self.tokenizer.mask_token_id),
            pad_id=cast("int", self.tokenizer.pad_token_id),
            special_ids=np.array(self.tokenizer.all_special_ids, dtype=np.int64),
        )

    def encoder(self, max_length: int) -> SubwordEncoder:
        """Turns texts into ids.

        Args:
            max_length: Tokens of a stretch, special ones included.

        Raises:
            UsageError: The network has not so many positions.
        """
        limit = position_limit(self.network)
        if limit is not None and max_length > limit:
            raise UsageError(f"max_length is {max_length}, but the encoder reads at most {limit}")
        return SubwordEncoder(self.tokenizer, max_length, "head")

    def digest(self) -> str:
        """SHA-256 of all weights and of the vocabulary, in hexadecimal digits."""
        digest = hashlib.sha256()
        for name, tensor in [*self.network.state_dict().items(), *self.beside.items()]:
            digest.update(f"{name} {tuple(tensor.shape)}".encode())
            digest.update(tensor.detach().cpu().contiguous().numpy().data)
        for word, index in sorted(self.tokenizer.get_vocab().items()):
            digest.update(f"{word}\0{index}\0".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def save(self, folder: Path) -> None:
        """Write a checkpoint from which the encoder, with or without its head, can be loaded.

        Raises:
            OSError: It cannot be written.
        """
        weights = {**self.network.state_dict(), **self.beside}
        with quiet_transformers():
            self.network.save_pretrained(folder, state_dict=weights)
            self.tokenizer.save_pretrained(folder)


def load_masked_checkpoint(name: str, local: Mapping[str, Path], seed: int) -> MaskedCheckpoint:
    """An encoder with its masked-language head, or with a fresh one.

    Args:
        name: A folder, or the name of a checkpoint.
        local: Folders on this disk that stand for names.
        seed: Of the weights of a fresh head.

    Raises:
        CheckpointError: It cannot be had, transformers has no masked-language head for its type, or
            its tokenizer has no mask.
    """
    with isolated_randomness(seed), quiet_transformers():
        return find_checkpoint(name, local, _load, PRETRAINING)


def _load(source: str, /, *, local_files_only: bool) -> MaskedCheckpoint:
    from transformers import (
        MODEL_FOR_MASKED_LM_MAPPING,
        AutoConfig,
        AutoModel,
        AutoModelForMaskedLM,
        AutoTokenizer,
    )

    config = AutoConfig.from_pretrained(source, local_files_only=local_files_only)
    if type(config) not in MODEL_FOR_MASKED_LM_MAPPING:
        raise ValueError(f"transformers has no masked-language head for '{config.model_type}'")
    tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=local_files_only)
    if tokenizer.mask_token_id is None or tokenizer.pad_token_id is None:
        raise ValueError("its tokenizer has no mask or no padding")
    network, found = _weights(AutoModelForMaskedLM, source, local_files_only=local_files_only)
    encoder, found_alone = _weights(AutoModel, source, local_files_only=local_files_only)
    lead = f"{network.base_model_prefix}."
    kept = network.state_dict()
    beside = {
        lead + name: tensor.clone()
        for name, tensor in encoder.state_dict().items()
        if lead + name not in kept and name not in found_alone["missing_keys"]
    }
    fresh = any(not each.startswith(lead) for each in found["missing_keys"])
    return MaskedCheckpoint(tokenizer, network, fresh, beside)


def _weights(
    kind: Any, source: str, *, local_files_only: bool
) -> tuple[PreTrainedModel, Mapping[str, Collection[str]]]:
    """A network of a kind, and which names of weights were missing from the checkpoint."""
    return kind.from_pretrained(
        source, local_files_only=local_files_only, dtype=torch.float32, output_loading_info=True
    )
