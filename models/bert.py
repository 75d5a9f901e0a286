"""BERT and every other pretrained encoder, fine-tuned for classification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from ..exceptions import CheckpointError
from .encoder_limits import require_layers, require_length
from .inputs import class_indices
from .lora import add_adapters, merge_adapters, require_lora_extra
from .neural import NeuralClassifier
from .neural_settings import NeuralSettings, Truncation
from .pretrained import Pooling, Pretrained, load_checkpoint, load_folder
from .quiet import quiet_transformers
from .settings import setting

if TYPE_CHECKING:
    from transformers import (
        PreTrainedModel,  # noqa: F401 - named by the base class
        PreTrainedTokenizerBase,
    )

    from .encoding import EncodedTexts
    from .pooling import PooledClassifier

DEFAULT_CHECKPOINT = "bert-base-uncased"


@dataclass(frozen=True, kw_only=True)
class BertSettings(NeuralSettings):
    """Settings of a pretrained encoder."""

    prefix: ClassVar[str] = "bert"

    checkpoint: str = setting(
        DEFAULT_CHECKPOINT, "pretrained encoder: a name of the Hub, a folder, or all-MiniLM-L6-v2"
    )
    learning_rate: float = setting(
        3e-5, "peak rate of AdamW; 5e-5 is no better", low=0.0, low_open=True, high=1.0
    )
    batch_size: int = setting(16, "texts a step, over all devices together", low=1)
    epochs: int = setting(2, "passes at most; more of them gain little", low=1)
    evaluations: int = setting(
        2, "looks at validation an epoch; each one can be the best", low=1, high=100
    )
    pooling: Pooling = setting(
        "default",
        "what the head reads of the hidden states; default: as the checkpoint's kind has it",
    )

    layer_decay: float = setting(
        1.0,
        "factor on the learning rate from each layer to the one below; 0.95 is usual",
        low=0.0,
        low_open=True,
        high=1.0,
    )
    windows: int = setting(
        1,
        "most stretches of max_length that prediction averages; training reads one, by truncation",
        low=1,
    )
    lora_rank: int = setting(
        0,
        "rank of low-rank adapters, which learn at about ten times the rate; 0: all learns",
        low=0,
    )

    @classmethod
    def published(cls) -> Self:
        """The recipe of the experiment, whose last epoch was kept."""
        return cls(
            learning_rate=2e-5,
            batch_size=16,
            epochs=4,
            max_length=512,
            truncation="head",
            warmup=500.0,
            weight_decay=0.0,
            adam_epsilon=1e-8,
            max_grad_norm=1.0,
            evaluations=1,
            keep="last",
        )


class BertClassifier(
    NeuralClassifier[BertSettings, "SubwordEncoder", "PreTrainedModel | PooledClassifier"]
):
    """A pretrained encoder with a classification head, all of it fine-tuned.

    Attributes:
        checkpoint_name_: Last part of the checkpoint's name.
        n_layers_: Layers of the encoder.
    """

    name: ClassVar[str] = "bert"
    settings_class = BertSettings
    checkpoint_name_: str
    n_layers_: int

    def _build(self, texts: Sequence[str]) -> None:  # noqa: ARG002 - it knows its words
        name = self.settings.checkpoint
        classes = [str(each) for each in self.classes_]
        local, pooling = self.execution.local_checkpoints, self.settings.pooling
        rank = self.settings.lora_rank
        if rank:
            require_lora_extra()
        self._adopt(load_checkpoint(name, classes, local, pooling), Path(name).name)
        if rank:
            add_adapters(self.network_, rank)

    def _finish_training(self) -> None:
        if self.settings.lora_rank:
            merge_adapters(self.network_)

    def _adopt(self, loaded: Pretrained, name: str) -> None:
        tokenizer, network = loaded
        require_length(network, name, self.settings)
        require_layers(network, self.settings)
        self.encoder_ = SubwordEncoder(
            tokenizer, self.settings.max_length, self.settings.truncation
        )
        self.network_, self.checkpoint_name_ = network, name
        self.n_layers_ = int(getattr(network.config, "num_hidden_layers", 0))

    def _encode_to_predict(
        self, texts: Sequence[str], labels: Sequence[str] | None = None
    ) -> EncodedTexts:
        if self.settings.windows == 1:
            return super()._encode_to_predict(texts, labels)
        from .windows import WindowedTexts

        indices = None if labels is None else class_indices(labels, self.classes_)
        return WindowedTexts(self.encoder_.encode_windows(texts, self.settings.windows), indices)

    def _rate_factors(self) -> dict[str, float]:
        from .layer_decay import rate_factors

        decay = self.settings.layer_decay
        return {} if decay == 1 else rate_factors(self.network_, decay)

    def _description(self) -> dict[str, Any]:
        return {"checkpoint_name": self.checkpoint_name_, "n_layers": self.n_layers_}

    def _save_network(self, folder: Path) -> None:
        with quiet_transformers():
            self.network_.save_pretrained(folder)
            self.encoder_.tokenizer.save_pretrained(folder)

    def _load_network(self, folder: Path, description: dict[str, Any]) -> None:
        classes = [str(each) for each in self.classes_]
        loaded = load_folder(folder, classes, self.settings.pooling)
        self._adopt(loaded, description["checkpoint_name"])
        if self.settings.pooling != "default":
            cast("PooledClassifier", self.network_).load_head(folder)


class SubwordEncoder:
    """A checkpoint's own tokenizer, with our choice of what a long text keeps.

    Args:
        tokenizer: The checkpoint's tokenizer.
        max_length: Tokens a text may have, special ones included.
        truncation: What a longer text keeps.
    """

    def __init__(
        self, tokenizer: PreTrainedTokenizerBase, max_length: int, truncation: Truncation
    ) -> None:
        pad_id = tokenizer.pad_token_id
        if not isinstance(pad_id, int):
            raise CheckpointError("the checkpoint's tokenizer cannot pad: choose an encoder")
        self.tokenizer = tokenizer
        self.pad_id = pad_id
        self._truncation: Truncation = truncation
        self._before, self._after = _special_tokens(tokenizer)
        self._budget = max_length - len(self._before) - len(self._after)

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of every text, special tokens included."""
        from .encoding import in_chunks

        return [ids for chunk in in_chunks(texts) for ids in self._encode_chunk(chunk)]

    def encode_windows(self, texts: Sequence[str], most: int) -> list[list[list[int]]]:
        """Token ids of the windows of every text, special tokens included in each."""
        from .encoding import in_chunks
        from .windows import cut_into_windows

        return [
            [self._surrounded(window) for window in cut_into_windows(ids, self._budget, most)]
            for chunk in in_chunks(texts)
            for ids in self._plain_ids(chunk)
        ]

    def encode_stretches(self, texts: Sequence[str]) -> list[list[list[int]]]:
        """Token ids of all of every text: stretches of even length, special tokens in each."""
        from .windows import cut_into_stretches

        return [
            [self._surrounded(stretch) for stretch in cut_into_stretches(ids, self._budget)]
            for ids in self._plain_ids(list(texts))
        ]

    def _encode_chunk(self, texts: list[str]) -> list[list[int]]:
        from .encoding import truncate

        return [
            self._surrounded(truncate(ids, self._budget, self._truncation))
            for ids in self._plain_ids(texts)
        ]

    def _plain_ids(self, texts: list[str]) -> list[list[int]]:
        encoded = self.tokenizer(
            texts, add_special_tokens=False, return_attention_mask=False, verbose=False
        )
        return list(encoded["input_ids"])

    def _surrounded(self, ids: list[int]) -> list[int]:
        return [*self._before, *ids, *self._after]


def _special_tokens(tokenizer: PreTrainedTokenizerBase) -> tuple[list[int], list[int]]:
    """What the tokenizer puts before and after a single text."""
    encoded = tokenizer("a", return_special_tokens_mask=True)
    ids, special = list(encoded["input_ids"]), list(encoded["special_tokens_mask"])
    if 0 not in special:
        return ids, []
    first, last = special.index(0), len(special) - 1 - special[::-1].index(0)
    return ids[:first], ids[last + 1 :]
